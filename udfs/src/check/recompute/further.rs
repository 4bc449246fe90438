//! Coincident peaks, riders, minimum charges, tax.

use std::collections::{BTreeMap, BTreeSet};

use super::load::Load;
use super::windows::highest_kw;
use super::{Line, cents};
use crate::check::clock::{Month, minutes_of_day};
use crate::check::view::View;
use crate::model::{BillLine, Combine, Decimal, DemandAllocation, Per, RiderUnit, Span};

fn months(view: &View<'_>) -> BTreeSet<Month> {
    view.local.iter().map(|local| local.month()).collect()
}

fn minutes_in(view: &View<'_>, month: Month) -> i64 {
    view.local.iter().filter(|local| local.month() == month).count() as i64
}

fn prorated(view: &View<'_>, month: Month) -> Decimal {
    match view.problem.demand_allocation {
        DemandAllocation::Marginal => Decimal::ONE,
        DemandAllocation::Prorated => {
            Decimal::from(minutes_in(view, month)) / Decimal::from(month.minutes(view.problem.tariff_zone()))
        }
    }
}

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
        for month in months(view) {
            let windows: Vec<&Span> = match &charge.billed_months {
                Some(billed) if billed.contains(&(month.year, month.month)) => charge.windows.iter().collect(),
                Some(_) => continue,
                None => {
                    let zone = view.problem.tariff_zone();
                    let begins =
                        |window: &&Span| super::super::clock::local_minute(window.start, zone).month() == month;
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
            let exact = billed * charge.rate_kw * prorated(view, month);
            lines.push(line(month, "coincident", &charge.name, billed, charge.rate_kw, exact));
        }
    }
    lines
}

/// Each with the part that a schedule can change. `charges` are the lines for energy, demand, coincident and fixed.
pub fn riders(view: &View<'_>, load: &Load, charges: &[&Line]) -> Vec<(Line, Decimal)> {
    let mut lines = Vec::new();
    for rider in &view.problem.tariff.riders {
        for month in months(view) {
            if rider.months.as_ref().is_some_and(|months| !months.contains(&month.month)) {
                continue;
            }
            let of_month = || charges.iter().filter(|line| line.bill.month == month.text());
            let (quantity, exact, changeable) = match rider.unit {
                RiderUnit::Kwh => {
                    let minutes = (0..view.minutes()).filter(|minute| view.local[*minute].month() == month);
                    let kwh = minutes.map(|minute| load.electric_kw(minute)).sum::<Decimal>() / Decimal::from(60);
                    (kwh, kwh * rider.rate, kwh * rider.rate)
                }
                RiderUnit::Kw => {
                    let kw = highest_kw(view, load, month);
                    let exact = kw * rider.rate * prorated(view, month);
                    (kw, exact, exact)
                }
                RiderUnit::Percent => {
                    let part = |sum: Decimal| sum * rider.rate / Decimal::from(100);
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
    let zone = view.problem.tariff_zone();
    let mut sums: BTreeMap<Month, Decimal> = months(view).into_iter().map(|month| (month, Decimal::ZERO)).collect();
    for charge in charges {
        if let Some((_, sum)) = sums.iter_mut().find(|(month, _)| month.text() == charge.bill.month) {
            *sum += cents(charge.exact);
        }
    }
    let mut lines = Vec::new();
    let all = &view.problem.tariff.minimum_charges;
    for minimum in all.iter().filter(|minimum| minimum.per != Per::Year) {
        for (month, sum) in &mut sums {
            let units = match minimum.per {
                Per::Day => {
                    let mut days: BTreeMap<_, i64> = BTreeMap::new();
                    for local in view.local.iter().filter(|local| local.month() == *month) {
                        *days.entry(local.date).or_default() += 1;
                    }
                    let share =
                        |(date, minutes): (_, i64)| Decimal::from(minutes) / Decimal::from(minutes_of_day(date, zone));
                    days.into_iter().map(share).sum()
                }
                _ => Decimal::from(minutes_in(view, *month)) / Decimal::from(month.minutes(zone)),
            };
            let missing = minimum.amount * units - *sum;
            if missing > Decimal::ZERO {
                *sum += cents(missing);
                lines.push(line(*month, "minimum", &minimum.name, minimum.amount * units, minimum.amount, missing));
            }
        }
    }
    for minimum in all.iter().filter(|minimum| minimum.per == Per::Year) {
        for year in sums.keys().map(|month| month.year).collect::<BTreeSet<i32>>() {
            let of_year: Vec<Month> = sums.keys().copied().filter(|month| month.year == year).collect();
            let part =
                |month: &Month| Decimal::from(minutes_in(view, *month)) / Decimal::from(month.minutes_of_year(zone));
            let least = minimum.amount * of_year.iter().map(part).sum::<Decimal>();
            let missing = least - of_year.iter().map(|month| sums[month]).sum::<Decimal>();
            if let (Some(last), true) = (of_year.last(), missing > Decimal::ZERO) {
                *sums.entry(*last).or_default() += cents(missing);
                lines.push(line(*last, "minimum", &minimum.name, least, minimum.amount, missing));
            }
        }
    }
    lines
}

pub fn taxes(view: &View<'_>, charges: &[&Line]) -> Vec<Line> {
    let mut lines = Vec::new();
    for tax in &view.problem.tariff.taxes {
        for month in months(view) {
            let of_month = charges.iter().filter(|line| line.bill.month == month.text());
            let base: Decimal = of_month.map(|line| cents(line.exact)).sum();
            lines.push(line(month, "tax", &tax.name, base, tax.percent, base * tax.percent / Decimal::from(100)));
        }
    }
    lines
}
