use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, TimeDelta};

use super::Rng;
use crate::model::{
    ChargeHours, DayType, Decimal, DemandCharge, FixedCharge, Horizon, LocalTime, Per, Price, Span, Tariff,
    TariffPeriod,
};

const CATEGORIES: [&str; 4] = ["off-peak", "mid-peak", "on-peak", "critical"];

/// A tariff that gives every instant exactly one rate.
pub fn draw(rng: &mut Rng, horizon: &Horizon) -> Tariff {
    let has_demand = rng.chance(70);
    let summer: BTreeSet<u32> = (4..=9).collect();
    let winter: BTreeSet<u32> = (1..=12).filter(|month| !summer.contains(month)).collect();
    let seasons = if rng.chance(50) { vec![None] } else { vec![Some(summer), Some(winter)] };
    let mut periods = Vec::new();
    for months in seasons {
        let demand: Vec<Option<Decimal>> =
            CATEGORIES.iter().map(|_| (has_demand && rng.chance(80)).then(|| rng.decimal(2, 22, 2))).collect();
        for day_type in [DayType::Weekday, DayType::Weekend, DayType::Holiday] {
            periods.extend(day(rng, &day_type, months.as_ref(), &demand));
        }
    }
    let count = rng.between(0, 2);
    let demand_charges = (0..count).map(|i| demand_charge(rng, i)).collect();
    let per = [("daily", Per::Day), ("customer", Per::Month), ("grid", Per::Year)];
    let fixed_charges = per.into_iter().filter(|_| rng.chance(60)).collect::<Vec<_>>();
    let mut month_to_date_peaks = BTreeMap::new();
    for category in CATEGORIES {
        if rng.chance(40) {
            month_to_date_peaks.insert(category.to_string(), rng.decimal(0, 300, 1));
        }
    }
    let holidays = [(2026, 12, 25), (2026, 1, 1), (2027, 1, 1), (2026, 6, 10)];
    Tariff {
        tariff_id: "sample".into(),
        tariff_name: "Sample".into(),
        utility_provider: "Example".into(),
        rate_schedule_code: "S".into(),
        holidays: holidays.into_iter().filter_map(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d)).collect(),
        periods,
        demand_charges,
        fixed_charges: fixed_charges
            .into_iter()
            .map(|(name, per)| FixedCharge { name: name.into(), amount: rng.decimal(1, 400, 2), per })
            .collect(),
        prices: if rng.chance(40) { prices(rng, horizon) } else { Vec::new() },
        month_to_date_peaks,
        ..Tariff::default()
    }
}

/// The day cut at random times, the night wrapping over midnight.
fn day(
    rng: &mut Rng,
    day_type: &DayType,
    months: Option<&BTreeSet<u32>>,
    demand: &[Option<Decimal>],
) -> Vec<TariffPeriod> {
    let mut period = |start_time, end_time, category: usize| TariffPeriod {
        day_type: day_type.clone(),
        months: months.cloned(),
        start_time,
        end_time,
        period_category: CATEGORIES[category].into(),
        energy_rate_kwh: rng.decimal(0, 1, 4),
        energy_tiers: Vec::new(),
        demand_rate_kw: demand[category],
        demand_tiers: Vec::new(),
    };
    let at = |minute: i64| LocalTime::from_minute(u16::try_from(minute).unwrap_or(0)).unwrap_or(LocalTime::MIDNIGHT);
    if *day_type != DayType::Weekday {
        return vec![period(LocalTime::MIDNIGHT, LocalTime::END_OF_DAY, 0)];
    }
    let (morning, noon, evening) = (at(5 * 60 + 20), at(10 * 60 + 30), at(17 * 60 + 10));
    let night = at(21 * 60 + 45);
    vec![
        period(night, morning, 0),
        period(morning, noon, 1),
        period(noon, at(13 * 60 + 7), 2),
        period(at(13 * 60 + 7), evening, 3),
        period(evening, night, 1),
    ]
}

fn demand_charge(rng: &mut Rng, index: i64) -> DemandCharge {
    let hours = |start: &str, end: &str, day_type| ChargeHours {
        day_type,
        months: None,
        start_time: start.parse().unwrap_or(LocalTime::MIDNIGHT),
        end_time: end.parse().unwrap_or(LocalTime::END_OF_DAY),
    };
    let all = [
        None,
        Some(vec![hours("07:40", "19:20", DayType::Weekday)]),
        Some(vec![hours("22:00", "06:00", DayType::All), hours("00:00", "24:00", DayType::Holiday)]),
        Some(vec![hours("08:00", "12:00", DayType::Days([true, false, true, false, true, true, true]))]),
    ];
    // the order in which the generator is asked makes the problem
    let rate_kw = rng.decimal(1, 15, 2);
    DemandCharge {
        months: rng.chance(20).then(|| [1, 3, 6, 11, 12].into_iter().collect()),
        hours: rng.pick(&all).clone(),
        window_minutes: *rng.pick(&[15, 30, 60]),
        month_to_date_peak_kw: if rng.chance(50) { rng.decimal(0, 250, 1) } else { Decimal::ZERO },
        ..DemandCharge::any_time(format!("charge {index}"), rate_kw)
    }
}

/// Prices over a part of the horizon, some below zero.
fn prices(rng: &mut Rng, horizon: &Horizon) -> Vec<Price> {
    let step = TimeDelta::minutes(*rng.pick(&[5, 15, 30, 60]));
    let mut start = horizon.start + TimeDelta::hours(rng.between(0, 8));
    let count = rng.between(1, 24);
    let mut prices = Vec::new();
    for _ in 0..count {
        let span = Span { start, end: start + step };
        prices.push(Price { span, energy_rate_kwh: rng.decimal(-1, 1, 4) });
        start = span.end;
    }
    prices
}
