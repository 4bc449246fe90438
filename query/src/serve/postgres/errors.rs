use datafusion::error::DataFusionError;
use datafusion::sql::sqlparser::ast::Statement;
use datafusion::sql::sqlparser::parser::ParserError;
use datafusion_postgres::pgwire::api::{ClientInfo, ErrorHandler, METADATA_USER};
use datafusion_postgres::pgwire::error::{ErrorInfo, PgWireError};
use udfs::error::Kind;
use udfs::{Code, Issue, Severity};

use crate::serve::log::Log;
use crate::serve::read_only::refusal;
use crate::shell::query_failure;

const READ_ONLY: &str = "25006";

/// Errors as Postgres has them: our code in the message, what to do as the hint. What was refused is logged.
pub struct Errors {
    pub log: Log,
}

impl ErrorHandler for Errors {
    fn on_error<C: ClientInfo>(&self, client: &C, error: &mut PgWireError) {
        if let PgWireError::ApiError(inner) = error
            && let Some(info) = told(inner.as_ref())
        {
            *error = PgWireError::UserError(Box::new(info));
        }
        let user = client.metadata().get(METADATA_USER).map_or("", String::as_str);
        if let PgWireError::InvalidPassword(name) = error {
            // libpq leaves the name out of SCRAM
            *name = user.to_string();
        }
        let refused = |code: Code, what: &str| self.log.refused(code, user, client.socket_addr(), what);
        match error {
            PgWireError::InvalidPassword(_) => refused(Code::LoginRefused, "password authentication failed"),
            PgWireError::UserError(info) if info.code.starts_with("28") => refused(Code::LoginRefused, &info.message),
            PgWireError::UserError(info) if info.code == READ_ONLY => refused(Code::ServerReads, &info.message),
            PgWireError::UserError(info) if info.code == "58000" => self.log.defect(&info.message),
            _ => {}
        }
    }
}

/// Ends the connection.
pub fn fatal(state: &str, message: impl Into<String>) -> PgWireError {
    PgWireError::UserError(Box::new(ErrorInfo::new("FATAL".to_string(), state.to_string(), message.into())))
}

pub fn invalid(message: impl Into<String>) -> PgWireError {
    error("22023", message)
}

pub fn unsupported(message: impl Into<String>) -> PgWireError {
    error("0A000", message)
}

fn error(state: &str, message: impl Into<String>) -> PgWireError {
    PgWireError::UserError(Box::new(ErrorInfo::new("ERROR".to_string(), state.to_string(), message.into())))
}

pub fn read_only(statement: &Statement) -> PgWireError {
    let text = statement.to_string();
    let words: Vec<&str> = text.split_whitespace().take(4).collect();
    PgWireError::UserError(Box::new(info(READ_ONLY, &refusal(format!("cannot execute {} ...", words.join(" "))))))
}

fn told(error: &(dyn std::error::Error + Send + Sync + 'static)) -> Option<ErrorInfo> {
    if let Some(error) = error.downcast_ref::<ParserError>() {
        return Some(ErrorInfo::new("ERROR".to_string(), "42601".to_string(), error.to_string()));
    }
    let error = error.downcast_ref::<DataFusionError>()?;
    let issues = query_failure(error);
    let first = issues.0.iter().find(|issue| issue.severity == Severity::Error).or(issues.0.first())?;
    let mut told = info(state(first, error), first);
    if issues.0.len() > 1 {
        told.detail = Some(issues.to_string());
    }
    Some(told)
}

fn info(state: &str, issue: &Issue) -> ErrorInfo {
    let message = format!("{}: {}: {}", issue.code, issue.place, issue.message);
    let mut info = ErrorInfo::new("ERROR".to_string(), state.to_string(), message);
    info.hint = Some(issue.fix.clone()).filter(|fix| !fix.is_empty());
    info
}

/// As the extension has it; for errors of SQL itself, what clients look for.
fn state(issue: &Issue, error: &DataFusionError) -> &'static str {
    match (issue.code, issue.code.kind()) {
        (Code::InvalidQuery, _) => state_of_query(error.find_root()),
        (Code::ServerReads, _) => READ_ONLY,
        (Code::Cancelled, _) => "57014",
        (Code::UnknownReference, _) => "02000",
        (_, Kind::Input) => "22023",
        (_, Kind::Violation) => "23514",
        (_, Kind::Limit) => "54000",
        (_, Kind::Environment) => "38000",
        (_, Kind::Bug) => "XX000",
    }
}

fn state_of_query(error: &DataFusionError) -> &'static str {
    match error {
        DataFusionError::SQL(..) => "42601",
        DataFusionError::SchemaError(..) => "42703",
        DataFusionError::NotImplemented(_) => "0A000",
        DataFusionError::ResourcesExhausted(_) => "53200",
        DataFusionError::Plan(message) if message.contains("function") => "42883",
        DataFusionError::Plan(message) if message.contains("not found") => "42P01",
        DataFusionError::Plan(_) => "42000",
        _ => "XX000",
    }
}
