use std::collections::BTreeMap;

use super::Line;
use super::load::{Load, is_metered};
use crate::check::view::View;
use crate::model::{BillLine, Decimal};

/// A line a month, fuel and rate.
pub fn lines(view: &View<'_>, load: &Load) -> Vec<Line> {
    let mut sums: BTreeMap<_, Decimal> = BTreeMap::new();
    for (equipment, drawn) in view.problem.equipment.iter().zip(&load.input).filter(|(e, _)| !is_metered(e)) {
        let rate = equipment.fuel_rate_per_kwh.unwrap_or_default();
        for minute in 0..view.minutes() {
            let kw = load.mean(drawn[minute / load.step()]);
            *sums.entry((view.month(minute), equipment.fuel_type.as_str(), rate)).or_default() += kw;
        }
    }
    let lines = sums.into_iter().map(|((month, fuel, rate), kw_minutes)| {
        let kwh = kw_minutes / Decimal::from(60);
        let bill = BillLine {
            month: month.text(),
            charge: "fuel".into(),
            category: fuel.into(),
            tier: None,
            quantity: kwh,
            unit: "kWh".into(),
            rate: Some(rate),
            amount: Decimal::ZERO,
            at: None,
        };
        Line { exact: kwh * rate, bill }
    });
    lines.collect()
}
