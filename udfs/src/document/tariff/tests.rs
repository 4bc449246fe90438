use crate::document::{problem_from_json, problem_to_json};
use crate::error::Code;
use crate::model::{DemandBasis, Lookback, PriceMode, Tariff, TierUnit};

const EVERYTHING: &str = r#""currency": "EUR", "time_zone": "Europe/Madrid", "price_mode": "add",
    "billing_dates": ["2025-12-20", "2026-01-19"],
    "periods": [
        {"period_category": "a", "end_time": "12:00", "demand_tiers": [{"up_to_kw": 10, "rate_kw": 2, "adjustment_kw": "0.5"}, {"rate_kw": 3}],
         "energy_tiers": [{"up_to": 10, "unit": "kWh/kW daily", "rate_kwh": "0.1", "adjustment_kwh": "0.01"}, {"unit": "kWh/kW daily", "rate_kwh": "0.2"}]},
        {"period_category": "b", "start_time": "12:00", "energy_rate_kwh": "0.3"}],
    "demand_charges": [
        {"name": "m", "rate_kw": 1, "ratchet": {"percent": 80, "months": [6, 7]}, "minimum_kw": 5, "per": "day", "window_minutes": 1440,
         "hours": [{"start_time": "08:00", "end_time": "20:00", "months": [1]}], "past_peaks": {"2025-12": 420}},
        {"name": "p", "rate_kw": 1, "ratchet": {"percent": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], "preceding": 6}},
        {"name": "c", "rate_kw": 1, "basis": {"mean_of_peaks": 12},
         "contract": {"contracted_kw": 100, "lower_percent": 85, "upper_percent": 105, "excess_factor": 2}},
        {"name": "t", "basis": "peak", "tiers": [{"up_to_kw": 10, "rate_kw": 2}, {"rate_kw": 3}]}],
    "coincident_charges": [{"name": "4CP", "rate_kw": 5, "combine": "highest", "past_kw": 7, "billed_months": ["2026-01"],
        "windows": [{"start": "2026-01-05T17:00:00Z", "end": "2026-01-05T18:00:00Z"}]}],
    "critical_peaks": [{"name": "CPP", "energy_adder_kwh": "0.75", "demand_rate_kw": 4, "window_minutes": 30,
        "events": [{"start": "2026-01-05T17:00:00Z", "end": "2026-01-05T18:00:00Z"}]}],
    "reactive_charges": [{"name": "q", "rate_kvar": "0.5", "months": [1], "free_power_factor": "0.9", "window_minutes": 60}],
    "fixed_charges": [{"name": "f", "amount": 1, "per": "year"}],
    "riders": [{"name": "r", "rate": "-0.01", "unit": "kWh", "months": [1, 2]}],
    "minimum_charges": [{"name": "x", "amount": 100, "per": "year"}],
    "taxes": [{"name": "VAT", "percent": 21}],
    "attributes": {"phase": "\"three\"", "voltage": "400", "list": "[1,\"2\"]"}"#;

fn document(members: &str) -> String {
    format!(
        r#"{{"format": "heatsched-problem/1", "site": {{"site_id": "s", "time_zone": "UTC"}},
            "horizon": {{"start": "2026-01-05T00:00:00Z", "end": "2026-01-06T00:00:00Z"}},
            "tariff": {{"tariff_id": "t", {members}}}}}"#
    )
}

fn read(members: &str) -> Tariff {
    problem_from_json(&document(members)).map_err(|issues| issues.to_string()).expect("a problem").0.tariff
}

fn wrong(members: &str) -> Vec<(Code, String)> {
    let issues = problem_from_json(&document(members)).expect_err("errors");
    issues.0.iter().map(|issue| (issue.code, issue.place.to_string())).collect()
}

#[test]
fn every_part_is_written_as_it_is_read() {
    let (problem, _) =
        problem_from_json(&document(EVERYTHING)).map_err(|issues| issues.to_string()).expect("a problem");
    let written = problem_to_json(&problem);
    let (again, _) = problem_from_json(&written.to_string()).map_err(|issues| issues.to_string()).expect("a problem");
    assert_eq!(again, problem);
    assert_eq!(problem_to_json(&again), written);
}

#[test]
fn every_part_has_its_meaning() {
    let tariff = read(EVERYTHING);
    let [first, second] = &tariff.periods[..] else { panic!("two periods") };
    assert_eq!(
        (first.energy_rate_kwh.to_string(), first.energy_tiers[0].unit),
        ("0.11".into(), TierUnit::KwhPerKwDaily)
    );
    assert_eq!((first.demand_rate_kw.map(|rate| rate.to_string()), second.demand_rate_kw), (Some("2.5".into()), None));
    let charge = |name: &str| tariff.demand_charges.iter().find(|charge| charge.name == name).expect("a charge");
    let ratchet = |name: &str| charge(name).ratchet.as_ref().expect("a ratchet");
    assert_eq!(ratchet("m").looks_at, Lookback::Months([6, 7].into()));
    assert_eq!((ratchet("p").percent[11], &ratchet("p").looks_at), (12.into(), &Lookback::Preceding(6)));
    assert_eq!(charge("c").basis, DemandBasis::MeanOfPeaks { months: 12 });
    assert_eq!((charge("t").rate_kw, tariff.price_mode), (2.into(), PriceMode::Add));
}

#[test]
fn absent_parts_are_not_written() {
    let plain = r#""periods": [{"period_category": "a", "energy_rate_kwh": "0.3"}],
        "demand_charges": [{"name": "d", "rate_kw": 1, "hours": [{"day_type": "weekday"}]}]"#;
    let (problem, _) = problem_from_json(&document(plain)).expect("a problem");
    let written = problem_to_json(&problem);
    let names = |value: &serde_json::Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    let tariff = &written["tariff"];
    assert_eq!(names(tariff).len(), 12, "{tariff}");
    assert_eq!((names(&tariff["periods"][0]).len(), names(&tariff["demand_charges"][0]).len()), (7, 6));
    assert_eq!(names(&tariff["demand_charges"][0]["hours"][0]).len(), 3);
}

#[test]
fn everything_wrong_is_named_by_its_place() {
    let period = |members: &str| format!(r#""periods": [{{"period_category": "a", {members}}}]"#);
    let charge = |members: &str| format!(r#""demand_charges": [{{"name": "d", "rate_kw": 1, {members}}}]"#);
    let of_period = |column: &str| format!("tariff.periods (t)[0].{column}").replace(".periods (t)", " (t).periods");
    let of_charge = |column: &str| format!("tariff (t).demand_charges[0]{column} (d)");
    let tiers = |limits: &str| period(&format!(r#""energy_tiers": [{limits}]"#));
    let cases = [
        (tiers(r#"{"up_to": 10, "rate_kwh": 1}"#), Code::TierLimits, of_period("energy_tiers")),
        (
            tiers(r#"{"up_to": 10, "rate_kwh": 1}, {"up_to": 10, "rate_kwh": 1}, {"rate_kwh": 1}"#),
            Code::TierLimits,
            of_period("energy_tiers"),
        ),
        (tiers(r#"{"rate_kwh": 1}, {"rate_kwh": 1}"#), Code::TierLimits, of_period("energy_tiers")),
        (
            tiers(r#"{"up_to": 9, "unit": "kWh/kW", "rate_kwh": 1}, {"rate_kwh": 1}"#),
            Code::TierLimits,
            of_period("energy_tiers"),
        ),
        (
            period(r#""energy_rate_kwh": 2, "energy_tiers": [{"rate_kwh": 1}]"#),
            Code::RatesDiffer,
            of_period("energy_rate_kwh"),
        ),
        (period(r#""demand_rate_kw": 1"#), Code::MissingField, of_period("energy_rate_kwh")),
        (charge(r#""minimum_kw": -1"#), Code::OutOfRange, of_charge(".minimum_kw")),
        (charge(r#""window_minutes": 45"#), Code::OutOfRange, of_charge(".window_minutes")),
        (charge(r#""basis": "mean""#), Code::OutOfRange, of_charge(".basis")),
        (charge(r#""past_peaks": {"12/2025": 1}"#), Code::OutOfRange, of_charge(".past_peaks")),
        (charge(r#""lookback": 1"#), Code::UnknownField, of_charge(".lookback")),
        (
            charge(r#""ratchet": {"percent": 101, "preceding": 1}"#),
            Code::OutOfRange,
            of_charge(" (d).ratchet.percent").replace("(d).ratchet.percent (d)", "(d).ratchet.percent"),
        ),
        (
            r#""riders": [{"name": "r", "rate": 1, "unit": "MWh"}]"#.into(),
            Code::OutOfRange,
            "tariff (t).riders[0].unit (r)".into(),
        ),
        (
            r#""taxes": [{"name": "v", "percent": 101}]"#.into(),
            Code::OutOfRange,
            "tariff (t).taxes[0].percent (v)".into(),
        ),
        (r#""currency": "euro""#.into(), Code::OutOfRange, "tariff.currency (t)".into()),
        (r#""time_zone": "Madrid""#.into(), Code::OutOfRange, "tariff.time_zone (t)".into()),
        (r#""surcharges": []"#.into(), Code::UnknownField, "tariff.surcharges (t)".into()),
    ];
    for (members, code, place) in cases {
        assert_eq!(wrong(&members), [(code, place)], "{members}");
    }
    let all =
        format!("{}, {}, \"currency\": \"x\"", period(r#""energy_rate_kwh": "x""#), charge(r#""minimum_kw": -1"#));
    assert_eq!(wrong(&all).len(), 3);
}
