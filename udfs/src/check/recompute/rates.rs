use chrono::Datelike;

use crate::check::view::View;
use crate::model::{Decimal, EnergyTier, PriceMode};

/// What a kWh costs in a minute of the horizon.
#[derive(Debug, Clone, Copy)]
pub struct MinuteRate<'a> {
    pub category: &'a str,
    /// Of the first tier, with a price on top of it.
    pub rate_kwh: Decimal,
    pub tiers: &'a [EnergyTier],
    /// A price stands in for the period's rate.
    pub is_price: bool,
    /// A price on top of the period's rate.
    pub adder_kwh: Option<Decimal>,
}

impl MinuteRate<'_> {
    pub fn period_kwh(&self) -> Decimal {
        self.rate_kwh - self.adder_kwh.unwrap_or_default()
    }
}

/// The rate of each minute: the period that covers it on the wall clock, then any price over it. A minute that no period
/// covers, which input checks refuse, costs nothing.
pub fn minute_rates<'a>(view: &View<'a>) -> Vec<MinuteRate<'a>> {
    let tariff = &view.problem.tariff;
    let mut rates: Vec<MinuteRate<'a>> = Vec::with_capacity(view.minutes());
    for local in &view.local {
        let period = tariff.periods.iter().find(|period| {
            period.months.as_ref().is_none_or(|months| months.contains(&local.date.month()))
                && local.is_within(tariff, &period.day_type, period.start_time, period.end_time)
        });
        let (category, rate_kwh, tiers): (&str, _, &[EnergyTier]) = match period {
            Some(period) => (&period.period_category, period.energy_rate_kwh, &period.energy_tiers),
            None => ("", Decimal::ZERO, &[]),
        };
        rates.push(MinuteRate { category, rate_kwh, tiers, is_price: false, adder_kwh: None });
    }
    for price in &tariff.prices {
        for minute in view.clip(price.span) {
            let (rate, price) = (&mut rates[minute], price.energy_rate_kwh);
            match tariff.price_mode {
                PriceMode::Replace => (rate.rate_kwh, rate.is_price) = (price, true),
                PriceMode::Add => (rate.rate_kwh, rate.adder_kwh) = (rate.rate_kwh + price, Some(price)),
            }
        }
    }
    rates
}
