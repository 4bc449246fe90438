use std::collections::BTreeMap;

use super::Line;
use crate::check::clock::{Month, minutes_of_day};
use crate::check::view::View;
use crate::model::{BillLine, Decimal, Per};

/// A line a charge and billing month: the horizon's share of the local days, month or year.
pub fn lines(view: &View<'_>) -> Vec<Line> {
    let (mut months, mut days): (BTreeMap<Month, i64>, BTreeMap<_, i64>) = (BTreeMap::new(), BTreeMap::new());
    for local in &view.local {
        *months.entry(local.month()).or_default() += 1;
        *days.entry((local.month(), local.date)).or_default() += 1;
    }
    let zone = view.problem.tariff_zone();
    let share = |part: i64, whole: i64| Decimal::from(part) / Decimal::from(whole);
    let mut lines = Vec::new();
    for charge in &view.problem.tariff.fixed_charges {
        for (month, minutes) in &months {
            let quantity = match charge.per {
                Per::Day => {
                    let of_month = days.iter().filter(|((of, _), _)| of == month);
                    of_month.map(|((_, date), minutes)| share(*minutes, minutes_of_day(*date, zone))).sum()
                }
                Per::Month => share(*minutes, month.minutes(zone)),
                Per::Year => share(*minutes, month.minutes_of_year(zone)),
            };
            let bill = BillLine {
                month: month.text(),
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
