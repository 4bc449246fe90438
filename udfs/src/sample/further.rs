use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::Rng;
use crate::model::{
    CoincidentCharge, Combine, Contract, CriticalPeak, Decimal, DemandBasis, DemandCharge, DemandTier, EnergyTier,
    Horizon, Lookback, MinimumCharge, Per, PriceMode, Ratchet, Rider, RiderUnit, Span, Tariff, Tax, TierUnit,
};

/// Draws what few tariffs have, each part of it in some tariffs only.
pub fn draw(rng: &mut Rng, horizon: &Horizon, tariff: &mut Tariff) {
    tiers_of_energy(rng, tariff);
    tariff.time_zone = rng.chance(30).then(|| *rng.pick(&super::ZONES));
    for charge in &mut tariff.demand_charges {
        terms(rng, horizon, charge);
    }
    if rng.chance(50) {
        tariff.price_mode = PriceMode::Add;
    }
    for number in 0..rng.between(0, 2) {
        tariff.coincident_charges.push(coincident(rng, horizon, number));
    }
    if rng.chance(50) {
        tariff.critical_peaks.push(CriticalPeak {
            name: "called".into(),
            events: vec![window(rng, horizon)],
            energy_adder_kwh: rng.decimal(-1, 1, 2),
            demand_rate_kw: rng.chance(50).then(|| rng.decimal(1, 9, 2)),
            window_minutes: *rng.pick(&[15, 30, 60]),
        });
    }
    for (name, unit) in [("by energy", RiderUnit::Kwh), ("by demand", RiderUnit::Kw), ("by bill", RiderUnit::Percent)] {
        if rng.chance(40) {
            let months = rng.chance(30).then(|| [1, 3, 6, 12].into_iter().collect());
            tariff.riders.push(Rider { name: name.into(), rate: rng.decimal(-2, 8, 2), unit, months });
        }
    }
    for (name, per) in [("of the day", Per::Day), ("of the month", Per::Month), ("of the year", Per::Year)] {
        if rng.chance(30) {
            tariff.minimum_charges.push(MinimumCharge { name: name.into(), amount: rng.decimal(0, 90_000, 2), per });
        }
    }
    for name in ["city", "state"] {
        if rng.chance(40) {
            tariff.taxes.push(Tax { name: name.into(), percent: rng.decimal(0, 25, 2) });
        }
    }
    if rng.chance(40) {
        tariff.billing_dates = billing_dates(rng, horizon);
    }
}

/// Billing periods of 31 days for more than a year, one of which may begin within the horizon.
fn billing_dates(rng: &mut Rng, horizon: &Horizon) -> BTreeSet<NaiveDate> {
    let second = horizon.start.date_naive() + TimeDelta::days(rng.between(-20, 3));
    (-1..=13).map(|periods| second + TimeDelta::days(31 * periods)).collect()
}

fn tiers_of_energy(rng: &mut Rng, tariff: &mut Tariff) {
    for period in &mut tariff.periods {
        if rng.chance(60) {
            continue;
        }
        let unit = *rng.pick(&TierUnit::ALL);
        let mut limits = vec![rng.decimal(1, 100, 1)];
        if rng.chance(50) {
            limits.push(limits[0] + rng.decimal(1, 900, 1));
        }
        let limits = limits.into_iter().map(Some).chain([None]);
        period.energy_tiers = limits
            .map(|up_to| EnergyTier {
                up_to,
                unit,
                rate_kwh: rng.decimal(0, 1, 4),
                adjustment_kwh: rng.decimal(0, 1, 4),
            })
            .collect();
        period.energy_rate_kwh = period.energy_tiers[0].price();
    }
}

fn terms(rng: &mut Rng, horizon: &Horizon, charge: &mut DemandCharge) {
    charge.per = *rng.pick(&[Per::Month, Per::Month, Per::Day, Per::Year]);
    charge.window_minutes = *rng.pick(&[15, 30, 60, DemandCharge::DAY_WINDOW_MINUTES]);
    if rng.chance(30) {
        charge.minimum_kw = rng.decimal(0, 300, 1);
    }
    if rng.chance(40) {
        let limits = [Some(rng.decimal(1, 90, 0)), Some(rng.decimal(100, 300, 0)), None];
        let tier = |up_to_kw| DemandTier { up_to_kw, rate_kw: rng.decimal(1, 15, 2), adjustment_kw: Decimal::ONE };
        charge.tiers = limits.into_iter().map(tier).collect();
        charge.rate_kw = charge.tiers[0].price();
    }
    if rng.chance(40) {
        charge.past_peaks = past_peaks(rng, horizon);
    }
    if rng.chance(50) {
        let looks_at = if rng.chance(50) {
            Lookback::Preceding(u32::try_from(rng.between(1, 12)).unwrap_or(1))
        } else {
            Lookback::Months([1, 6, 7, 8, 12].into_iter().collect())
        };
        let mut percent = [Decimal::ZERO; 12];
        percent.fill_with(|| rng.decimal(20, 100, 0));
        charge.ratchet = Some(Ratchet { percent, looks_at });
    }
    if rng.chance(30) {
        charge.basis = DemandBasis::MeanOfPeaks { months: u32::try_from(rng.between(2, 12)).unwrap_or(2) };
    }
    if rng.chance(30) {
        charge.contract = Some(Contract {
            contracted_kw: rng.decimal(10, 400, 0),
            lower_percent: Decimal::from(85),
            upper_percent: Decimal::from(105),
            excess_factor: rng.decimal(0, 3, 1),
        });
    }
}

/// Of the year before the horizon, some months missing.
fn past_peaks(rng: &mut Rng, horizon: &Horizon) -> BTreeMap<(i32, u32), Decimal> {
    let year = horizon.start.year() - 1;
    let mut peaks = BTreeMap::new();
    for month in 1..=12 {
        if rng.chance(80) {
            peaks.insert((year, month), rng.decimal(0, 500, 1));
        }
    }
    peaks
}

fn coincident(rng: &mut Rng, horizon: &Horizon, number: i64) -> CoincidentCharge {
    let mut windows = vec![window(rng, horizon)];
    if rng.chance(50) {
        // before the load begins
        let end = horizon.start - TimeDelta::hours(rng.between(1, 48));
        windows.push(Span { start: end - TimeDelta::hours(1), end });
    }
    let months = [horizon.start, horizon.end].map(|at| (at.year(), at.month()));
    CoincidentCharge {
        name: format!("system peak {number}"),
        rate_kw: rng.decimal(1, 20, 2),
        windows,
        combine: *rng.pick(&[Combine::Mean, Combine::Highest]),
        billed_months: rng.chance(50).then(|| months.into_iter().collect()),
        past_kw: rng.chance(50).then(|| rng.decimal(0, 300, 1)),
    }
}

fn window(rng: &mut Rng, horizon: &Horizon) -> Span {
    let start = horizon.start + TimeDelta::minutes(rng.between(0, 600));
    Span { start, end: start + TimeDelta::minutes(rng.between(1, 240)) }
}
