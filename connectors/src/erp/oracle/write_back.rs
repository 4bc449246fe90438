use chrono::SecondsFormat;
use serde_json::json;
use udfs::error::Place;
use udfs::{Code, Issue};

use super::page::{Collection, told};
use super::work_orders::time;
use super::{FRAMEWORK, JSON, Oracle, SYSTEM};
use crate::http::Ask;
use crate::load::{Placement, Session, Told, ToldOutcome};

/// Plans an operation for the plan's time, unless it is there already.
pub fn tell(oracle: &Oracle, session: &Session<'_>, placement: &Placement, apply: bool) -> Result<Told, Issue> {
    let unknown = |message: &str| {
        let fix = "see whether the work order was deleted there; load the work orders again";
        Issue::error(Code::UnknownReference, Place::new(SYSTEM).key(&placement.reference), message, fix)
    };
    let (order, number) = placement.reference.split_once('/').ok_or_else(|| unknown("no work order and operation"))?;
    let filter = format!("{} and WorkOrderNumber='{}'", oracle.filter(None, None), order.replace('\'', "''"));
    let found = Collection::of(&oracle.client.send(session, &oracle.ask(&filter, 2, 0))?)?;
    let [order] = found.items.as_slice() else { return Err(unknown("no such work order, or more than one")) };
    let operations = order.get("WorkOrderOperation").map(|to| to.get("items").unwrap_or(to));
    let is_it =
        |operation: &&serde_json::Value| operation["OperationSequenceNumber"].to_string().trim_matches('"') == number;
    let operation = operations.and_then(|list| list.as_array()?.iter().find(is_it)?.as_object());
    let operation = operation.ok_or_else(|| unknown("no such operation"))?;
    let at = |name: &str| time(operation, name, &placement.reference);
    let start = at("PlannedStartDate")?;
    if (start, at("PlannedCompletionDate")?) == (Some(placement.start), Some(placement.end)) {
        return Ok(Told { start_there: start, outcome: ToldOutcome::Unchanged });
    }
    if !apply {
        return Ok(Told { start_there: start, outcome: ToldOutcome::WouldChange });
    }
    let id = |fields: &serde_json::Map<String, serde_json::Value>, name: &str| {
        fields.get(name).and_then(|id| id.as_i64()).map(|id| id.to_string()).ok_or_else(|| unknown("no id"))
    };
    let (order, operation) = (id(order, "WorkOrderId")?, id(operation, "WorkOrderOperationId")?);
    let url = oracle.address(&["workOrders", &order, "child", "WorkOrderOperation", &operation]);
    let written = |at: udfs::model::Instant| at.to_rfc3339_opts(SecondsFormat::Secs, false);
    let body = json!({"PlannedStartDate": written(placement.start), "PlannedCompletionDate": written(placement.end)});
    let ask = Ask::send("PATCH", url, "application/json", body.to_string().into_bytes());
    let ask = ask.repeatable().types(JSON).header(FRAMEWORK.0, FRAMEWORK.1).statuses(&[400, 404, 412]);
    let answer = oracle.client.send(session, &ask)?;
    if answer.is_success() {
        Ok(Told { start_there: start, outcome: ToldOutcome::Changed })
    } else {
        Err(told(&answer))
    }
}
