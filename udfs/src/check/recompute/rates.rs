use crate::check::view::View;
use crate::model::Decimal;

/// What a kWh costs in a minute of the horizon.
#[derive(Debug, Clone, Copy)]
pub struct MinuteRate<'a> {
    pub category: &'a str,
    pub rate_kwh: Decimal,
    /// A price stands in for the period's rate.
    pub is_price: bool,
}

/// The rate of each minute: the period that covers it on the wall clock, then any price over it. A minute that no period
/// covers, which input checks refuse, costs nothing.
pub fn minute_rates<'a>(view: &View<'a>) -> Vec<MinuteRate<'a>> {
    let tariff = &view.problem.tariff;
    let mut rates: Vec<MinuteRate<'a>> = Vec::with_capacity(view.minutes());
    for local in &view.local {
        let period = tariff.periods.iter().find(|period| {
            period.months.as_ref().is_none_or(|months| months.contains(&local.month().month))
                && local.is_within(tariff, &period.day_type, period.start_time, period.end_time)
        });
        rates.push(match period {
            Some(period) => {
                MinuteRate { category: &period.period_category, rate_kwh: period.energy_rate_kwh, is_price: false }
            }
            None => MinuteRate { category: "", rate_kwh: Decimal::ZERO, is_price: false },
        });
    }
    for price in &tariff.prices {
        for minute in view.clip(price.span) {
            rates[minute] = MinuteRate { rate_kwh: price.energy_rate_kwh, is_price: true, ..rates[minute] };
        }
    }
    rates
}
