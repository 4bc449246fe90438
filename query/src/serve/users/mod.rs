//! Who may read what: a file of lines `user tenant secret`, read anew at each login.

mod password;
mod token;

use std::fmt;
use std::path::{Path, PathBuf};

use connectors::load::{Environment, System};
use udfs::{Code, Issue, Issues};

use crate::output::place;

pub use password::Password;
pub use token::Token;

/// What a user proves who they are with; neither can be turned back into what the user types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Secret {
    Password(Password),
    Token(Token),
}

impl Secret {
    fn parse(text: &str) -> Option<Self> {
        Password::parse(text).map(Secret::Password).or_else(|| Token::parse(text).map(Secret::Token))
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Secret::Password(password) => password.fmt(f),
            Secret::Token(token) => token.fmt(f),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    pub name: String,
    pub tenant: String,
    pub secret: Secret,
}

/// The file, wherever it is. Its owner and group alone may read it.
#[derive(Debug, Clone)]
pub struct Users(PathBuf);

impl Users {
    pub fn new(path: &Path) -> Self {
        Self(path.to_path_buf())
    }

    pub fn read(&self) -> Result<Vec<User>, Issues> {
        let unsafe_file = |message: String| {
            let fix = "make it with heatsched user, and let its owner alone read it";
            Issues::from(Issue::error(Code::SecretUnsafe, place("users"), message, fix))
        };
        parse(&System.private_file(&self.0).map_err(unsafe_file)?).map_err(|line| {
            let place = place(self.0.display().to_string()).row(line);
            let message = "not a line of user, tenant and secret";
            Issue::error(Code::Malformed, place, message, "write it with heatsched user").into()
        })
    }

    pub fn password_of(&self, name: &str) -> Result<Option<(String, Password)>, Issues> {
        Ok(self.read()?.into_iter().find_map(|user| match user.secret {
            Secret::Password(password) if user.name == name => Some((user.tenant, password)),
            _ => None,
        }))
    }

    /// Adds the user, or gives a known one another tenant and secret.
    pub fn put(&self, user: &User) -> Result<(), Issues> {
        let mut users = if self.0.exists() { self.read()? } else { Vec::new() };
        users.retain(|known| known.name != user.name);
        users.push(user.clone());
        let lines: String =
            users.iter().map(|user| format!("{} {} {}\n", user.name, user.tenant, user.secret)).collect();
        let failed =
            |message: String| Issue::error(Code::Io, place("users"), message, "check who may write there").into();
        System.replace_private_file(&self.0, &lines).map_err(failed)
    }
}

/// The users, or the number of the first line that is none.
fn parse(text: &str) -> Result<Vec<User>, usize> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    lines.map(|(index, line)| user(line).ok_or(index + 1)).collect()
}

fn user(line: &str) -> Option<User> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [name, tenant, secret] = words[..] else { return None };
    Some(User { name: name.to_string(), tenant: tenant.to_string(), secret: Secret::parse(secret)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_back_as_they_were_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let users = Users::new(&folder.path().join("users"));
        let anna = User {
            name: "anna".into(),
            tenant: "acme".into(),
            secret: Secret::Password(Password::new("long enough", b"salt of any kind")),
        };
        let excel = User { name: "excel".into(), tenant: "acme".into(), secret: Secret::Token(Token::new("a token")) };
        users.put(&anna).expect("written");
        users.put(&excel).expect("written");
        let moved = User { tenant: "other".into(), ..anna };
        users.put(&moved).expect("written");
        assert_eq!(users.read(), Ok(vec![excel, moved]));
    }

    #[test]
    fn a_line_of_another_kind_is_named() {
        assert_eq!(parse("# who\n\nanna acme plain-text\n"), Err(3));
        assert_eq!(parse("anna acme\n"), Err(1));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_anybody_may_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("users");
        std::fs::write(&path, "").expect("written");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).expect("set");
        let issues = Users::new(&path).read().expect_err("refused");
        assert_eq!(issues.0[0].code, Code::SecretUnsafe);
    }
}
