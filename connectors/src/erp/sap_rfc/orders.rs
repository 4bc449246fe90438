use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;
use udfs::error::Place;
use udfs::model::Instant;
use udfs::{Code, Issue};

use super::{SYSTEM, SapRfc};
use crate::erp::process::{self, Operation, Process};
use crate::erp::wall_clock;
use crate::load::{Origin, Record, Rows};
use crate::xml::Node;

/// A header names no operations: each order is one job.
pub fn record(sap: &SapRfc, order: &Node) -> Record {
    let key = order.text_of("ORDER_NUMBER").unwrap_or_default().trim_start_matches('0').to_string();
    let material = order.text_of("MATERIAL_LONG").or_else(|| order.text_of("MATERIAL")).unwrap_or_default();
    let read = match process::find(&sap.settings.process, "", material) {
        None => Ok(Rows { ignored: true, ..Rows::default() }),
        Some(rule) => rows(sap, rule, order, material, &key),
    };
    let raw = if read.is_err() { order.to_string() } else { String::new() };
    Record { key, raw, read }
}

fn rows(sap: &SapRfc, rule: &Process, order: &Node, material: &str, key: &str) -> Result<Rows, Vec<Issue>> {
    let origin = Origin { tenant: &sap.tenant, system: SYSTEM, reference: key };
    let statuses = order.text_of("SYSTEM_STATUS").unwrap_or_default();
    let is_over = statuses.split_whitespace().any(|status| sap.settings.over.iter().any(|over| over == status));
    if is_over || order.text_of("DELETION_FLAG").is_some() {
        return Ok(process::gone(key, origin));
    }
    let read = || -> Result<Operation<'_>, Issue> {
        let start = required(sap, order, "START_DATE", "START_TIME", key)?;
        let end = required(sap, order, "FINISH_DATE", "FINISH_TIME", key)?;
        Ok(Operation {
            job_id: key,
            product_id: Some(material).filter(|material| !material.is_empty()),
            product_name: order.text_of("MATERIAL_TEXT"),
            quantity: quantity(order, key)?,
            unit: order.text_of("UNIT"),
            earliest_start: start,
            latest_end: end,
            // an order's days are no time that a furnace is busy
            minutes: None,
        })
    };
    let operation = read().map_err(|issue| vec![issue])?;
    rule.rows(&operation, &sap.target, origin)
}

/// A date such as 2026-01-05, of which 0000-00-00 is none, and a time such as 06:00:00, up to 24:00:00.
fn required(sap: &SapRfc, order: &Node, date: &str, time: &str, key: &str) -> Result<Instant, Issue> {
    let place = || Place::new(SYSTEM).key(key).column(date);
    let wrong = |code, message: String| Issue::error(code, place(), message, "schedule the order there");
    let text = order.text_of(date).filter(|text| *text != "0000-00-00");
    let text = text.ok_or_else(|| wrong(Code::MissingField, "no date".into()))?;
    let day: NaiveDate = text.parse().map_err(|_| wrong(Code::WrongType, format!("\"{text}\" is no date")))?;
    let clock = order.text_of(time).unwrap_or("00:00:00");
    let (day, clock) = if clock == "24:00:00" { (day.succ_opt().unwrap_or(day), "00:00:00") } else { (day, clock) };
    let clock: NaiveTime = clock.parse().map_err(|_| wrong(Code::WrongType, format!("\"{clock}\" is no time")))?;
    wall_clock::instant(day.and_time(clock), sap.target.zone, place)
}

fn quantity(order: &Node, key: &str) -> Result<Option<Decimal>, Issue> {
    let Some(text) = order.text_of("TARGET_QUANTITY") else { return Ok(None) };
    text.parse().map(Some).map_err(|_| {
        let place = Place::new(SYSTEM).key(key).column("TARGET_QUANTITY");
        Issue::error(Code::WrongType, place, format!("\"{text}\" is no number"), "correct the order there")
    })
}
