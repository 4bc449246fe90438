use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use udfs::{Code, Issue};

use super::Http;
use super::access::Visitor;
use super::failure::Failure;
use super::values;
use crate::output::place;

const SCRIPT: &str = "text/javascript;charset=utf-8";

/// The page and what it is drawn by. It reads the same feeds as everybody else; nothing of it comes from elsewhere.
const FILES: [(&str, &str, &str); 7] = [
    ("", "text/html;charset=utf-8", include_str!("page.html")),
    ("page.css", "text/css;charset=utf-8", include_str!("page.css")),
    ("page.js", SCRIPT, include_str!("page.js")),
    ("axis.js", SCRIPT, include_str!("axis.js")),
    ("gantt.js", SCRIPT, include_str!("gantt.js")),
    ("load.js", SCRIPT, include_str!("load.js")),
    ("table.js", SCRIPT, include_str!("table.js")),
];

pub async fn html() -> Result<Response, Failure> {
    send("")
}

pub async fn file(Path(name): Path<String>) -> Result<Response, Failure> {
    send(&name)
}

fn send(name: &str) -> Result<Response, Failure> {
    let unknown = || Issue::error(Code::UnknownReference, place("request"), "there is nothing here", "start at /");
    let (_, kind, text) = FILES.iter().find(|(known, ..)| *known == name).ok_or_else(unknown)?;
    Ok(([(header::CONTENT_TYPE, *kind), (header::CACHE_CONTROL, "no-cache")], *text).into_response())
}

/// The energy rates over the horizon of a run.
pub async fn rates(
    State(http): State<Arc<Http>>,
    Extension(visitor): Extension<Visitor>,
    Path(file): Path<String>,
) -> Result<Response, Failure> {
    let context = http.server.sessions.of(&visitor.tenant).await?;
    let run_id = file.trim_end_matches(".json").replace('\'', "''");
    let run =
        "SELECT tariff_id, CAST(horizon_start AS text) AS a, CAST(horizon_end AS text) AS b FROM optimization_runs";
    let found = context.sql(&format!("{run} WHERE run_id = '{run_id}'")).await?.collect().await?;
    let Some(batch) = found.iter().find(|batch| batch.num_rows() > 0) else {
        return Err(
            Issue::error(Code::UnknownReference, place("request"), "there is no such run", "see savings").into()
        );
    };
    let text = |column: usize| arrow::util::display::array_value_to_string(batch.column(column), 0);
    let arguments = (0..3).map(|i| Ok(format!("'{}'", text(i)?.replace('\'', "''"))));
    let arguments = arguments.collect::<datafusion::error::Result<Vec<_>>>()?.join(", ");
    let rates = context.sql(&format!("SELECT * FROM tariff_rates({arguments})")).await?.collect().await?;
    let mut body = Vec::new();
    values::array(&rates, usize::MAX, &mut body)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], Bytes::from(body)).into_response())
}
