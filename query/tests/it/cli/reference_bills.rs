//! Tariffs and bills of the reference data.

use std::fmt::Write;

use serde_json::Value;

use super::bills::json;
use super::{Bench, shared};

#[test]
fn reference_tariffs_go_into_a_warehouse() {
    let Some(folder) = shared("urdb") else { return };
    let bench = Bench::with_warehouse();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("a file").path();
        let path = path.to_str().expect("a path");
        bench.run(&["import", path, "--time-zone", "America/Chicago", "--quiet"]).succeeds();
    }
    let count = bench.run(&["-c", "SELECT count(*) AS n FROM tariffs", "--format", "csv"]).succeeds().text();
    assert_ne!(count, "n\n0\n");
}

/// Each month and part of the reference bills, by an independent calculator; each of our lines is rounded to the cent.
#[test]
fn reference_bills() {
    let (Some(gold), Some(tariffs)) = (shared("gold/gold_bills.json"), shared("urdb")) else { return };
    let gold: Value = serde_json::from_str(&std::fs::read_to_string(gold).expect("the bills")).expect("JSON");
    let mut wrong = Vec::new();
    for (key, row) in gold.as_object().expect("bills") {
        let (name, minutes) = key.split_once('@').expect("NAME@STEPmin");
        let per_hour = if minutes == "15min" { 4 } else { 1 };
        let bench = Bench::new();
        bench.write("load.csv", &reference_load(per_hour));
        let tariff = tariffs.join(format!("{name}.urdb.json"));
        let document: Value = serde_json::from_str(&std::fs::read_to_string(&tariff).expect("a tariff")).expect("JSON");
        let tariff = tariff.to_str().expect("a path");
        let bill = json(&bench, &["--tariff", tariff, "--load", "load.csv", "--time-zone", "UTC"]);
        wrong.extend(compare(&bill, &row["pysam"], &document).into_iter().map(|fault| format!("{key} {fault}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn reference_load(per_hour: u32) -> String {
    let mut text = "start,kw\n".to_string();
    let start = chrono::NaiveDate::from_ymd_opt(2018, 1, 1).and_then(|day| day.and_hms_opt(0, 0, 0)).expect("a time");
    for step in 0..8760 * per_hour {
        let hour = (f64::from(step) / f64::from(per_hour)) % 24.0;
        let noise = f64::from((7919 * u64::from(step) % 1000) as u32);
        let kw = 500.0 + 300.0 * (2.0 * std::f64::consts::PI * (hour - 6.0) / 24.0).sin() + 0.2 * noise;
        let at = start + chrono::TimeDelta::minutes(i64::from(step * 60 / per_hour));
        let _ = writeln!(text, "{},{kw:.12}", at.format("%Y-%m-%d %H:%M"));
    }
    text
}

fn compare(bill: &Value, expected: &Value, document: &Value) -> Vec<String> {
    let months = bill["months"].as_array().expect("months");
    // the calculator spreads a year's days evenly over its months, and does not read this charge
    let is_daily = document["fixedchargeunits"] == "$/day";
    let unread = document["fixedmonthlycharge"].as_f64().unwrap_or(0.0);
    let parts = [
        ("energy", "energy"),
        ("demand_any_time", "demand_flat"),
        ("demand_tou", "demand_tou"),
        ("fixed", "fixed"),
        ("minimum", "minimum"),
    ];
    let mut wrong = Vec::new();
    for (ours, theirs) in parts {
        let expected: Vec<f64> =
            expected[theirs].as_array().expect("months").iter().map(|v| v.as_f64().expect("a number")).collect();
        let amounts: Vec<f64> = months.iter().map(|month| month[ours].as_f64().expect("a number")).collect();
        if ours == "fixed" && is_daily {
            let (a, b): (f64, f64) = (amounts.iter().sum(), expected.iter().sum());
            if (a - b).abs() > 12.0 * 0.005 {
                wrong.push(format!("{ours} of the year: {a} instead of {b}"));
            }
            continue;
        }
        for (month, (amount, expected)) in amounts.iter().zip(&expected).enumerate() {
            let expected = expected + if ours == "fixed" { unread } else { 0.0 };
            if (amount - expected).abs() > 0.01 {
                wrong.push(format!("{ours} of month {}: {amount} instead of {expected}", month + 1));
            }
        }
    }
    wrong
}
