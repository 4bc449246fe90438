use std::collections::BTreeMap;

use chrono::DateTime;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use udfs::error::Place;
use udfs::model::Instant;
use udfs::{Code, Issue};

use super::{Oracle, SYSTEM};
use crate::erp::process::{self, Operation, Process};
use crate::load::{Origin, Record, Rows};

type Fields = Map<String, Value>;

const OPERATIONS: &str = "WorkOrderOperation";
/// Statuses after which nothing is heated any more.
const OVER: [&str; 4] = ["ORA_COMPLETED", "ORA_CLOSED", "ORA_PEND_CLOSED", "ORA_CANCELED"];

/// A record an operation that is heat; one for an order without any.
pub fn records(oracle: &Oracle, order: &Fields, drift: &mut BTreeMap<String, u64>) -> Vec<Record> {
    let mut records: Vec<Record> = operations(order).filter_map(|operation| record(oracle, order, operation)).collect();
    for missing in ["WorkOrderNumber", "LastUpdateDate"].iter().filter(|name| !order.contains_key(**name)) {
        *drift.entry(format!("no {missing}")).or_default() += 1;
    }
    if records.is_empty() {
        let key = text(order, "WorkOrderNumber").unwrap_or_default().to_string();
        records.push(Record { key, raw: String::new(), read: Ok(Rows { ignored: true, ..Rows::default() }) });
    }
    records
}

pub fn again(oracle: &Oracle, raw: &str) -> Result<Rows, Vec<Issue>> {
    let order: Fields = serde_json::from_str(raw).map_err(|e| {
        vec![Issue::error(Code::Malformed, Place::new(SYSTEM), e.to_string(), "run the job with --full instead")]
    })?;
    let record = operations(&order).next().and_then(|operation| record(oracle, &order, operation));
    record.map_or_else(|| Ok(Rows { ignored: true, ..Rows::default() }), |record| record.read)
}

pub fn changed(order: &Fields) -> Option<Instant> {
    text(order, "LastUpdateDate").and_then(|at| DateTime::parse_from_rfc3339(at).ok()).map(|at| at.to_utc())
}

fn record(oracle: &Oracle, order: &Fields, operation: &Fields) -> Option<Record> {
    let center = text(operation, "WorkCenterCode").or_else(|| text(operation, "WorkCenterName")).unwrap_or_default();
    let rule = process::find(&oracle.settings.process, center, text(order, "ItemNumber").unwrap_or_default())?;
    let number = operation.get("OperationSequenceNumber").map(Value::to_string).unwrap_or_default();
    let key = format!("{}/{}", text(order, "WorkOrderNumber").unwrap_or_default(), number.trim_matches('"'));
    let read = rows(oracle, rule, order, operation, &key);
    let raw = if read.is_err() {
        let mut order = order.clone();
        order.insert(OPERATIONS.into(), json!([operation]));
        Value::Object(order).to_string()
    } else {
        String::new()
    };
    Some(Record { key, raw, read })
}

fn rows(oracle: &Oracle, rule: &Process, order: &Fields, operation: &Fields, key: &str) -> Result<Rows, Vec<Issue>> {
    let origin = Origin { tenant: &oracle.tenant, system: SYSTEM, reference: key };
    let job_id = key.replace('/', "-");
    if text(order, "WorkOrderStatusCode").is_some_and(|status| OVER.contains(&status)) {
        return Ok(process::gone(&job_id, origin));
    }
    let operation = operation_of(order, operation, &job_id, key).map_err(|issue| vec![issue])?;
    rule.rows(&operation, &oracle.target, origin)
}

fn operation_of<'a>(order: &'a Fields, own: &'a Fields, job_id: &'a str, key: &str) -> Result<Operation<'a>, Issue> {
    let time = |fields: &Fields, name: &str| time(fields, name, key);
    let (start, end) = (time(own, "PlannedStartDate")?, time(own, "PlannedCompletionDate")?);
    let (first, last) = (time(order, "PlannedStartDate")?, time(order, "PlannedCompletionDate")?);
    let given = |at: Option<Instant>, name: &str| {
        let place = Place::new(SYSTEM).key(key).column(name);
        at.ok_or_else(|| Issue::error(Code::MissingField, place, "no date", "schedule the work order there"))
    };
    let minutes = start.zip(end).map(|(start, end)| (end - start).num_minutes()).filter(|minutes| *minutes > 0);
    Ok(Operation {
        job_id,
        product_id: text(order, "ItemNumber"),
        product_name: text(own, "OperationName"),
        quantity: decimal(order, "PlannedStartQuantity", key)?,
        unit: text(order, "UOMCode"),
        earliest_start: given(start.or(first), "PlannedStartDate")?,
        latest_end: given(last.or(end), "PlannedCompletionDate")?,
        minutes,
    })
}

/// A collection, or an array as such.
fn operations(order: &Fields) -> impl Iterator<Item = &Fields> {
    let expanded = order.get(OPERATIONS);
    let list = expanded.and_then(|to| to.get("items").unwrap_or(to).as_array());
    list.into_iter().flatten().filter_map(Value::as_object)
}

pub fn text<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    fields.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}

pub fn time(fields: &Fields, name: &str, key: &str) -> Result<Option<Instant>, Issue> {
    let Some(written) = text(fields, name) else { return Ok(None) };
    DateTime::parse_from_rfc3339(written).map(|at| Some(at.to_utc())).map_err(|_| {
        let message = format!("\"{}\" is no time with an offset", written.chars().take(60).collect::<String>());
        Issue::error(Code::WrongType, Place::new(SYSTEM).key(key).column(name), message, "correct the value there")
    })
}

fn decimal(fields: &Fields, name: &str, key: &str) -> Result<Option<Decimal>, Issue> {
    let written = match fields.get(name) {
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::String(text)) => text.clone(),
        _ => return Ok(None),
    };
    let exact = written.parse().or_else(|_| Decimal::from_scientific(&written));
    exact.map(Some).map_err(|_| {
        let message = format!("\"{}\" is no number", written.chars().take(60).collect::<String>());
        Issue::error(Code::WrongType, Place::new(SYSTEM).key(key).column(name), message, "correct the value there")
    })
}
