use std::process::ExitCode;

use udfs::{Code, Issues};

/// How the command ends; see `heatsched --help`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    Done,
    Failed,
    /// Done, with rows in quarantine or constraints broken.
    Incomplete,
    Cancelled,
    /// As the subcommand documents it.
    Code(u8),
}

impl Exit {
    pub(super) fn of_failure(issues: &Issues) -> Self {
        if issues.0.iter().any(|issue| issue.code == Code::Cancelled) { Exit::Cancelled } else { Exit::Failed }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Incomplete => 3,
            Exit::Cancelled => 130,
            Exit::Code(code) => code,
        })
    }
}
