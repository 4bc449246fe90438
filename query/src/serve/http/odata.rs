use std::sync::Arc;

use arrow::array::RecordBatch;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use datafusion::prelude::SessionContext;
use serde_json::json;
use udfs::{Code, Issue};

use super::Http;
use super::access::Visitor;
use super::failure::Failure;
use super::fresh::Fresh;
use super::options::Options;
use super::page_mark::PageMark;
use super::sets::{self, Set};
use super::{base, metadata, values};
use crate::output::place;

const MOST_ROWS: usize = 5000;
const JSON: &str = "application/json;odata.metadata=minimal;charset=utf-8";

/// What there is.
pub async fn service(headers: HeaderMap, State(http): State<Arc<Http>>) -> Response {
    let sets: Vec<_> = sets::all().map(|set| json!({"name": set.name, "kind": "EntitySet", "url": set.name})).collect();
    let context = format!("{}/odata/$metadata", base(&http, &headers));
    odata(Json(json!({"@odata.context": context, "value": sets})).into_response())
}

pub async fn describe(
    State(http): State<Arc<Http>>,
    Extension(visitor): Extension<Visitor>,
) -> Result<Response, Failure> {
    let context = http.server.sessions.of(&visitor.tenant).await?;
    let document = metadata::document(&context).await?;
    Ok(odata(([(header::CONTENT_TYPE, "application/xml;charset=utf-8")], document).into_response()))
}

/// A page of a set's rows, or one row by its key.
pub async fn rows(
    State(http): State<Arc<Http>>,
    Extension(visitor): Extension<Visitor>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let query = query.unwrap_or_default();
    let set = find(&name)?;
    let fresh = Fresh::of(&http.server, &visitor.tenant, set, &format!("{name}?{query}")).await?;
    if fresh.is_known(&headers) {
        return Ok(fresh.unchanged());
    }
    let (base, most) = (base(&http, &headers), most_rows(&headers));
    // all that its bytes depend on, but for the rows
    let kept = set.reads().map(|_| format!("{}\n{base}\n{most}\n{name}?{query}", visitor.tenant));
    let body = match kept.as_ref().and_then(|kept| http.pages.get(kept, fresh.mark())) {
        Some(body) => body,
        None => {
            let options = Options::parse(&query)?;
            let context = http.server.sessions.of(&visitor.tenant).await?;
            let page = Page { set, options, mark: fresh.mark().to_string(), most };
            let body = page.answer(&context, &base, &query).await?;
            // unless they changed meanwhile
            let now = Fresh::of(&http.server, &visitor.tenant, set, &name).await?;
            kept.filter(|_| now.mark() == fresh.mark())
                .into_iter()
                .for_each(|kept| http.pages.keep(kept, now.mark(), &body));
            body
        }
    };
    Ok(fresh.with(odata(([(header::CONTENT_TYPE, JSON)], body).into_response())))
}

pub async fn count(
    State(http): State<Arc<Http>>,
    Extension(visitor): Extension<Visitor>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let options = Options::parse(&query.unwrap_or_default())?;
    let context = http.server.sessions.of(&visitor.tenant).await?;
    let rows = options.rows(&context, context.table(find(&name)?.name).await?)?;
    Ok(odata(rows.count().await?.to_string().into_response()))
}

pub fn find(name: &str) -> Result<Set, Issue> {
    sets::find(name).ok_or_else(|| {
        let names: Vec<&str> = sets::all().map(|set| set.name).collect();
        let message = format!("there is no entity set \"{}\"", name.escape_debug());
        Issue::error(Code::UnknownReference, place("request"), message, format!("there are {}", names.join(", ")))
    })
}

fn odata(mut response: Response) -> Response {
    response.headers_mut().insert("odata-version", HeaderValue::from_static("4.0"));
    response
}

/// What a reader prefers, up to what a page may have.
fn most_rows(headers: &HeaderMap) -> usize {
    let preferences = headers.get_all("prefer").into_iter().filter_map(|value| value.to_str().ok());
    let mut sizes = preferences.flat_map(|value| value.split([',', ';'])).filter_map(|preference| {
        let (name, size) = preference.trim().split_once('=')?;
        name.trim_start_matches("odata.").eq("maxpagesize").then(|| size.trim().parse::<usize>().ok()).flatten()
    });
    sizes.next().map_or(MOST_ROWS, |size| size.clamp(1, MOST_ROWS))
}

struct Page {
    set: Set,
    options: Options,
    /// Of what the rows depend on.
    mark: String,
    most: usize,
}

impl Page {
    async fn answer(&self, context: &SessionContext, base: &str, query: &str) -> Result<Bytes, Failure> {
        let table = context.table(self.set.name).await?;
        let all = self.options.rows(context, table)?;
        let count = if self.options.count { Some(all.clone().count().await?) } else { None };
        let before = self.options.token.as_ref().map_or(Ok(0), |token| PageMark::offset(token, &self.mark))?;
        let wanted = self.options.top.map_or(usize::MAX, |top| top.saturating_sub(before));
        // one more says whether there is another page
        let take = wanted.min(self.most + 1);
        let sorted = self.options.sorted(self.set, all)?;
        let page = self.options.columns(sorted.limit(self.options.skip.saturating_add(before), Some(take))?)?;
        let batches = page.collect().await?;
        let found: usize = batches.iter().map(RecordBatch::num_rows).sum();
        let next = (found > self.most).then(|| self.next(base, query, before + self.most));
        Ok(self.body(base, count, &batches, next)?)
    }

    fn next(&self, base: &str, query: &str, offset: usize) -> String {
        let mut kept = url::form_urlencoded::Serializer::new(String::new());
        kept.extend_pairs(url::form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "$skiptoken"));
        kept.append_pair("$skiptoken", &PageMark { mark: &self.mark, offset }.to_string());
        format!("{base}/odata/{}?{}", self.set.name, kept.finish())
    }

    fn body(
        &self,
        base: &str,
        count: Option<usize>,
        batches: &[RecordBatch],
        next: Option<String>,
    ) -> Result<Bytes, datafusion::error::DataFusionError> {
        let selected =
            self.options.select.as_ref().map(|columns| format!("({})", columns.join(","))).unwrap_or_default();
        let mut body =
            format!("{{\"@odata.context\":{}", json!(format!("{base}/odata/$metadata#{}{selected}", self.set.name)));
        if let Some(count) = count {
            body.push_str(&format!(",\"@odata.count\":{count}"));
        }
        body.push_str(",\"value\":");
        let mut body = body.into_bytes();
        values::array(batches, self.most, &mut body)?;
        if let Some(next) = next {
            body.extend(format!(",\"@odata.nextLink\":{}", json!(next)).bytes());
        }
        body.push(b'}');
        Ok(body.into())
    }
}
