use chrono::NaiveDateTime;
use serde_json::{Map, Value};
use udfs::error::Place;
use udfs::{Code, Issue};

use super::odata::{Entity, Page, Service, quoted};
use super::{SYSTEM, Sap};
use crate::load::{Placement, Session, Told, ToldOutcome};

const SET: &str = "A_ProductionOrderOperation_2";
const ACTION: &str = "ScheduleProductionOrderOperation";
const SELECT: &str = "ManufacturingOrder,ManufacturingOrderSequence,ManufacturingOrderOperation,\
    OrderInternalBillOfOperations,OrderIntBillOfOperationsItem,\
    OpErlstSchedldExecStrtDte,OpErlstSchedldExecStrtTme,OpErlstSchedldExecEndDte,OpErlstSchedldExecEndTme";

/// Dispatches an operation to the plan's time, unless it is there already.
pub fn tell(sap: &Sap, session: &Session<'_>, placement: &Placement, apply: bool) -> Result<Told, Issue> {
    let place = || Place::new(SYSTEM).key(&placement.reference);
    let zone = sap.target.zone.ok_or_else(|| {
        let fix = "give time_zone to the job, or load the site first";
        Issue::error(Code::NoOffset, place(), "the plant's time zone is not known", fix)
    })?;
    let service = sap.service(session, &sap.settings.production_service)?;
    let values = operation(&service, &placement.reference)?;
    let there = Entity { place: place(), values: &values };
    let start = there.wall_clock("OpErlstSchedldExecStrtDte", "OpErlstSchedldExecStrtTme", Some(zone))?;
    let end = there.wall_clock("OpErlstSchedldExecEndDte", "OpErlstSchedldExecEndTme", Some(zone))?;
    if (start, end) == (Some(placement.start), Some(placement.end)) {
        return Ok(Told { start_there: start, outcome: ToldOutcome::Unchanged });
    }
    if !apply {
        return Ok(Told { start_there: start, outcome: ToldOutcome::WouldChange });
    }
    let local = |at: udfs::model::Instant| at.with_timezone(&zone).naive_local();
    let mut query = own_keys(&there)?;
    query.extend(when("Start", local(placement.start)));
    query.extend(when("End", local(placement.end)));
    query.extend(customised(sap)?);
    let query: Vec<(&str, &str)> = query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    service.post(&service.address(ACTION, &query)?)?;
    Ok(Told { start_there: start, outcome: ToldOutcome::Changed })
}

/// By order and operation, and the sequence where the reference has one.
fn operation(service: &Service<'_>, reference: &str) -> Result<Map<String, Value>, Issue> {
    let parts: Vec<&str> = reference.split('/').collect();
    let names: &[&str] = match parts.len() {
        2 => &["ManufacturingOrder", "ManufacturingOrderOperation"],
        _ => &["ManufacturingOrder", "ManufacturingOrderSequence", "ManufacturingOrderOperation"],
    };
    let filter: Vec<String> =
        names.iter().zip(parts).map(|(name, part)| format!("{name} eq {}", quoted(part))).collect();
    let query = [("$format", "json"), ("$filter", &filter.join(" and ")), ("$select", SELECT)];
    let answer = service.get(service.address(SET, &query)?)?;
    match Page::of(&answer)?.results.as_slice() {
        [one] => serde_json::from_str(one.get()).map_err(|e| answer.malformed(&e.to_string())),
        found => {
            let message = format!("{} operations have this number", found.len());
            let fix = "see whether the order was deleted there; load the orders again";
            Err(Issue::error(Code::UnknownReference, Place::new(SYSTEM).key(reference), message, fix))
        }
    }
}

fn own_keys(there: &Entity<'_>) -> Result<Vec<(String, String)>, Issue> {
    let key = |name: &str| {
        let missing =
            || Issue::error(Code::UnexpectedAnswer, there.place.clone().column(name), "no value", "load again");
        there.text(name).map(|value| (name.to_string(), quoted(value))).ok_or_else(missing)
    };
    ["ManufacturingOrder", "OrderInternalBillOfOperations", "OrderIntBillOfOperationsItem"]
        .into_iter()
        .map(key)
        .collect()
}

/// A date and a time of the plant's clock, as the action takes them.
fn when(which: &str, at: NaiveDateTime) -> [(String, String); 2] {
    [
        (format!("OpSchedld{which}Date"), at.format("datetime'%Y-%m-%dT00:00:00'").to_string()),
        (format!("OpSchedld{which}Time"), at.format("time'PT%HH%MM%SS'").to_string()),
    ]
}

/// What the plant's own customising decides.
fn customised(sap: &Sap) -> Result<[(String, String); 2], Issue> {
    let own = &sap.settings.write_back;
    let given = |name: &str, value: &Option<String>| {
        value.as_deref().map(quoted).ok_or_else(|| {
            let fix = "give scheduling_mode and scheduling_strategy in write_back, as your SAP is customised";
            let place = Place::new(SYSTEM).column(format!("write_back.{name}"));
            Issue::error(Code::MissingField, place, "not configured", fix)
        })
    };
    Ok([
        ("OpSchedulingMode".into(), given("scheduling_mode", &own.scheduling_mode)?),
        ("OpSchedulingStrategy".into(), given("scheduling_strategy", &own.scheduling_strategy)?),
    ])
}
