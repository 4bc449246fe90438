use chrono_tz::Tz;

use super::{Decimal, Span};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    pub site_id: String,
    /// Tariff, holiday, shift and "per day" rules apply in this zone's wall time.
    pub time_zone: Tz,
    pub currency: String,
    /// No metering window may exceed it.
    pub demand_limit_kw: Option<Decimal>,
}

/// Electric load of the site that is not scheduled here. Where none is given it is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SiteLoad {
    pub span: Span,
    pub kw: Decimal,
}

/// `crew` people who can attend jobs. Overlapping shifts add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shift {
    pub span: Span,
    pub crew: u32,
}
