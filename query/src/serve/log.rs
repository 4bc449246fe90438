use std::fmt::Display;

use udfs::error::Place;
use udfs::{Code, Issue, Issues};

use crate::cli::reporter::Reporter;

/// What the servers tell who runs them.
#[derive(Debug, Clone)]
pub struct Log(Reporter);

impl Log {
    pub fn new(reporter: Reporter) -> Self {
        Self(reporter)
    }

    pub fn info(&self, message: &str) {
        self.0.info(message);
    }

    pub fn issues(&self, issues: &Issues) {
        self.0.issues(issues);
    }

    /// Something that should not be.
    pub fn defect(&self, message: &str) {
        self.0.issue(&Issue::error(Code::Internal, Place::new("server"), message, "report this"));
    }

    /// Something that was refused: to whom, where they are, and what they wanted.
    pub fn refused(&self, code: Code, user: &str, from: impl Display, what: &str) {
        let user = if user.is_empty() { "somebody" } else { user };
        let place = Place::new(format!("{user} from {from}").escape_debug().to_string());
        // one line each, whatever was sent
        let what: String = what.escape_debug().take(500).collect();
        self.0.issue(&Issue::warning(code, place, format!("refused: {what}"), ""));
    }
}
