use chrono::NaiveDate;

use super::runs::{CurrentRun, is_plan};
use crate::document::grouped;
use crate::error::Issues;
use crate::functions::{Source, number, number_of, text, text_of};
use crate::model::{Decimal, Instant};
use crate::report::cells::time_of;
use crate::report::grid::Form::{Day, Money, Prose, Quantity, Text, Time};
use crate::report::grid::Grid;
use crate::row::{Cell, Row};
use crate::stored::WHOLE_SITE;

/// A peak that a plan is billed for.
#[derive(Debug, Clone)]
pub(super) struct Peak {
    date: NaiveDate,
    schedule_id: String,
    pub category: String,
    pub at: Instant,
    pub billed_kw: Decimal,
    pub amount: Decimal,
    pub currency: String,
    drawn_by: String,
}

/// The billed peaks of a run's plan, and what drew power then, as the view `peak_attribution` has them.
pub(super) fn peaks(source: &Source<'_>, run: &CurrentRun, lines: &[Row]) -> Result<Vec<Peak>, Issues> {
    let billed = lines.iter().filter(|line| is_plan(line) && text_of(line, "charge") == "demand");
    let billed: Vec<(&Row, Instant)> = billed.filter_map(|line| Some((line, time_of(line, "at")?))).collect();
    if billed.is_empty() {
        return Ok(Vec::new());
    }
    let load: Vec<Row> = run.load(source, false)?.into_iter().filter(is_plan).collect();
    let peak = |(line, at): (&Row, Instant)| Peak {
        date: run.date,
        schedule_id: run.schedule_id.clone(),
        category: text_of(line, "category"),
        at,
        billed_kw: number_of(line, "quantity"),
        amount: number_of(line, "amount"),
        currency: run.currency.clone(),
        drawn_by: drawn_by(&load, at),
    };
    Ok(billed.into_iter().map(peak).collect())
}

/// The most first: `HTR-003 420 kW, rest of the site 55 kW`.
fn drawn_by(load: &[Row], at: Instant) -> String {
    let then = load.iter().filter(|row| {
        time_of(row, "start").is_some_and(|start| start <= at) && time_of(row, "end").is_some_and(|end| at < end)
    });
    let draw = |row: &Row| match text_of(row, "equipment_id") {
        id if id == WHOLE_SITE => (number_of(row, "site_load_kw"), "rest of the site".to_string()),
        id => (number_of(row, "electric_kw"), id),
    };
    let mut draws: Vec<(Decimal, String)> = then.map(draw).filter(|(kw, _)| !kw.is_zero()).collect();
    draws.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let words: Vec<String> = draws.into_iter().map(|(kw, of)| format!("{of} {} kW", grouped(kw, 2))).collect();
    words.join(", ")
}

pub(super) fn grid(peaks: &[Peak]) -> Grid {
    let rows = peaks.iter().map(|peak| {
        vec![
            Cell::Date(peak.date),
            text(&peak.schedule_id),
            text(&peak.category),
            Cell::Time(peak.at),
            number(peak.billed_kw),
            number(peak.amount),
            text(&peak.currency),
            text(&peak.drawn_by),
        ]
    });
    let columns = [
        ("Day", Day),
        ("Schedule", Text),
        ("Charge", Text),
        ("Peak at", Time),
        ("Billed, kW", Quantity),
        ("Amount", Money),
        ("Currency", Text),
        ("Drawn by", Prose),
    ];
    Grid::new("What set the demand charges", &columns, rows.collect())
}
