//! Issues as Postgres errors: the message is that of the first error, the detail has all, the hint says what to do.

use pgrx::pg_sys::panic::ErrorReport;
use pgrx::{PgLogLevel, PgSqlErrorCode};
use udfs::error::{Code, Issue, Issues, Kind, Severity};

/// Ends the statement.
pub fn raise(issues: &Issues) -> ! {
    let error = issues.0.iter().find(|issue| issue.severity == Severity::Error).or(issues.0.first());
    let Some(error) = error else { pgrx::error!("an error without an issue") };
    let mut report = ErrorReport::new(state(error.code), line(error), "heatsched").set_hint(error.fix.clone());
    if issues.0.len() > 1 {
        let lines: Vec<String> = issues.0.iter().map(|issue| format!("{}; {}", line(issue), issue.fix)).collect();
        report = report.set_detail(lines.join("\n"));
    }
    report.report(PgLogLevel::ERROR);
    unreachable!("an ERROR does not return")
}

fn line(issue: &Issue) -> String {
    let place = issue.place.to_string();
    if place.is_empty() {
        return format!("{}: {}", issue.code, issue.message);
    }
    format!("{}: {place}: {}", issue.code, issue.message)
}

fn state(code: Code) -> PgSqlErrorCode {
    match (code, code.kind()) {
        (Code::Cancelled, _) => PgSqlErrorCode::ERRCODE_QUERY_CANCELED,
        (Code::UnknownReference, _) => PgSqlErrorCode::ERRCODE_NO_DATA_FOUND,
        (_, Kind::Input) => PgSqlErrorCode::ERRCODE_INVALID_PARAMETER_VALUE,
        (_, Kind::Violation) => PgSqlErrorCode::ERRCODE_CHECK_VIOLATION,
        (_, Kind::Limit) => PgSqlErrorCode::ERRCODE_PROGRAM_LIMIT_EXCEEDED,
        (_, Kind::Environment) => PgSqlErrorCode::ERRCODE_EXTERNAL_ROUTINE_EXCEPTION,
        (_, Kind::Bug) => PgSqlErrorCode::ERRCODE_INTERNAL_ERROR,
    }
}
