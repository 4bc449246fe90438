use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use datafusion::error::DataFusionError;
use serde_json::json;
use udfs::error::Kind;
use udfs::{Code, Issue, Issues};

use crate::shell::query_failure;

/// What went wrong, in the form of OData.
#[derive(Debug)]
pub struct Failure(pub Issues);

impl From<Issue> for Failure {
    fn from(issue: Issue) -> Self {
        Self(issue.into())
    }
}

impl From<Issues> for Failure {
    fn from(issues: Issues) -> Self {
        Self(issues)
    }
}

impl From<DataFusionError> for Failure {
    fn from(error: DataFusionError) -> Self {
        Self(query_failure(&error))
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let code = self.0.0.first().map_or(Code::Internal, |issue| issue.code);
        let told = |issue: &Issue| json!({"code": issue.code.as_str(), "message": told(issue), "target": issue.place.to_string()});
        let details: Vec<_> = self.0.0.iter().map(told).collect();
        let first = self.0.0.first().map(|issue| issue.message.clone()).unwrap_or_default();
        let body = json!({"error": {"code": code.as_str(), "message": first, "details": details}});
        let mut response = (status(code), Json(body)).into_response();
        let headers = response.headers_mut();
        if code == Code::LoginRefused {
            headers.insert(
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static("Basic realm=\"heatsched\", charset=\"UTF-8\""),
            );
        }
        if code == Code::ServerReads {
            headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        }
        response
    }
}

fn told(issue: &Issue) -> String {
    if issue.fix.is_empty() { issue.message.clone() } else { format!("{}; {}", issue.message, issue.fix) }
}

fn status(code: Code) -> StatusCode {
    match (code, code.kind()) {
        (Code::LoginRefused, _) => StatusCode::UNAUTHORIZED,
        (Code::ServerReads, _) => StatusCode::METHOD_NOT_ALLOWED,
        (Code::UnknownReference, _) => StatusCode::NOT_FOUND,
        (Code::FeedChanged, _) => StatusCode::GONE,
        (Code::NotSupported, _) => StatusCode::NOT_IMPLEMENTED,
        (_, Kind::Input | Kind::Violation) => StatusCode::BAD_REQUEST,
        (_, Kind::Limit | Kind::Environment) => StatusCode::SERVICE_UNAVAILABLE,
        (_, Kind::Bug) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
