use std::fmt;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use udfs::error::Place;
use udfs::{Code, Issue};

use super::redact::Redactor;
use super::surroundings::{Environment, credential};

/// A password, key or token. It can be sent; it cannot be shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself, for a request alone.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Shorter ones cannot be kept out of messages without spoiling them.
const MIN_LENGTH: usize = 4;

/// Finds what `${env:NAME}`, `${file:PATH}` and `${credential:NAME}` stand for, and has it kept out of all messages.
#[derive(Debug, Clone, Copy)]
pub struct Secrets<'a> {
    pub environment: &'a dyn Environment,
    pub redactor: &'a Redactor,
}

impl Secrets<'_> {
    /// What another system handed out.
    pub fn received(&self, secret: &str) -> Secret {
        self.redactor.hide(secret);
        Secret(secret.to_string())
    }

    /// User and password as they are sent in one.
    pub fn hide_basic(&self, user: &str, password: &Secret) {
        self.redactor.hide(&STANDARD.encode(format!("{user}:{}", password.expose())));
    }

    /// Keeps a secret in place of the one that the reference stands for; it is lost where that is no file.
    pub fn keep(&self, place: Place, reference: &str, secret: &Secret) -> Result<(), Issue> {
        let lost = |message: String| {
            let fix = "give the secret as ${file:PATH} in a folder that the load may write to, with a new one from the system";
            Issue::error(Code::SecretUnsafe, place.clone(), message, fix)
        };
        let path = reference.trim().strip_prefix("${file:").and_then(|rest| rest.strip_suffix('}'));
        let path =
            path.ok_or_else(|| lost("the system replaced a secret, and its new one can be kept nowhere".into()))?;
        self.environment
            .replace_private_file(Path::new(path), secret.expose())
            .map_err(|e| lost(format!("the system replaced a secret, and its new one cannot be kept: {e}")))
    }

    /// `reference` is all of a setting: a secret is never part of a configuration.
    pub fn find(&self, place: Place, reference: &str) -> Result<Secret, Issue> {
        let inner = reference.trim().strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        let Some((kind, name)) = inner.and_then(|inner| inner.split_once(':')) else {
            // it may be the secret itself, so it is not shown
            self.redactor.hide(reference);
            let fix = "write ${env:NAME}, ${file:PATH} or ${credential:NAME}";
            return Err(Issue::error(Code::SecretUnsafe, place, "a secret in the configuration", fix));
        };
        let missing = |message: String| {
            let fix = "give the secret where the configuration says it is, readable by its owner alone";
            Issue::error(Code::SecretUnsafe, place.clone(), message, fix)
        };
        let file = |path: &Path| self.environment.private_file(path).map_err(&missing);
        let text = match kind {
            "env" => self
                .environment
                .variable(name)
                .ok_or_else(|| missing(format!("the environment variable {name} is not set")))?,
            "file" => file(Path::new(name))?,
            "credential" => {
                let path = credential(self.environment, name)
                    .ok_or_else(|| missing("$CREDENTIALS_DIRECTORY is not set".into()))?;
                file(&path)?
            }
            other => return Err(missing(format!("\"{other}\" is no place for secrets"))),
        };
        let text = text.trim_end_matches(['\r', '\n']);
        self.redactor.hide(text);
        if text.len() < MIN_LENGTH {
            return Err(missing(format!("the secret {kind}:{name} has fewer than {MIN_LENGTH} characters")));
        }
        Ok(Secret(text.to_string()))
    }
}
