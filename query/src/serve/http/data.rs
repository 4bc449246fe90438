use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::csv::WriterBuilder;
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use datafusion::error::Result;
use datafusion::execution::SendableRecordBatchStream;
use futures::stream::{self, Stream, StreamExt};
use udfs::{Code, Issue};

use super::Http;
use super::access::Visitor;
use super::failure::Failure;
use super::fresh::Fresh;
use super::odata::find;
use super::options::Options;
use super::values;
use crate::output::place;

#[derive(Debug, Clone, Copy)]
enum Form {
    Csv,
    Json,
}

/// All rows of a set, as a file of CSV or JSON; sent as they are found.
pub async fn file(
    State(http): State<Arc<Http>>,
    Extension(visitor): Extension<Visitor>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let (set, form) = match name.rsplit_once('.') {
        Some((set, "csv")) => (find(set)?, Form::Csv),
        Some((set, "json")) => (find(set)?, Form::Json),
        _ => return Err(no_form(&name).into()),
    };
    let query = query.unwrap_or_default();
    let fresh = Fresh::of(&http.server, &visitor.tenant, set, &format!("{name}?{query}")).await?;
    if fresh.is_known(&headers) {
        return Ok(fresh.unchanged());
    }
    let options = Options::parse(&query)?;
    let context = http.server.sessions.of(&visitor.tenant).await?;
    let rows = options.sorted(set, options.rows(&context, context.table(set.name).await?)?)?;
    let rows = options.columns(rows.limit(options.skip, options.top)?)?;
    let stream = rows.execute_stream().await?;
    let (kind, body) = match form {
        Form::Csv => ("text/csv;charset=utf-8;header=present", Body::from_stream(csv(stream)?)),
        Form::Json => ("application/json", Body::from_stream(json(stream))),
    };
    Ok(fresh.with(([(header::CONTENT_TYPE, kind)], body).into_response()))
}

fn no_form(name: &str) -> Issue {
    let message = format!("\"{}\" is neither csv nor json", name.escape_debug());
    Issue::error(Code::UnknownReference, place("request"), message, "ask for a name such as savings.csv")
}

fn csv(rows: SendableRecordBatchStream) -> Result<impl Stream<Item = Result<Bytes>>> {
    let header = csv_rows(&RecordBatch::new_empty(rows.schema()), true)?;
    Ok(stream::iter([Ok(header)]).chain(rows.map(|batch| csv_rows(&batch?, false))))
}

fn csv_rows(batch: &RecordBatch, header: bool) -> Result<Bytes> {
    let mut bytes = Vec::new();
    WriterBuilder::new().with_header(header).build(&mut bytes).write(batch)?;
    Ok(bytes.into())
}

fn json(rows: SendableRecordBatchStream) -> impl Stream<Item = Result<Bytes>> {
    let mut first = true;
    let rows = rows.map(move |batch| {
        let mut bytes = Vec::new();
        values::objects(&batch?, &mut first, &mut bytes)?;
        Ok(bytes.into())
    });
    stream::iter([Ok(Bytes::from_static(b"["))]).chain(rows).chain(stream::iter([Ok(Bytes::from_static(b"\n]\n"))]))
}
