use postgres::Error;
use udfs::error::Place;
use udfs::{Code, Issue};

/// Why the database did not do what it was asked.
#[derive(Debug)]
pub enum Failure {
    /// It may again in a while.
    Away(Issue),
    Refused(Issue),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let place = Place::new("database");
        let Some(refusal) = error.as_db_error() else {
            let fix = "check that the server runs and that the address is right";
            return Failure::Away(Issue::error(Code::Unreachable, place, chain(&error), fix));
        };
        let state = refusal.code().code();
        let fix = refusal.hint().unwrap_or("the role needs heatsched_planner and a row in tenant_members");
        // connections, transactions, resources, operators: what passes by itself
        if ["08", "40", "53", "55", "57"].iter().any(|class| state.starts_with(class)) {
            return Failure::Away(Issue::error(Code::Unreachable, place, refusal.message(), fix));
        }
        let code =
            if state.starts_with("28") || state == "42501" { Code::AccessRefused } else { Code::UnexpectedAnswer };
        Failure::Refused(Issue::error(code, place, refusal.message(), fix))
    }
}

impl Failure {
    pub fn into_issue(self) -> Issue {
        match self {
            Failure::Away(issue) | Failure::Refused(issue) => issue,
        }
    }
}

/// The error with what caused it.
fn chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(&format!(": {cause}"));
        source = cause.source();
    }
    text
}
