use serde_json::{Value, json};
use udfs::{Code, Issue, Issues};

/// Of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub read: u64,
    pub written: u64,
    pub unchanged: u64,
    pub kept: u64,
    pub ignored: u64,
    pub gone: u64,
    pub quarantined: u64,
    pub requests: u64,
    pub bytes: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// Some records are in quarantine.
    Partial,
    Failed,
}

impl Outcome {
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Done => "done",
            Outcome::Partial => "partial",
            Outcome::Failed => "failed",
        }
    }
}

/// How a run ended.
#[derive(Debug, Clone)]
pub struct Summary {
    pub run_id: String,
    pub job: String,
    pub outcome: Outcome,
    pub counts: Counts,
    pub dry_run: bool,
    /// Why it failed; no secrets.
    pub error: Option<Issue>,
}

impl Summary {
    /// 0 done; 3 some records are in quarantine; else [`exit_code`] of the error.
    pub fn exit_code(&self) -> u8 {
        match (self.outcome, &self.error) {
            (Outcome::Done, _) => 0,
            (Outcome::Partial, _) => 3,
            (Outcome::Failed, Some(issue)) => code(issue.code),
            (Outcome::Failed, None) => 1,
        }
    }

    /// One line for whoever started the run.
    pub fn to_json(&self) -> Value {
        let counts = &self.counts;
        json!({
            "run_id": self.run_id, "job": self.job, "status": self.outcome.as_str(), "dry_run": self.dry_run,
            "rows_read": counts.read, "rows_written": counts.written, "rows_unchanged": counts.unchanged,
            "rows_kept": counts.kept, "rows_ignored": counts.ignored, "rows_gone": counts.gone,
            "rows_quarantined": counts.quarantined, "requests": counts.requests, "bytes": counts.bytes,
            "error_code": self.error.as_ref().map(|issue| issue.code.as_str()),
            "error": self.error.as_ref().map(ToString::to_string),
        })
    }
}

/// For schedulers: 75 try again later, 77 let us in first, 2 mend the configuration, 1 anything else.
pub fn exit_code(issues: &Issues) -> u8 {
    issues.0.first().map_or(1, |issue| code(issue.code))
}

fn code(code: Code) -> u8 {
    match code {
        Code::Unreachable | Code::LoadRunning | Code::WarehouseBusy | Code::Cancelled => 75,
        Code::AccessRefused => 77,
        Code::SecretUnsafe | Code::UnknownOption | Code::OutOfRange | Code::Malformed | Code::UnknownReference => 2,
        _ => 1,
    }
}
