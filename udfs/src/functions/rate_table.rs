use std::sync::Arc;

use chrono::DateTime;

use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Decimal, PriceMode};
use crate::tariff::Calendar;

/// A tariff's calendar with its rates as columns hold them.
#[derive(Debug)]
pub struct RateTable {
    calendar: Calendar,
    /// In units of 1e-8, by period and by price.
    period_rates: Vec<i128>,
    price_rates: Vec<i128>,
    categories: Vec<Arc<str>>,
}

impl RateTable {
    const SCALE: u32 = 8;

    pub fn new(calendar: Calendar) -> Result<Self, Issues> {
        let period_rates =
            calendar.periods().iter().map(|period| scaled(period.energy_rate_kwh)).collect::<Result<_, _>>()?;
        let price_rates =
            calendar.prices().iter().map(|price| scaled(price.energy_rate_kwh)).collect::<Result<_, _>>()?;
        let categories = calendar.periods().iter().map(|period| period.period_category.as_str().into()).collect();
        Ok(Self { calendar, period_rates, price_rates, categories })
    }

    /// Energy rate in units of 1e-8.
    #[inline]
    pub fn rate(&self, micros: i64) -> Result<i128, Issues> {
        let period = self.period(micros)?;
        let rate = self.period_rates[period];
        Ok(match self.calendar.price_index(micros) {
            None => rate,
            Some(price) if self.calendar.price_mode() == PriceMode::Add => rate + self.price_rates[price],
            Some(price) => self.price_rates[price],
        })
    }

    #[inline]
    pub fn category(&self, micros: i64) -> Result<&Arc<str>, Issues> {
        Ok(&self.categories[self.period(micros)?])
    }

    #[inline]
    fn period(&self, micros: i64) -> Result<usize, Issues> {
        self.calendar.period_index(micros).ok_or_else(|| self.fault(micros))
    }

    #[cold]
    fn fault(&self, micros: i64) -> Issues {
        let message = format!("{micros} microseconds since 1970 are out of range");
        let out_of_range =
            || Issue::error(Code::OutOfRange, Place::new("at"), message, "give a time from 1970 to 2099");
        DateTime::from_timestamp_micros(micros)
            .and_then(|at| self.calendar.at(at).err())
            .unwrap_or_else(out_of_range)
            .into()
    }
}

fn scaled(rate: Decimal) -> Result<i128, Issues> {
    let mut scaled = rate;
    scaled.rescale(RateTable::SCALE);
    let exact = scaled == rate && scaled.scale() == RateTable::SCALE;
    let message = format!("rate {rate} has more than 8 decimal places");
    let place = Place::new("tariff_periods").column("energy_rate_kwh");
    exact
        .then(|| scaled.mantissa())
        .ok_or_else(|| Issue::error(Code::OutOfRange, place, message, "round it to 8 decimal places").into())
}
