use std::collections::BTreeMap;

use super::Line;
use super::load::Load;
use super::rates::MinuteRate;
use crate::check::view::View;
use crate::model::{BillLine, Decimal};

/// A line a month, category and rate; the minutes at a price have one line together.
pub fn lines(view: &View<'_>, load: &Load, rates: &[MinuteRate<'_>]) -> Vec<Line> {
    let mut sums: BTreeMap<_, (Decimal, Decimal)> = BTreeMap::new();
    for (minute, rate) in rates.iter().enumerate() {
        let kw = load.electric_kw(minute);
        let key = (view.local[minute].month(), rate.category, (!rate.is_price).then_some(rate.rate_kwh));
        let (kw_minutes, cost) = sums.entry(key).or_default();
        *kw_minutes += kw;
        *cost += kw * rate.rate_kwh;
    }
    let sixty = Decimal::from(60);
    let lines = sums.into_iter().map(|((month, category, rate), (kw_minutes, cost))| Line {
        exact: cost / sixty,
        bill: BillLine {
            month: month.text(),
            charge: "energy".into(),
            category: category.into(),
            tier: None,
            quantity: kw_minutes / sixty,
            unit: "kWh".into(),
            rate,
            amount: Decimal::ZERO,
            at: None,
        },
    });
    lines.collect()
}
