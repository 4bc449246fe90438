use std::collections::BTreeSet;

use super::super::{Decimal, Span};

/// A charge on the load at the time of the system's peaks (4CP, 5CP).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoincidentCharge {
    pub name: String,
    /// For a kW in a billed month.
    pub rate_kw: Decimal,
    /// Known peak windows. Where the load does not reach them `past_kw` stands for it.
    pub windows: Vec<Span>,
    pub combine: Combine,
    /// Months, by (year, month), each billed for all windows; `None`: a month with windows is billed for its own.
    pub billed_months: Option<BTreeSet<(i32, u32)>>,
    /// Demand at the windows, measured before the billed load begins.
    pub past_kw: Option<Decimal>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Combine {
    /// Mean of the windows' means (4CP).
    #[default]
    Mean,
    Highest,
}
