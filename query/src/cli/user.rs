use std::io::IsTerminal;
use std::path::PathBuf;

use datafusion_postgres::pgwire::api::auth::sasl::scram::random_nonce;
use udfs::{Code, Issue, Issues};

use super::{Context, Exit};
use crate::output::{io_failure, place};
use crate::serve::users::{Password, Secret, Token, User, Users};

const EXAMPLES: &str = "\
Examples:
  heatsched user anna --users users                          asks for the password
  pass show heatsched/anna | heatsched user anna --users users --tenant acme
  heatsched user prometheus --users users --token            prints a token, for programs that use HTTP

The file has a hash of each password or token, and is readable by its owner alone. Servers read it at each login.";

/// Add a user for heatsched serve, or give one another password and tenant
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Name to log in with
    #[arg(value_name = "NAME", value_parser = name)]
    name: String,
    /// File of the users; made where there is none
    #[arg(long, value_name = "FILE", env = "HEATSCHED_USERS", hide_env_values = true)]
    users: PathBuf,
    /// Make a token instead of taking a password, and print it
    #[arg(long)]
    token: bool,
}

/// A user sees the rows of the tenant of --tenant.
pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Issues> {
    let (secret, token) = if args.token {
        let token = random_nonce().replace(['+', '/', '='], "-");
        (Secret::Token(Token::new(&token)), Some(token))
    } else {
        (Secret::Password(Password::new(&password()?, random_nonce().as_bytes())), None)
    };
    let user = User { name: args.name.clone(), tenant: context.global.tenant.clone(), secret };
    Users::new(&args.users).put(&user)?;
    if let Some(token) = token {
        println!("{token}");
    }
    context.reporter.info(&format!("{} may read the rows of tenant {}", user.name, user.tenant));
    Ok(Exit::Done)
}

fn name(text: &str) -> Result<String, String> {
    let good = !text.is_empty() && !text.starts_with('#') && !text.contains(char::is_whitespace) && !text.contains(':');
    if good { Ok(text.to_string()) } else { Err("a name has no spaces, no colon and no # at its start".to_string()) }
}

fn password() -> Result<String, Issues> {
    if std::io::stdin().is_terminal() {
        eprintln!("password (it is shown):");
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(|e| io_failure("standard input".as_ref(), "be read", &e))?;
    let password = line.trim_end_matches(['\r', '\n']);
    if Password::is_long_enough(password) {
        return Ok(password.to_string());
    }
    let message = "the password is shorter than 8 characters";
    Err(Issue::error(Code::SecretUnsafe, place("password"), message, "take a longer one").into())
}
