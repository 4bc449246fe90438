use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;

use super::clock::Clock;
use super::day::{DayKind, date};
use super::hours::contains;
use super::{Calendar, prices};
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Decimal, DemandTier, Instant, Span, Tariff};

/// Everything wrong with a tariff within `span`. A hole or overlap that comes back on every such day is named once per
/// type of day and month, at its first instant.
pub fn check(tariff: &Tariff, zone: Tz, span: Span) -> Issues {
    let mut issues = prices::overlaps(&tariff.prices, &Clock::new(tariff.time_zone.unwrap_or(zone)));
    let without_prices = Tariff { prices: Vec::new(), ..tariff.clone() };
    match Calendar::new(&without_prices, zone) {
        Ok(calendar) => {
            issues.extend(faults(&calendar, span));
            if calendar.clock.covers(span) {
                issues.extend(demand_rates(&calendar, span));
            }
        }
        Err(other) => issues.extend(other),
    }
    issues
}

/// Why an instant has no rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fault {
    OutOfRange,
    NotEffective,
    Hole,
    Overlap,
}

impl Fault {
    pub fn issue(self, calendar: &Calendar, at: Instant) -> Issue {
        let local = wall_clock(&calendar.clock, at);
        let periods = || Place::new("tariff.periods");
        match self {
            Fault::OutOfRange => {
                let fix = "use times from 1970 to 2099";
                Issue::error(Code::OutOfRange, Place::new("tariff"), format!("{at} is outside the calendar"), fix)
            }
            Fault::NotEffective => {
                let message = format!("the tariff is not in effect at {local}");
                let fix = "extend effective_date or expiry_date, or use the tariff of that time";
                Issue::error(Code::TariffNotEffective, Place::new("tariff"), message, fix)
            }
            Fault::Hole => {
                let message = format!("no period covers {local}{}", on_such_days(calendar, at));
                Issue::error(
                    Code::TariffHole,
                    periods(),
                    message,
                    "add a period, or extend one, so that every instant has one rate",
                )
            }
            Fault::Overlap => {
                let rows = covering_rows(calendar, at);
                let names: Vec<String> = rows.iter().map(|row| format!("periods[{row}]")).collect();
                let message = format!("{} all cover {local}{}", names.join(", "), on_such_days(calendar, at));
                let place = rows.get(1).map_or_else(periods, |row| periods().row(*row));
                Issue::error(Code::TariffOverlap, place, message, "shorten or remove all but one of them")
            }
        }
    }
}

/// Every distinct fault of the periods within `span`.
pub(super) fn faults(calendar: &Calendar, span: Span) -> Issues {
    if !calendar.clock.covers(span) {
        return Fault::OutOfRange.issue(calendar, span.start).into();
    }
    let mut issues = calendar.billing_dates.faults(span);
    let mut seen = BTreeSet::new();
    let mut last_not_effective = None;
    for stretch in calendar.walk(span, move |day| calendar.breakpoints(day)) {
        let at = stretch.span.start;
        let Err(fault) = calendar.slot(at.timestamp(), stretch.local) else { continue };
        let is_new = if fault == Fault::NotEffective {
            last_not_effective.replace(stretch.span.end) != Some(at)
        } else {
            let kind = calendar.kind_of(stretch.local.day);
            let until = stretch.local.second_of_day + (stretch.span.end - at).num_seconds();
            seen.insert((fault, kind.month(), kind.day_type(), covering_rows(calendar, at), until))
        };
        if is_new {
            issues.push(fault.issue(calendar, at));
        }
    }
    issues
}

/// A category with two demand rates in one of the calendar months of `span`.
pub(crate) fn demand_rates(calendar: &Calendar, span: Span) -> Issues {
    let mut issues = Issues::default();
    let mut seen = BTreeSet::new();
    for month in calendar.calendar_months(span) {
        if !seen.insert(month) {
            continue;
        }
        let mut rates: BTreeMap<&str, (usize, Decimal, &[DemandTier])> = BTreeMap::new();
        for (row, period) in calendar.periods.iter().enumerate() {
            let in_month = period.months.as_ref().is_none_or(|months| months.contains(&month));
            let Some(rate) = period.demand_rate_kw.filter(|_| in_month) else { continue };
            let tiers = period.demand_tiers.as_slice();
            let (first, known, tiers_known) = *rates.entry(&period.period_category).or_insert((row, rate, tiers));
            if known != rate || tiers_known != tiers {
                let message = format!(
                    "category {} has demand rate {rate} here and {known} in periods[{first}], or other tiers, both in \
                     month {month}",
                    period.period_category,
                );
                let place = Place::new("tariff.periods").row(row).column("demand_rate_kw");
                issues.push(Issue::error(
                    Code::TwoDemandRates,
                    place,
                    message,
                    "give a category one demand rate per month",
                ));
            }
        }
    }
    issues
}

fn covering_rows(calendar: &Calendar, at: Instant) -> Vec<usize> {
    let local = calendar.clock.local(at);
    let kind = calendar.kind_of(local.day);
    let covers = |period: &crate::model::TariffPeriod| {
        kind.matches(&period.day_type, period.months.as_ref())
            && contains(period.start_time, period.end_time, local.minute_of_day())
    };
    calendar.periods.iter().enumerate().filter(|(_, period)| covers(period)).map(|(row, _)| row).collect()
}

fn on_such_days(calendar: &Calendar, at: Instant) -> String {
    let kind: DayKind = calendar.kind_of(calendar.clock.local(at).day);
    format!(" (day type {}, month {})", kind.day_type(), kind.month())
}

/// `2026-01-05 08:30 America/Chicago`.
pub(super) fn wall_clock(clock: &Clock, at: Instant) -> String {
    let local = clock.local(at);
    let minute = local.minute_of_day();
    format!("{} {:02}:{:02} {}", date(local.day), minute / 60, minute % 60, clock.zone())
}
