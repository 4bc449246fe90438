//! Views and tables over HTTP: OData for spreadsheets and BI, CSV and JSON, figures for Prometheus, and a page to look at.

mod access;
mod data;
mod failure;
mod filter;
mod fresh;
mod listener;
mod metadata;
mod metrics;
mod odata;
mod openapi;
mod options;
mod page;
mod page_mark;
mod pages;
mod sets;
mod tokens;
mod values;

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;
use udfs::{Code, Issue, Issues};

use super::Server;
use super::stop::{GRACE, Stop};
use crate::output::place;
use failure::Failure;
use listener::{Accepting, Peer};
use pages::Pages;

/// What all requests share.
#[derive(Debug)]
pub struct Http {
    server: Arc<Server>,
    pages: Pages,
}

/// Until asked to stop; then until what was asked for is answered.
pub async fn serve(server: Arc<Server>, listener: TcpListener, stop: Stop) -> Result<(), Issues> {
    let acceptor = server.tls.as_ref().map(|files| files.acceptor(&[b"http/1.1"])).transpose()?;
    let failed = |e: std::io::Error| Issues::from(Issue::error(Code::Io, place("http"), e.to_string(), ""));
    let accepting = Accepting::new(listener, acceptor, server.max_connections).map_err(failed)?;
    let pages = Pages::new(server.page_bytes);
    let service = router(Arc::new(Http { server, pages })).into_make_service_with_connect_info::<Peer>();
    let asked = stop.clone();
    let serving = axum::serve(accepting, service).with_graceful_shutdown(async move { asked.asked().await });
    let at_last = async {
        stop.asked().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        ended = async { serving.await } => ended.map_err(failed),
        () = at_last => Ok(()),
    }
}

fn router(http: Arc<Http>) -> Router {
    Router::new()
        .route("/", get(page::html))
        .route("/{file}", get(page::file))
        .route("/rates/{run}", get(page::rates))
        .route("/odata", get(odata::service))
        .route("/odata/", get(odata::service))
        .route("/odata/$metadata", get(odata::describe))
        .route("/odata/{set}", get(odata::rows))
        .route("/odata/{set}/$count", get(odata::count))
        .route("/data/{file}", get(data::file))
        .route("/openapi.json", get(openapi::document))
        .route("/metrics", get(metrics::text))
        .fallback(nothing)
        .layer(middleware::from_fn_with_state(Arc::clone(&http), access::check))
        .layer(middleware::from_fn(guarded))
        .with_state(http)
}

async fn nothing() -> Response {
    let fix = "there are /, /odata/, /data/SET.csv, /data/SET.json, /openapi.json and /metrics";
    Failure::from(Issue::error(Code::UnknownReference, place("request"), "there is nothing here", fix)).into_response()
}

/// Nothing is taken for what it is not, shown in a frame of others, or fetched from elsewhere.
async fn guarded(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    let policy =
        "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}

/// The address by which the reader knows this server, for links.
fn base(http: &Http, headers: &HeaderMap) -> String {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let behind_tls = http.server.tls.is_some() || text("x-forwarded-proto") == Some("https");
    let scheme = if behind_tls { "https" } else { "http" };
    format!("{scheme}://{}", text("x-forwarded-host").or_else(|| text("host")).unwrap_or("localhost"))
}
