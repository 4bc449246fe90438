//! Bills for reference tariffs by an independent calculator.

use std::collections::BTreeMap;

use super::support::{cost, data, instant, reference, steps, tariff};
use crate::billing::{Parts, by_month};
use crate::model::{Cost, Decimal, Per, Tariff};
use crate::row::{Cell, Row, cell_from_json};

const HOURS: usize = 8760;

#[test]
fn reference_bills_agree_to_the_cent() {
    let Some(folder) = data() else { return };
    let text = std::fs::read_to_string(format!("{folder}/gold/gold_bills.json")).expect("the bills");
    let Ok(Cell::Row(Row(bills))) = cell_from_json(&text) else { panic!("an object of bills") };
    let tariffs: BTreeMap<String, String> = reference().into_iter().collect();
    assert!(!bills.is_empty());
    let mut wrong = Vec::new();
    for (key, expected) in &bills {
        let (name, minutes) = key.split_once('@').expect("NAME@STEPmin");
        let per_hour = if minutes == "15min" { 4 } else { 1 };
        let tariff = tariff(tariffs.get(name).unwrap_or_else(|| panic!("no tariff {name}")));
        let load = steps(
            instant("2018-01-01T00:00:00Z"),
            60 / per_hour,
            HOURS * usize::try_from(per_hour).unwrap_or(1),
            |step| kw(step, per_hour),
        );
        let cost = cost(&tariff, &load).unwrap_or_else(|issues| panic!("{key}: {issues}"));
        wrong.extend(compare(&tariff, &cost, expected).into_iter().map(|fault| format!("{key} {fault}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The load of the reference bills; its rule is a sine, so it is rounded far below a cent.
fn kw(step: usize, per_hour: i64) -> Decimal {
    let step = u32::try_from(step).expect("a step");
    let hour = (f64::from(step) / per_hour as f64) % 24.0;
    let noise = f64::from((7919 * u64::from(step) % 1000) as u32);
    let kw = 500.0 + 300.0 * (2.0 * std::f64::consts::PI * (hour - 6.0) / 24.0).sin() + 0.2 * noise;
    Decimal::try_from(kw).expect("a decimal").round_dp(12)
}

fn compare(tariff: &Tariff, cost: &Cost, expected: &Cell) -> Vec<String> {
    let months = by_month(std::slice::from_ref(tariff), cost);
    assert_eq!(months.len(), 12);
    let cent = Decimal::new(1, 2);
    let mut wrong = Vec::new();
    for (kind, part) in PARTS {
        let amounts: Vec<Decimal> = months.iter().map(|month| part(&month.parts)).collect();
        let expected = expected_amounts(tariff, expected, kind);
        let is_daily = kind == "fixed" && tariff.fixed_charges.iter().any(|charge| charge.per == Per::Day);
        // the calculator spreads a year's days evenly over its months
        if is_daily {
            let (amount, expected) = (amounts.iter().sum::<Decimal>(), expected.iter().sum::<Decimal>());
            if (amount - expected).abs() > cent * Decimal::from(6) {
                wrong.push(format!("{kind} of the year: {amount} instead of {expected}"));
            }
            continue;
        }
        for (month, (amount, expected)) in amounts.iter().zip(&expected).enumerate() {
            if (amount - expected).abs() > cent {
                wrong.push(format!("{kind} of month {}: {amount} instead of {expected}", month + 1));
            }
        }
    }
    wrong
}

type Part = fn(&Parts) -> Decimal;

const PARTS: [(&str, Part); 5] = [
    ("energy", |parts| parts.energy),
    ("demand_flat", |parts| parts.demand_any_time),
    ("demand_tou", |parts| parts.demand_tou),
    ("fixed", |parts| parts.fixed),
    ("minimum", |parts| parts.minimum),
];

fn expected_amounts(tariff: &Tariff, expected: &Cell, kind: &str) -> Vec<Decimal> {
    let Cell::Row(row) = expected else { panic!("a bill") };
    let Some(Cell::Row(bill)) = row.get("pysam") else { panic!("a bill of the calculator") };
    let Some(Cell::List(months)) = bill.get(kind) else { panic!("no {kind}") };
    // a charge that the calculator does not read
    let ignored = tariff.fixed_charges.iter().filter(|charge| kind == "fixed" && charge.name == "fixedmonthlycharge");
    let ignored: Decimal = ignored.map(|charge| charge.amount).sum();
    let amount = |cell: &Cell| match cell {
        Cell::Number(number) => *number + ignored,
        other => panic!("{other:?}"),
    };
    months.iter().map(amount).collect()
}
