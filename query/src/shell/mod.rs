//! The SQL shell: interactive, from the command line, from files.

mod command;
mod complete;
mod execute;
mod failure;
mod functions;
mod highlight;
mod history;
mod repl;
mod script;
mod session;
mod stores;

use std::io::IsTerminal;
use std::path::PathBuf;

use udfs::Issues;

use crate::output::{OutputArgs, io_failure};

pub use execute::execute;
pub use failure::query_failure;
pub use session::Shell;

/// What the shell runs; without either, statements are read from the terminal or standard input.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct ShellArgs {
    /// Run this SQL and leave; may be given several times
    #[arg(short, long, value_name = "SQL")]
    pub command: Vec<String>,
    /// Run the statements of this file and leave; `-`: standard input
    #[arg(short, long, value_name = "FILE")]
    pub file: Vec<PathBuf>,
    #[command(flatten)]
    pub output: OutputArgs,
}

impl ShellArgs {
    pub fn is_empty(&self) -> bool {
        self.command.is_empty() && self.file.is_empty() && self.output.format.is_none() && self.output.output.is_none()
    }
}

/// Runs statements until the first that fails; in a terminal, until the user leaves.
pub async fn run(shell: &Shell, args: &ShellArgs) -> Result<(), Issues> {
    if args.command.is_empty() && args.file.is_empty() {
        if std::io::stdin().is_terminal() {
            return repl::run(shell, &args.output).await;
        }
        return script_to(shell, &[script::read(None)?], args).await;
    }
    let mut texts = args.command.clone();
    for path in &args.file {
        texts.push(script::read(Some(path))?);
    }
    script_to(shell, &texts, args).await
}

async fn script_to(shell: &Shell, texts: &[String], args: &ShellArgs) -> Result<(), Issues> {
    let mut session = command::Session::new(shell, args.output.clone());
    // what cannot be written is said before anything runs
    session.output()?;
    for text in texts {
        if session.script(text).await?.is_break() {
            break;
        }
    }
    session.finish()
}

fn read_to_string(path: Option<&PathBuf>) -> Result<String, Issues> {
    match path.filter(|path| path.as_os_str() != "-") {
        Some(path) => std::fs::read_to_string(path).map_err(|e| io_failure(path, "be read", &e)),
        None => {
            std::io::read_to_string(std::io::stdin()).map_err(|e| io_failure("standard input".as_ref(), "be read", &e))
        }
    }
}
