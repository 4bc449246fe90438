use std::collections::BTreeSet;

use super::super::Decimal;

/// A charge on the highest reactive power of a billing period, beyond what is free. Billed where the load says its
/// kvar: a meter's may; a plan's does not, and its bill warns of that (HS1413).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReactiveCharge {
    pub name: String,
    pub rate_kvar: Decimal,
    pub months: Option<BTreeSet<u32>>,
    pub window_minutes: u32,
    /// kvar that the same window's kW would draw at this power factor are free; `None`: none are.
    pub free_power_factor: Option<Decimal>,
}
