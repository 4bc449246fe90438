use std::time::Duration;

use udfs::error::Place;
use udfs::{Code, Issue};

use crate::load::Redactor;

/// A try that brought no answer.
#[derive(Debug)]
pub struct Failure {
    pub code: Code,
    pub message: String,
    /// Another try may do.
    pub is_passing: bool,
    /// The server did nothing: even a request that must not be sent twice may be sent again.
    pub is_untouched: bool,
    pub retry_after: Option<Duration>,
    pub status: Option<u16>,
}

impl Failure {
    pub fn lasting(code: Code, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { code, message, is_passing: false, is_untouched: false, retry_after: None, status: None }
    }

    pub fn passing(message: impl Into<String>) -> Self {
        Self { is_passing: true, ..Self::lasting(Code::Unreachable, message) }
    }

    pub fn give_up(&self, reference: &str, tries: u32, redactor: &Redactor) -> GivenUp {
        let tried = if tries > 1 { format!("; tried {tries} times") } else { String::new() };
        let message = redactor.clean(&format!("{}{tried}", self.message));
        let issue = Issue::error(self.code, Place::new(reference), message, self.fix());
        GivenUp { issue, status: self.status }
    }

    fn fix(&self) -> &'static str {
        match (self.code, self.status) {
            (Code::AccessRefused, Some(403)) => "give the user the right to read this; the password is not the reason",
            (Code::AccessRefused, _) => "check user, password, key or token, and whether they have lapsed",
            (Code::Unreachable, _) => "run the job again later; if it lasts, check address, proxy and certificates",
            _ => "see whether the address is the interface's own, and of the version that the README names",
        }
    }
}

/// No answer after all tries.
#[derive(Debug)]
pub struct GivenUp {
    pub issue: Issue,
    pub status: Option<u16>,
}

impl From<Issue> for GivenUp {
    fn from(issue: Issue) -> Self {
        Self { issue, status: None }
    }
}
