use super::*;
use crate::billing::{DemandTerms, LoadRow};
use crate::model::{DemandTier, EnergyTier, Problem};
use crate::sample::{Rng, Sample, sample_of_any_tariff};

/// Hourly loads over the sample's horizon.
pub(super) fn hourly(rng: &mut Rng, problem: &Problem) -> Vec<(Span, Decimal)> {
    let span = problem.horizon.span();
    let hours = span.minutes() / 60;
    let at = |hour: i64| span.start + TimeDelta::hours(hour);
    (0..hours).map(|hour| (Span { start: at(hour), end: at(hour + 1) }, rng.decimal(0, 400, 1))).collect()
}

pub(super) fn cost_of(tariff: &Tariff, zone: Tz, load: &[(Span, Decimal)]) -> Cost {
    bill(tariff, zone, load, DemandAllocation::Marginal).map_err(|issues| issues.to_string()).unwrap().cost
}

/// Rates from 0, nothing that a higher load could lower.
fn without_credits(tariff: &mut Tariff) {
    tariff.critical_peaks.iter_mut().for_each(|program| program.energy_adder_kwh = program.energy_adder_kwh.abs());
    tariff.prices.iter_mut().for_each(|price| price.energy_rate_kwh = price.energy_rate_kwh.abs());
    tariff.riders.iter_mut().for_each(|rider| rider.rate = rider.rate.abs());
    // hours of use and falling tiers do lower a bill
    for period in &mut tariff.periods {
        period.energy_tiers.iter_mut().for_each(|tier| tier.unit = crate::model::TierUnit::Kwh);
    }
}

pub(super) fn samples() -> impl Iterator<Item = (Problem, Rng)> {
    (0..60).map(|seed| {
        let Sample { problem, .. } = sample_of_any_tariff(seed);
        (problem, Rng::new(seed + 1000))
    })
}

#[test]
fn a_higher_load_never_costs_less() {
    for (mut problem, mut rng) in samples() {
        without_credits(&mut problem.tariff);
        let load = hourly(&mut rng, &problem);
        let higher: Vec<_> = load.iter().map(|(span, kw)| (*span, *kw + rng.decimal(0, 50, 1))).collect();
        let cost = |load: &[_]| cost_of(&problem.tariff, problem.site.time_zone, load);
        let (less, more) = (cost(&load), cost(&higher));
        assert!(less.objective <= more.objective && less.total <= more.total, "{}", problem.site.site_id);
    }
}

#[test]
fn energy_without_tiers_adds_up_over_meters_and_demand_never_costs_more_together() {
    for (mut problem, mut rng) in samples() {
        problem.tariff.periods.iter_mut().for_each(|period| period.energy_tiers.clear());
        let plain = |charge: &crate::model::DemandCharge| crate::model::DemandCharge {
            months: charge.months.clone(),
            hours: charge.hours.clone(),
            window_minutes: charge.window_minutes,
            ..crate::model::DemandCharge::any_time(&charge.name, charge.rate_kw)
        };
        problem.tariff.demand_charges = problem.tariff.demand_charges.iter().map(plain).collect();
        problem.tariff.month_to_date_peaks.clear();
        let (one, two) = (hourly(&mut rng, &problem), hourly(&mut rng, &problem));
        let both: Vec<_> = one.iter().zip(&two).map(|((span, a), (_, b))| (*span, a + b)).collect();
        let cost = |load: &[_]| cost_of(&problem.tariff, problem.site.time_zone, load);
        let exact = |cost: &Cost| -> Decimal {
            let energy = cost.lines.iter().filter(|line| line.charge == "energy" && line.rate.is_some());
            energy.map(|line| line.quantity * line.rate.unwrap_or_default()).sum()
        };
        let (one, two, both) = (cost(&one), cost(&two), cost(&both));
        assert_eq!((exact(&one) + exact(&two)).round_dp(9), exact(&both).round_dp(9), "{}", problem.site.site_id);
        let cent = Decimal::new(i64::try_from(both.lines.len()).unwrap(), 2);
        assert!(both.demand <= one.demand + two.demand + cent, "{}", problem.site.site_id);
    }
}

#[test]
fn the_order_of_rows_changes_nothing() {
    for (mut problem, mut rng) in samples() {
        let load = hourly(&mut rng, &problem);
        let before = cost_of(&problem.tariff, problem.site.time_zone, &load);
        let reversed: Vec<_> = load.iter().rev().copied().collect();
        problem.tariff.periods.reverse();
        problem.tariff.prices.reverse();
        let after = cost_of(&problem.tariff, problem.site.time_zone, &reversed);
        assert_eq!((before.total, before.lines), (after.total, after.lines), "{}", problem.site.site_id);
    }
}

#[test]
fn finer_rows_of_the_same_load_change_nothing() {
    for (problem, mut rng) in samples() {
        let load = hourly(&mut rng, &problem);
        let halves = |(span, kw): &(Span, Decimal)| {
            let middle = span.start + TimeDelta::minutes(20);
            [(Span { end: middle, ..*span }, *kw), (Span { start: middle, ..*span }, *kw)]
        };
        let finer: Vec<_> = load.iter().flat_map(halves).collect();
        let cost = |load: &[_]| cost_of(&problem.tariff, problem.site.time_zone, load);
        assert_eq!(cost(&load).total, cost(&finer).total, "{}", problem.site.site_id);
    }
}

#[test]
fn lines_add_up_to_the_total() {
    for (problem, mut rng) in samples() {
        let load: Vec<LoadRow> =
            hourly(&mut rng, &problem).into_iter().map(|(span, kw)| LoadRow { span, kw, kvar: Some(kw) }).collect();
        for allocation in [DemandAllocation::Marginal, DemandAllocation::Prorated] {
            let cost = bill(&problem.tariff, problem.site.time_zone, &load, allocation).unwrap().cost;
            assert_eq!(cost.lines.iter().map(|line| line.amount).sum::<Decimal>(), cost.total);
            let parts = cost.energy + cost.demand + cost.coincident + cost.reactive + cost.fixed;
            assert_eq!(parts + cost.fuel + cost.rider + cost.minimum + cost.tax, cost.total);
        }
    }
}

proptest! {
    /// The bill of a month goes through its tiers without a step, in each unit of their limits.
    #[test]
    fn tiers_of_energy_are_continuous(
        unit in prop::sample::select(crate::model::TierUnit::ALL.to_vec()),
        first in 1i64..500,
        second in 1i64..500,
        rates in prop::array::uniform3(0i64..50),
    ) {
        let limits = [Some(first), Some(first + second), None];
        let tier = |(limit, rate): (Option<i64>, i64)| EnergyTier {
            up_to: limit.map(Decimal::from), unit, rate_kwh: rate.into(), adjustment_kwh: Decimal::ZERO };
        let mut tariff = tariff(FLAT);
        tariff.periods[0].energy_tiers = limits.into_iter().zip(rates).map(tier).collect();
        // a day with one high hour, so that hours of use stay below 24
        let bill_of = |kwh: Decimal| {
            let peak = kwh / Decimal::from(2);
            let mut load = load("2026-01-31T00:00:00Z", 60, &[0; 24]);
            load.iter_mut().for_each(|(_, kw)| *kw = peak / Decimal::from(23));
            load[7].1 = peak;
            cost_of(&tariff, Tz::UTC, &load).objective
        };
        let (small, limit) = (Decimal::new(1, 6), Decimal::from(first * 31 * 12));
        for at in [Decimal::from(first), Decimal::from(first + second), Decimal::from(first * 31), limit] {
            let step = bill_of(at + small) - bill_of(at - small);
            prop_assert!(step.abs() <= small * Decimal::from(200), "{step} at {at}");
        }
    }

    #[test]
    fn tiers_of_demand_are_continuous(first in 1i64..500, second in 1i64..500, rates in prop::array::uniform3(0i64..50)) {
        let tier = |up_to_kw: Option<i64>, rate: i64| DemandTier {
            up_to_kw: up_to_kw.map(Decimal::from), rate_kw: rate.into(), adjustment_kw: Decimal::ZERO };
        let limits = [Some(first), Some(first + second), None];
        let tiers = limits.into_iter().zip(rates).map(|(limit, rate)| tier(limit, rate)).collect();
        let terms = DemandTerms { tiers, ..DemandTerms::default() };
        let small = Decimal::new(1, 6);
        for at in [first, first + second] {
            let at = Decimal::from(at);
            let step = terms.price(at + small) - terms.price(at - small);
            prop_assert!(step >= Decimal::ZERO && step <= small * Decimal::from(100));
        }
    }
}
