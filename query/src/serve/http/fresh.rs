use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use udfs::Issues;

use super::sets::Set;
use crate::serve::Server;

/// Whether a reader has already what it asks for.
pub struct Fresh {
    mark: String,
    /// Nothing where the answer depends on the time.
    tag: Option<String>,
}

impl Fresh {
    pub async fn of(server: &Server, tenant: &str, set: Set, asked: &str) -> Result<Self, Issues> {
        let Some(tables) = set.reads() else { return Ok(Self { mark: "now".to_string(), tag: None }) };
        let mark = server.sessions.marks.of(tenant, &tables).await?;
        let hash = Sha256::digest(format!("{} {tenant} {mark} {asked}", env!("CARGO_PKG_VERSION")));
        let hash: String = hash.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { mark, tag: Some(format!("W/\"{hash}\"")) })
    }

    /// Of the tables that the answer depends on.
    pub fn mark(&self) -> &str {
        &self.mark
    }

    pub fn is_known(&self, headers: &HeaderMap) -> bool {
        let Some(tag) = &self.tag else { return false };
        let known = headers.get_all(header::IF_NONE_MATCH).into_iter().filter_map(|value| value.to_str().ok());
        known.flat_map(|value| value.split(',')).any(|known| known.trim() == tag || known.trim() == "*")
    }

    pub fn unchanged(&self) -> Response {
        self.with(StatusCode::NOT_MODIFIED.into_response())
    }

    /// To be asked for again, and kept by nobody between.
    pub fn with(&self, mut response: Response) -> Response {
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        let tag = self.tag.as_ref().and_then(|tag| HeaderValue::from_str(tag).ok());
        headers.extend(tag.map(|tag| (header::ETAG, tag)));
        response
    }
}
