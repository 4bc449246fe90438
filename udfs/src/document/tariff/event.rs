//! Charges on dated stretches of time.

use std::collections::BTreeSet;

use super::super::load::read_span;
use super::super::text::{cell, number, row, text};
use super::demand_charge::window_minutes;
use super::{given, map, rows};
use crate::error::Code;
use crate::model::{CoincidentCharge, Combine, CriticalPeak, Decimal, DemandCharge, Span};
use crate::row::{Cell, Row, RowReader};

pub fn read_coincident(reader: &mut RowReader<'_>) -> CoincidentCharge {
    let combine = |word: &str| match word {
        "mean" => Some(Combine::Mean),
        "highest" => Some(Combine::Highest),
        _ => None,
    };
    let past_kw = reader.optional::<Decimal>("past_kw");
    let is_load = past_kw.is_none_or(|kw| kw >= Decimal::ZERO);
    let name = reader.key("name");
    reader.check(is_load, Code::OutOfRange, "past_kw", "a demand below 0", "give kW from 0");
    CoincidentCharge {
        name,
        rate_kw: reader.required("rate_kw"),
        windows: spans(reader, "windows"),
        combine: reader.word("combine", combine, "mean, highest").unwrap_or_default(),
        billed_months: billed_months(reader),
        past_kw,
    }
}

fn billed_months(reader: &mut RowReader<'_>) -> Option<BTreeSet<(i32, u32)>> {
    let names: Vec<String> = reader.optional("billed_months")?;
    let mut months = BTreeSet::new();
    for name in names {
        match map::month(&name) {
            Some(month) => drop(months.insert(month)),
            None => {
                let message = format!("\"{name}\" is no month");
                reader.error(Code::OutOfRange, "billed_months", message, "name months as in 2026-01");
            }
        }
    }
    Some(months)
}

pub fn write_coincident(charge: &CoincidentCharge) -> Row {
    let months = |months: &BTreeSet<_>| Cell::List(months.iter().map(|month| text(map::month_text(*month))).collect());
    let mut written = row([
        ("name", text(&charge.name)),
        ("rate_kw", number(charge.rate_kw)),
        ("windows", rows(&charge.windows, write_span)),
        ("combine", text(if charge.combine == Combine::Mean { "mean" } else { "highest" })),
    ]);
    // an empty list of months is not the same as none
    written.0.extend(charge.billed_months.as_ref().map(|set| ("billed_months".to_string(), months(set))));
    written.0.extend(given(row([("past_kw", cell(charge.past_kw, number))])).0);
    written
}

pub fn read_critical_peak(reader: &mut RowReader<'_>) -> CriticalPeak {
    CriticalPeak {
        name: reader.key("name"),
        events: spans(reader, "events"),
        energy_adder_kwh: reader.or("energy_adder_kwh", Decimal::ZERO),
        demand_rate_kw: reader.optional("demand_rate_kw"),
        window_minutes: window_minutes(reader),
    }
}

pub fn write_critical_peak(peak: &CriticalPeak) -> Row {
    let minutes = (peak.window_minutes != DemandCharge::DEFAULT_WINDOW_MINUTES).then_some(peak.window_minutes);
    given(row([
        ("name", text(&peak.name)),
        ("events", rows(&peak.events, write_span)),
        ("energy_adder_kwh", number(peak.energy_adder_kwh)),
        ("demand_rate_kw", cell(peak.demand_rate_kw, number)),
        ("window_minutes", cell(minutes, number)),
    ]))
}

/// Stretches that do not overlap; their order is kept.
fn spans<'a>(reader: &mut RowReader<'a>, field: &'a str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    reader.rows(field, |r| spans.push(read_span(r, "start", "end")));
    let mut sorted = spans.clone();
    sorted.sort_unstable();
    let overlap = sorted.windows(2).any(|pair| pair[0].overlaps(&pair[1]));
    reader.check(!overlap, Code::OutOfRange, field, "two of them overlap", "give each instant once");
    spans
}

fn write_span(span: &Span) -> Row {
    row([("start", Cell::Time(span.start)), ("end", Cell::Time(span.end))])
}
