use chrono::NaiveDate;

use super::Day;
use super::expected::Expected;
use crate::model::Decimal;

/// What a forecast's figures come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Current runs.
    Plan,
    /// First in, first out: orders without a plan.
    Baseline,
    Mixed,
    /// No figures.
    Nothing,
}

impl Basis {
    pub fn as_str(self) -> &'static str {
        match self {
            Basis::Plan => "plan",
            Basis::Baseline => "baseline",
            Basis::Mixed => "plan and baseline",
            Basis::Nothing => "none",
        }
    }
}

/// A day of a forecast; figures that nothing is known of are `None`.
#[derive(Debug)]
pub struct ForecastDay {
    pub date: NaiveDate,
    pub basis: Basis,
    pub schedules: usize,
    pub cost: Option<Decimal>,
    pub baseline_cost: Option<Decimal>,
    pub violations: Option<Decimal>,
    pub peak_kw: Option<Decimal>,
    pub utilization_percent: Option<Decimal>,
    pub notes: Vec<String>,
}

/// The day of these schedules. `refused` are those of the day that have no figures, and why.
pub(super) fn of_day(day: &Day, all: &[Expected], refused: &[String], capacity_kw: Decimal) -> ForecastDay {
    let own: Vec<&Expected> = all.iter().filter(|expected| expected.date == day.date).collect();
    let loads: Vec<_> = all.iter().flat_map(|e| &e.load).filter(|load| load.span.overlaps(&day.span)).collect();
    let sum = |value: fn(&Expected) -> Decimal| {
        (!own.is_empty()).then(|| own.iter().map(|expected| value(expected)).sum::<Decimal>())
    };
    let heat: Decimal = loads.iter().map(|load| load.heat_kwh(&day.span)).sum();
    let possible = capacity_kw * Decimal::from(day.span.minutes()) / Decimal::from(60);
    let utilization = (heat * Decimal::ONE_HUNDRED).checked_div(possible).filter(|_| !loads.is_empty());
    ForecastDay {
        date: day.date,
        basis: basis(&own),
        schedules: own.len() + refused.len(),
        cost: sum(|expected| expected.cost),
        baseline_cost: sum(|expected| expected.baseline_cost),
        violations: sum(|expected| expected.violations),
        peak_kw: loads.iter().map(|load| load.electric_kw).max(),
        utilization_percent: utilization,
        notes: notes(day, all, &own, refused),
    }
}

fn basis(own: &[&Expected]) -> Basis {
    let has = |basis| own.iter().any(|expected| expected.basis == basis);
    match (has(Basis::Plan), has(Basis::Baseline)) {
        (true, true) => Basis::Mixed,
        (true, false) => Basis::Plan,
        (false, true) => Basis::Baseline,
        (false, false) => Basis::Nothing,
    }
}

fn notes(day: &Day, all: &[Expected], own: &[&Expected], refused: &[String]) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    let ids =
        |of: Vec<&Expected>| of.iter().map(|expected| expected.schedule_id.as_str()).collect::<Vec<_>>().join(", ");
    let unplanned: Vec<&Expected> = own.iter().copied().filter(|expected| expected.basis == Basis::Baseline).collect();
    if !unplanned.is_empty() {
        notes.push(format!("no plan yet for {}: first in, first out", ids(unplanned)));
    }
    let touches = |expected: &&Expected| expected.load.iter().any(|load| load.span.overlaps(&day.span));
    let elsewhere: Vec<&Expected> = all.iter().filter(|expected| expected.date != day.date).filter(touches).collect();
    if !elsewhere.is_empty() {
        notes.push(format!("has a part of {}, whose cost is on the day it starts", ids(elsewhere)));
    }
    notes.extend(refused.iter().cloned());
    if own.is_empty() && notes.is_empty() {
        notes.push("no schedule".to_string());
    }
    notes
}
