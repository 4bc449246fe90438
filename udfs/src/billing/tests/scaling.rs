use super::properties::{cost_of, hourly, samples};
use super::*;
use crate::model::{DemandTier, RiderUnit, TierUnit};

/// The tariff for a load that is counted in units of `1 / times` kW and kWh.
fn in_units(mut tariff: Tariff, times: Decimal) -> Tariff {
    let more = |value: &mut Decimal| *value *= times;
    let less = |value: &mut Decimal| *value /= times;
    let tiers = |tiers: &mut Vec<DemandTier>| {
        for tier in tiers {
            tier.up_to_kw.iter_mut().for_each(more);
            less(&mut tier.rate_kw);
            less(&mut tier.adjustment_kw);
        }
    };
    for period in &mut tariff.periods {
        less(&mut period.energy_rate_kwh);
        period.demand_rate_kw.iter_mut().for_each(less);
        tiers(&mut period.demand_tiers);
        for tier in &mut period.energy_tiers {
            less(&mut tier.rate_kwh);
            less(&mut tier.adjustment_kwh);
            // hours of use have no kW in them
            if matches!(tier.unit, TierUnit::Kwh | TierUnit::KwhDaily) {
                tier.up_to.iter_mut().for_each(more);
            }
        }
    }
    for charge in &mut tariff.demand_charges {
        less(&mut charge.rate_kw);
        tiers(&mut charge.tiers);
        more(&mut charge.minimum_kw);
        more(&mut charge.month_to_date_peak_kw);
        charge.past_peaks.values_mut().for_each(more);
        charge.contract.iter_mut().for_each(|contract| more(&mut contract.contracted_kw));
    }
    tariff.month_to_date_peaks.values_mut().for_each(more);
    tariff.prices.iter_mut().for_each(|price| less(&mut price.energy_rate_kwh));
    for program in &mut tariff.critical_peaks {
        less(&mut program.energy_adder_kwh);
        program.demand_rate_kw.iter_mut().for_each(less);
    }
    for charge in &mut tariff.coincident_charges {
        less(&mut charge.rate_kw);
        charge.past_kw.iter_mut().for_each(more);
    }
    let by_quantity = tariff.riders.iter_mut().filter(|rider| rider.unit != RiderUnit::Percent);
    by_quantity.for_each(|rider| less(&mut rider.rate));
    tariff
}

#[test]
fn the_unit_of_power_changes_nothing() {
    for times in [Decimal::TEN, Decimal::ONE_THOUSAND] {
        for (problem, mut rng) in samples() {
            let zone = problem.site.time_zone;
            let load = hourly(&mut rng, &problem);
            let scaled: Vec<_> = load.iter().map(|(span, kw)| (*span, *kw * times)).collect();
            // lines by tiers stand in the order of their limits, which changes where some count hours of use
            let amounts = |cost: Cost| {
                let mut amounts: Vec<Decimal> = cost.lines.into_iter().map(|line| line.amount).collect();
                amounts.sort();
                amounts
            };
            let expected = cost_of(&problem.tariff, zone, &load);
            let found = cost_of(&in_units(problem.tariff.clone(), times), zone, &scaled);
            assert_eq!(expected.total, found.total, "{}", problem.site.site_id);
            assert_eq!(amounts(expected), amounts(found), "{}", problem.site.site_id);
        }
    }
}
