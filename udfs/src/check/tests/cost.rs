use std::collections::BTreeSet;

use super::plant;
use crate::check::recompute;
use crate::model::{Decimal, FixedCharge, Per};

#[test]
fn the_cost_is_what_pencil_and_paper_say() {
    let (problem, schedule) = plant();
    let found = recompute(&problem, &schedule);
    let text = |value: Decimal| value.normalize().to_string();
    // E1: 5 kWh start-up, 1 h at 50 kW and 1 h at 75 kW, 1 kWh stop = 131 kWh; E2: 60 kWh before and 40 kWh after noon
    assert_eq!(text(found.energy), "27.1");
    // any time: 75 kW over 50 kW at 2, the start-up and the stop stay below; high: 60 kW at 10
    assert_eq!(text(found.demand), text(Decimal::from(25 * 2 + 60 * 10)));
    // 30 kWh of heat at half efficiency
    assert_eq!(text(found.fuel), "1.8");
    // half a day
    assert_eq!(text(found.fixed), "3.5");
    assert_eq!(text(found.total), "682.4");
    assert_eq!(text(found.objective), "678.9");
    assert_eq!(found.lines.iter().map(|line| line.amount).sum::<Decimal>(), found.total);
    assert_eq!(found.jobs[1].energy_cost.round_dp(9), Decimal::from(14));
}

#[test]
fn billing_dates_make_the_months() {
    let (mut problem, schedule) = plant();
    // 28 days named January: 12 of December, 16 of January
    let dates = ["2025-12-20", "2026-01-17"];
    problem.tariff.billing_dates = dates.iter().map(|date| date.parse().expect("a date")).collect();
    let any_time = &mut problem.tariff.demand_charges[0];
    (any_time.rate_kw, any_time.months) = (Decimal::from(7), Some(BTreeSet::from([1])));
    let monthly = FixedCharge { name: "monthly".into(), amount: Decimal::from(28), per: Per::Month };
    problem.tariff.fixed_charges.push(monthly);
    let found = recompute(&problem, &schedule);
    // any time: 25 kW at 7 on 16 of 28 days = 100; high: 60 kW at 10 on all of them
    assert_eq!(found.demand, Decimal::from(700));
    // half a day at 7, and half of one of 28 days at 28
    assert_eq!(found.fixed, Decimal::from(4));
    assert!(found.lines.iter().all(|line| line.month == "2026-01"), "{:#?}", found.lines);
}
