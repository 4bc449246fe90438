use super::Calendar;
use super::check::Fault;
use super::clock::LocalMoment;
use super::day::DayKind;
use super::minutes::Slot;
use crate::error::Issue;
use crate::model::{DayType, Decimal, Instant, PriceMode};

/// What the tariff says at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate<'a> {
    pub period_category: &'a str,
    /// The period's (of its first tier), or that of the price that covers the instant, or both added.
    pub energy_rate_kwh: Decimal,
    pub demand_rate_kw: Option<Decimal>,
    /// `Weekday`, `Weekend` or `Holiday`.
    pub day_type: DayType,
    /// Index of the period in the tariff.
    pub period: usize,
    /// Whether a price covers the instant.
    pub is_price: bool,
    /// On top of the period's rate.
    pub adder_kwh: Option<Decimal>,
}

impl Calendar {
    pub fn at(&self, at: Instant) -> Result<Rate<'_>, Issue> {
        let utc = at.timestamp();
        let local = self.clock.local_second(utc);
        match self.slot(utc, local) {
            Ok((kind, period)) => Ok(self.rate(kind, usize::from(period), utc)),
            Err(fault) => Err(fault.issue(self, at)),
        }
    }

    /// Index of the period at `utc_micros` (microseconds since 1970, UTC); `None` where [`Calendar::at`] is an error.
    ///
    /// For columns: no allocation, no time zone lookup, the same few array reads for every instant.
    #[inline]
    pub fn period_index(&self, utc_micros: i64) -> Option<usize> {
        let utc = utc_micros.div_euclid(1_000_000);
        self.slot(utc, self.clock.local_second(utc)).ok().map(|(_, period)| usize::from(period))
    }

    /// Index of the price that covers `utc_micros` and replaces the period's energy rate.
    #[inline]
    pub fn price_index(&self, utc_micros: i64) -> Option<usize> {
        self.prices.index(utc_micros.div_euclid(1_000_000))
    }

    #[inline]
    pub(super) fn slot(&self, utc: i64, local: LocalMoment) -> Result<(DayKind, u16), Fault> {
        if !self.clock.covers_second(utc) {
            return Err(Fault::OutOfRange);
        }
        let kind = self.days.kind(local.day).ok_or(Fault::NotEffective)?;
        match self.minutes.slot(kind, local.minute_of_day()) {
            Slot::Period(period) => Ok((kind, period)),
            Slot::Hole => Err(Fault::Hole),
            Slot::Overlap => Err(Fault::Overlap),
        }
    }

    pub(super) fn rate(&self, kind: DayKind, period: usize, utc: i64) -> Rate<'_> {
        let row = &self.periods[period];
        let price = self.prices.at(utc).0.map(|price| price.energy_rate_kwh);
        let adder_kwh = price.filter(|_| self.price_mode == PriceMode::Add);
        Rate {
            period_category: &row.period_category,
            energy_rate_kwh: match (adder_kwh, price) {
                (Some(adder), _) => row.energy_rate_kwh + adder,
                (None, Some(price)) => price,
                (None, None) => row.energy_rate_kwh,
            },
            demand_rate_kw: row.demand_rate_kw,
            day_type: kind.day_type(),
            period,
            is_price: price.is_some(),
            adder_kwh,
        }
    }
}
