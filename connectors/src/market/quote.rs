use udfs::error::Place;
use udfs::model::{Decimal, Instant, Span};
use udfs::{Code, Issue};

use super::unit::Unit;

/// A price for a stretch of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    pub span: Span,
    /// Currency by kWh.
    pub rate: Decimal,
    pub currency: String,
}

impl Quote {
    pub fn new(start: Instant, end: Instant, amount: Decimal, unit: &Unit) -> Result<Self, Issue> {
        let refuse = |message: String, fix: &str| {
            Err(Issue::error(Code::OutOfRange, Place::new("price").key(start.to_rfc3339()), message, fix))
        };
        if end <= start {
            return refuse(format!("it ends at {end}, not after its start"), "ask the source: the interval is none");
        }
        match unit.per_kwh(amount) {
            Some(rate) => Ok(Self { span: Span { start, end }, rate, currency: unit.currency.clone() }),
            None => refuse(format!("{amount} {} by kWh and more", unit.currency), "check the unit of the source"),
        }
    }
}
