use crate::model::{Decimal, Problem};
use rust_decimal::RoundingStrategy::MidpointAwayFromZero;

/// `E1 from 2026-01-05 22:00`, in the site's time.
pub fn place(problem: &Problem, unit: usize, start: usize) -> String {
    format!("{} from {}", problem.equipment[unit].equipment_id, local(problem, problem.horizon.instant(start)))
}

/// `2026-01-05 22:00`, in the site's time.
pub fn local(problem: &Problem, at: crate::model::Instant) -> String {
    at.with_timezone(&problem.site.time_zone).format("%Y-%m-%d %H:%M").to_string()
}

/// A figure of a message: at most two decimals.
pub fn figure(value: Decimal) -> String {
    value.round_dp_with_strategy(2, MidpointAwayFromZero).normalize().to_string()
}

/// An amount of a message, with the currency.
pub fn money(problem: &Problem, value: Decimal) -> String {
    let mut value = value.round_dp_with_strategy(2, MidpointAwayFromZero);
    value.rescale(2);
    format!("{value} {}", problem.site.currency)
}
