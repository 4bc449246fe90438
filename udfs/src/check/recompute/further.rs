//! Coincident peaks, riders, minimum charges, tax.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::load::Load;
use super::share::{prorated, units};
use super::windows::highest_kw;
use super::{Line, cents};
use crate::check::clock::{Month, local_minute};
use crate::check::period::Period;
use crate::check::view::View;
use crate::model::{BillLine, Combine, Decimal, Per, RiderUnit, Span};

fn line(month: Month, charge: &str, category: &str, quantity: Decimal, rate: Decimal, exact: Decimal) -> Line {
    let bill = BillLine {
        month: month.text(),
        charge: charge.into(),
        category: category.into(),
        tier: None,
        quantity,
        unit: String::new(),
        rate: Some(rate),
        amount: Decimal::ZERO,
        at: None,
    };
    Line { bill, exact }
}

pub fn coincident(view: &View<'_>, load: &Load) -> Vec<Line> {
    let mean = |window: &Span, past: Option<Decimal>| {
        let minutes = view.clip(*window);
        match minutes.len() {
            0 => past,
            count => Some(minutes.map(|minute| load.electric_kw(minute)).sum::<Decimal>() / Decimal::from(count)),
        }
    };
    let mut lines = Vec::new();
    for charge in &view.problem.tariff.coincident_charges {
        for period in &view.periods {
            let month = period.month;
            let windows: Vec<&Span> = match &charge.billed_months {
                Some(billed) if billed.contains(&(month.year, month.month)) => charge.windows.iter().collect(),
                Some(_) => continue,
                None => {
                    let zone = view.problem.tariff_zone();
                    let begins = |window: &&Span| period.contains(local_minute(window.start, zone).date);
                    charge.windows.iter().filter(begins).collect()
                }
            };
            if charge.billed_months.is_none() && windows.iter().all(|window| view.clip(**window).is_empty()) {
                continue;
            }
            let kw: Vec<Decimal> = windows.into_iter().filter_map(|window| mean(window, charge.past_kw)).collect();
            let Some(highest) = kw.iter().max() else { continue };
            let billed = match charge.combine {
                Combine::Highest => *highest,
                Combine::Mean => kw.iter().sum::<Decimal>() / Decimal::from(kw.len()),
            };
            let exact = billed * charge.rate_kw * prorated(view, period);
            lines.push(line(month, "coincident", &charge.name, billed, charge.rate_kw, exact));
        }
    }
    lines
}

/// Each with the part that a schedule can change. `charges` are the lines for energy, demand, coincident and fixed.
pub fn riders(view: &View<'_>, load: &Load, charges: &[&Line]) -> Vec<(Line, Decimal)> {
    let mut lines = Vec::new();
    for rider in &view.problem.tariff.riders {
        for period in &view.periods {
            let month = period.month;
            let season = rider.months.as_ref().map_or(Decimal::ONE, |months| period.part_in(months));
            if season.is_zero() {
                continue;
            }
            let of_month = || charges.iter().filter(|line| line.bill.month == month.text());
            let (quantity, exact, changeable) = match rider.unit {
                RiderUnit::Kwh => {
                    let counts = |date: NaiveDate| {
                        period.contains(date)
                            && rider.months.as_ref().is_none_or(|months| months.contains(&date.month()))
                    };
                    let minutes = (0..view.minutes()).filter(|minute| counts(view.local[*minute].date));
                    let kwh = minutes.map(|minute| load.electric_kw(minute)).sum::<Decimal>() / Decimal::from(60);
                    (kwh, kwh * rider.rate, kwh * rider.rate)
                }
                RiderUnit::Kw => {
                    let kw = highest_kw(view, load, period);
                    let exact = kw * rider.rate * season * prorated(view, period);
                    (kw, exact, exact)
                }
                RiderUnit::Percent => {
                    let part = |sum: Decimal| sum * rider.rate * season / Decimal::from(100);
                    let base: Decimal = of_month().map(|line| line.exact).sum();
                    let fixed: Decimal =
                        of_month().filter(|line| line.bill.charge == "fixed").map(|line| line.exact).sum();
                    (base, part(base), part(base - fixed))
                }
            };
            lines.push((line(month, "rider", &rider.name, quantity, rider.rate, exact), changeable));
        }
    }
    lines
}

/// What the rounded lines miss to the minimum charges: by day and month first, then by year.
pub fn minimum(view: &View<'_>, charges: &[&Line]) -> Vec<Line> {
    let mut sums: BTreeMap<Month, Decimal> = view.periods.iter().map(|period| (period.month, Decimal::ZERO)).collect();
    for charge in charges {
        if let Some((_, sum)) = sums.iter_mut().find(|(month, _)| month.text() == charge.bill.month) {
            *sum += cents(charge.exact);
        }
    }
    let mut lines = Vec::new();
    let all = &view.problem.tariff.minimum_charges;
    for minimum in all.iter().filter(|minimum| minimum.per != Per::Year) {
        for period in &view.periods {
            let least = minimum.amount * units(view, period, minimum.per);
            let sum = sums.entry(period.month).or_default();
            let missing = least - *sum;
            if missing > Decimal::ZERO {
                *sum += cents(missing);
                lines.push(line(period.month, "minimum", &minimum.name, least, minimum.amount, missing));
            }
        }
    }
    for minimum in all.iter().filter(|minimum| minimum.per == Per::Year) {
        for of_year in view.periods.chunk_by(|a, b| a.month.year == b.month.year) {
            let parts = of_year.iter().map(|period| units(view, period, Per::Year));
            let least = minimum.amount * parts.sum::<Decimal>();
            let missing = least - of_year.iter().map(|period| sums[&period.month]).sum::<Decimal>();
            if let (Some(last), true) = (of_year.last(), missing > Decimal::ZERO) {
                *sums.entry(last.month).or_default() += cents(missing);
                lines.push(line(last.month, "minimum", &minimum.name, least, minimum.amount, missing));
            }
        }
    }
    lines
}

pub fn taxes(view: &View<'_>, charges: &[&Line]) -> Vec<Line> {
    let mut lines = Vec::new();
    for tax in &view.problem.tariff.taxes {
        for Period { month, .. } in view.periods.iter().copied() {
            let of_month = charges.iter().filter(|line| line.bill.month == month.text());
            let base: Decimal = of_month.map(|line| cents(line.exact)).sum();
            lines.push(line(month, "tax", &tax.name, base, tax.percent, base * tax.percent / Decimal::from(100)));
        }
    }
    lines
}
