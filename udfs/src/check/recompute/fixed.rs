use super::Line;
use crate::check::clock::minutes_of_day;
use crate::check::period::Period;
use crate::check::view::View;
use crate::model::{BillLine, Decimal, Per};

/// A line a charge and billing period.
pub fn lines(view: &View<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    for charge in &view.problem.tariff.fixed_charges {
        for period in &view.periods {
            let quantity = units(view, period, charge.per);
            let bill = BillLine {
                month: period.month.text(),
                charge: "fixed".into(),
                category: charge.name.clone(),
                tier: None,
                quantity,
                unit: charge.per.as_str().into(),
                rate: Some(charge.amount),
                amount: Decimal::ZERO,
                at: None,
            };
            lines.push(Line { exact: quantity * charge.amount, bill });
        }
    }
    lines
}

/// The horizon's share of a billing period's local days, of the period, or of its year.
pub fn units(view: &View<'_>, period: &Period, per: Per) -> Decimal {
    let zone = view.problem.tariff_zone();
    let share = |part: i64, whole: i64| Decimal::from(part) / Decimal::from(whole);
    match per {
        Per::Day => {
            let days = view.minutes_by_day(period);
            days.into_iter().map(|(date, minutes)| share(minutes, minutes_of_day(date, zone))).sum()
        }
        Per::Month => share(view.minutes_in(period), period.minutes(zone)),
        Per::Year => share(view.minutes_in(period), period.month.minutes_of_year(zone)),
    }
}
