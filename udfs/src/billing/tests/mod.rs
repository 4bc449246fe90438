mod billing_dates;
mod compare;
mod demand;
mod design;
mod explain;
mod further;
mod properties;
mod reconcile;
mod scaling;
mod statement;
mod tiers;

use chrono::{Datelike, TimeDelta, Timelike};
use chrono_tz::{America::Chicago, Tz};
use proptest::prelude::*;

use super::*;
use crate::document::problem_from_json;
use crate::error::{Code, Issues};
use crate::model::{
    Assignment, Cost, Decimal, DemandAllocation, EquipmentRun, Instant, Problem, Schedule, Span, Tariff,
};
use crate::tariff::tests::{FLAT, SEED, at, span, tariff};

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Mean kW over spans of `minutes` that follow each other.
fn load(start: &str, minutes: i64, kw: &[i64]) -> Vec<(Span, Decimal)> {
    let instant = |index: i64| at(start) + TimeDelta::minutes(index * minutes);
    (0..).zip(kw).map(|(i, kw)| (Span { start: instant(i), end: instant(i + 1) }, Decimal::from(*kw))).collect()
}

fn marginal(members: &str, load: &[(Span, Decimal)]) -> Cost {
    billed(members, load).cost
}

fn billed(members: &str, load: &[(Span, Decimal)]) -> Bill {
    bill(&tariff(members), Tz::UTC, load, DemandAllocation::Marginal).map_err(|issues| issues.to_string()).unwrap()
}

fn amounts(cost: &Cost) -> Vec<String> {
    cost.lines
        .iter()
        .map(|line| format!("{} {} {} {}", line.month, line.charge, line.category, line.amount.normalize()))
        .collect()
}

#[test]
fn a_boundary_inside_an_interval_splits_its_energy_by_time() {
    let halves = r#""periods": [
        {"day_type": "all", "end_time": "08:30", "period_category": "a", "energy_rate_kwh": "0.1"},
        {"day_type": "all", "start_time": "08:30", "period_category": "b", "energy_rate_kwh": "0.2"}]"#;
    // 100 kWh: 50 x 0.1 + 50 x 0.2
    let cost = marginal(halves, &load("2026-01-05T08:00:00Z", 60, &[100]));
    assert_eq!(amounts(&cost), ["2026-01 energy a 5", "2026-01 energy b 10"]);
    assert_eq!((cost.total, cost.objective), (decimal("15"), decimal("15")));
}

#[test]
fn windows_average_the_load_within_them() {
    let quarters = load("2026-01-05T08:00:00Z", 15, &[100, 200, 400, 300, 350, 350]);
    for (minutes, peak_kw) in [(15, 400), (30, 350), (60, 350)] {
        // 60: (100 + 200 + 400 + 300) / 4 = 250 in the first hour, 350 in the half of the second that is billed
        let charge =
            format!(r#"{FLAT}, "demand_charges": [{{"name": "peak", "rate_kw": 10, "window_minutes": {minutes}}}]"#);
        let cost = marginal(&charge, &quarters);
        assert_eq!(cost.peaks[0].peak_kw, Decimal::from(peak_kw), "{minutes}");
        assert_eq!(cost.demand, Decimal::from(peak_kw * 10), "{minutes}");
    }
    let hour = marginal(
        &format!(r#"{FLAT}, "demand_charges": [{{"name": "peak", "rate_kw": 10, "window_minutes": 60}}]"#),
        &quarters[..4],
    );
    assert_eq!((hour.peaks[0].peak_kw, hour.peaks[0].at), (Decimal::from(250), at("2026-01-05T08:00:00Z")));
}

#[test]
fn windows_are_aligned_to_the_local_clock() {
    // Kathmandu is 5:45 ahead: its hours begin at a quarter past in UTC
    let charge = format!(r#"{FLAT}, "demand_charges": [{{"name": "peak", "rate_kw": 1, "window_minutes": 60}}]"#);
    let quarters = load("2026-01-05T00:00:00Z", 15, &[0, 100, 100, 100, 100, 0, 0, 0, 0]);
    let cost = bill(&tariff(&charge), Tz::Asia__Kathmandu, &quarters, DemandAllocation::Marginal).unwrap().cost;
    assert_eq!((cost.peaks[0].peak_kw, cost.peaks[0].at), (Decimal::from(100), at("2026-01-05T00:15:00Z")));
}

#[test]
fn each_category_has_a_peak_of_its_own() {
    // Monday, hourly from 00:00: 100 kW, and 300 kW from 11:00 to 12:00, 200 kW from 15:00 to 16:00
    let mut kw = [100; 24];
    (kw[11], kw[15]) = (300, 200);
    let cost = marginal(SEED, &load("2026-01-05T00:00:00Z", 60, &kw));
    // energy: off-peak 8 h x 100 x 0.045, mid-peak 8 h x 100 x 0.085, on-peak 600 x 0.125, critical 500 x 0.145
    // demand: off-peak 100 x 8, mid-peak 100 x 12, on-peak 300 x 18, critical 200 x 22
    let expected = [
        "2026-01 energy critical 72.5",
        "2026-01 energy mid-peak 68",
        "2026-01 energy off-peak 36",
        "2026-01 energy on-peak 75",
        "2026-01 demand critical 4400",
        "2026-01 demand mid-peak 1200",
        "2026-01 demand off-peak 800",
        "2026-01 demand on-peak 5400",
    ];
    assert_eq!(amounts(&cost), expected);
    assert_eq!(cost.total, decimal("12051.5"));
    let on_peak = cost.by_period.iter().find(|period| period.period_category == "on-peak").unwrap();
    assert_eq!((on_peak.energy_kwh, on_peak.demand_cost, on_peak.peak_kw), (600.into(), 5400.into(), 300.into()));
}

#[test]
fn marginal_pays_the_increase_and_prorated_the_share() {
    let charge = format!(
        r#"{FLAT}, "demand_charges": [{{"name": "peak", "rate_kw": 10, "month_to_date_peak_kw": 380}}, {{"name": "set", "rate_kw": 10, "month_to_date_peak_kw": 900}}]"#
    );
    let day = load("2026-01-05T00:00:00Z", 60, &[400; 24]);
    let cost = marginal(&charge, &day);
    assert_eq!(cost.demand, decimal("200")); // (400 - 380) x 10 + 0
    assert_eq!(cost.peaks.iter().map(|peak| peak.billed_kw).collect::<Vec<_>>(), [20.into(), 0.into()]);
    let cost = bill(&tariff(&charge), Tz::UTC, &day, DemandAllocation::Prorated).unwrap().cost;
    assert_eq!(cost.demand, decimal("258.06")); // twice 400 x 10 x 1/31 = 129.03
}

#[test]
fn a_month_end_starts_a_new_peak() {
    let charge =
        format!(r#"{FLAT}, "demand_charges": [{{"name": "peak", "rate_kw": 1, "month_to_date_peak_kw": 50}}]"#);
    let cost = marginal(&charge, &load("2026-01-31T22:00:00Z", 60, &[100, 80, 60, 70]));
    let expected =
        ["2026-01 energy any 18", "2026-01 demand peak 50", "2026-02 energy any 13", "2026-02 demand peak 70"];
    assert_eq!(amounts(&cost), expected);
}

#[test]
fn fixed_charges_follow_local_days_months_and_years() {
    let fixed = format!(
        r#"{FLAT}, "fixed_charges": [{{"name": "d", "amount": 2, "per": "day"}}, {{"name": "m", "amount": 743, "per": "month"}}, {{"name": "y", "amount": 8760, "per": "year"}}]"#
    );
    // 8 March 2026 in Chicago has 23 hours, the month 743, the year 8760
    let day = load("2026-03-08T06:00:00Z", 60, &[0; 23]);
    let cost = bill(&tariff(&fixed), Chicago, &day, DemandAllocation::Marginal).unwrap().cost;
    assert_eq!(amounts(&cost)[1..], ["2026-03 fixed d 2", "2026-03 fixed m 23", "2026-03 fixed y 23"]);
}

#[test]
fn a_negative_price_pays_back() {
    let prices = format!(
        r#"{FLAT}, "prices": [{{"start": "2026-01-05T00:00:00Z", "end": "2026-01-05T01:00:00Z", "energy_rate_kwh": "-0.0505"}}]"#
    );
    let cost = marginal(&prices, &load("2026-01-05T00:00:00Z", 60, &[100, 100]));
    assert_eq!(cost.lines.iter().map(|line| line.rate).collect::<Vec<_>>(), [None, Some(decimal("0.1"))]);
    assert_eq!(cost.total, decimal("4.95")); // -5.05 + 10
}

#[test]
fn a_line_is_rounded_once_half_away_from_zero() {
    let rates = r#""periods": [{"day_type": "all", "period_category": "any", "energy_rate_kwh": "0.005"}]"#;
    let cost = marginal(rates, &load("2026-01-05T00:00:00Z", 15, &[1, 1, 1, 1]));
    assert_eq!((cost.total, cost.objective), (decimal("0.01"), decimal("0.005")));
}

#[test]
fn a_load_that_cannot_be_is_named_by_its_time() {
    let code_and_key = |load: &[(Span, Decimal)]| {
        let issues: Issues = bill(&tariff(FLAT), Tz::UTC, load, DemandAllocation::Marginal).unwrap_err();
        issues.0.iter().map(|issue| (issue.code, issue.place.key.clone().unwrap_or_default())).collect::<Vec<_>>()
    };
    let fine = load("2026-01-05T00:00:00Z", 60, &[1, 2, 3]);
    let gap = [fine[0], fine[2]];
    assert_eq!(code_and_key(&gap), [(Code::LoadGap, "2026-01-05T02:00:00Z".into())]);
    let duplicate = [fine[0], fine[1], fine[1]];
    assert_eq!(code_and_key(&duplicate), [(Code::LoadOverlap, "2026-01-05T01:00:00Z".into())]);
    let overlap = [fine[0], (span("2026-01-05T00:30:00Z", "2026-01-05T01:30:00Z"), Decimal::ONE)];
    assert_eq!(code_and_key(&overlap), [(Code::LoadOverlap, "2026-01-05T00:30:00Z".into())]);
    let negative = load("2026-01-05T00:00:00Z", 60, &[1, -1]);
    assert_eq!(code_and_key(&negative), [(Code::LoadValue, "2026-01-05T01:00:00Z".into())]);
    assert_eq!(code_and_key(&[]), [(Code::EmptyInput, String::new())]);
}

/// A horizon of two hours from 2026-01-05T00:00Z, an equipment E1 with these members, and a job of 100 kWh in 50 minutes.
fn problem(equipment: &str) -> Problem {
    let document = format!(
        r#"{{"format": "heatsched-problem/1", "site": {{"site_id": "s", "time_zone": "UTC"}},
            "horizon": {{"start": "2026-01-05T00:00:00Z", "end": "2026-01-05T02:00:00Z", "interval_minutes": 15}},
            "tariff": {{"tariff_id": "t", {FLAT}}},
            "equipment": [{{"equipment_id": "E1", "equipment_type": "boiler", "capacity_kw": 200, {equipment}}}],
            "jobs": [{{"job_id": "J1", "heating_requirement_kwh": 100, "duration_minutes": 50, "earliest_start": "2026-01-05T00:00:00Z",
                "latest_end": "2026-01-05T02:00:00Z"}}]}}"#
    );
    problem_from_json(&document).map_err(|issues| issues.to_string()).unwrap().0
}

fn schedule(on: &str, off: &str) -> Schedule {
    Schedule {
        assignments: vec![Assignment { job: 0, equipment: 0, start: at(on) }],
        runs: vec![EquipmentRun { equipment: 0, on: at(on), off: at(off), start_counted: true }],
    }
}

#[test]
fn equipment_draws_its_jobs_its_minimum_load_and_its_start_and_stop() {
    let problem = problem(
        r#""min_load_kw": 30, "efficiency_percent": 80, "fuel_type": "electricity", "startup_energy_kwh": 8, "shutdown_energy_kwh": 4"#,
    );
    let priced = price(&problem, &schedule("2026-01-05T00:00:00Z", "2026-01-05T01:00:00Z")).unwrap();
    let kw: Vec<Decimal> = priced.profile.intervals.iter().map(|interval| interval.electric_kw).collect();
    // 120 kW of heat are 150 kW of input; the fourth quarter has 5 minutes of it and 10 of 30 kW: 60 kW of heat, 75 of input.
    // The start adds 8 kWh x 4 to the first, the stop 4 kWh x 4 to the fourth.
    assert_eq!(kw, [182, 150, 150, 91, 0, 0, 0, 0].map(Decimal::from));
    // heat 105 kWh / 0.8 + 12 = 143.25 kWh
    assert_eq!((priced.cost.objective, priced.cost.total), (decimal("14.325"), decimal("14.33")));
    let equipment = &priced.cost.by_equipment[0];
    assert_eq!((equipment.input_kwh, equipment.heat_kwh), (decimal("143.25"), decimal("105")));
    assert_eq!((equipment.energy_cost, equipment.on_minutes, equipment.starts), (decimal("14.325"), 60, 1));
    let job = &priced.assignments[0];
    assert_eq!(
        (job.input_energy_kwh, job.energy_cost, job.demand_contribution_kw),
        (125.into(), decimal("12.5"), 150.into())
    );
    assert_eq!(job.tariff_period, "any");
}

#[test]
fn a_start_and_a_stop_may_take_their_time() {
    let problem = problem(
        r#""efficiency_percent": 100, "fuel_type": "electricity", "startup_energy_kwh": 6, "startup_minutes": 20,
            "shutdown_energy_kwh": 3, "shutdown_minutes": 15"#,
    );
    let profile = load_profile(&problem, &schedule("2026-01-05T00:30:00Z", "2026-01-05T01:30:00Z")).unwrap();
    // 6 kWh from 00:10: 5 of 20 minutes in the first quarter; 100 kWh of the job from 00:30 to 01:20; 3 kWh from 01:30
    assert_eq!(profile.equipment_input_kwh[0], ["1.5", "4.5", "30", "30", "30", "10", "3", "0"].map(decimal));
}

#[test]
fn equipment_that_is_on_and_not_used_stops_at_once() {
    let problem = problem(
        r#""efficiency_percent": 100, "fuel_type": "electricity", "initial_state": "on", "shutdown_energy_kwh": 3"#,
    );
    let profile = load_profile(&problem, &Schedule::default()).unwrap();
    assert_eq!(profile.equipment_input_kwh[0][0], decimal("3"));
}

#[test]
fn other_fuels_have_lines_of_their_own() {
    let problem = problem(r#""cop": "0.8", "fuel_type": "gas", "fuel_rate_per_kwh": "0.04""#);
    let priced = price(&problem, &schedule("2026-01-05T00:00:00Z", "2026-01-05T01:00:00Z")).unwrap();
    assert_eq!(amounts(&priced.cost), ["2026-01 energy any 0", "2026-01 fuel gas 5"]); // 125 kWh x 0.04
    assert_eq!(priced.cost.objective, decimal("5"));
    assert_eq!(priced.assignments[0].demand_contribution_kw, Decimal::ZERO);
}

#[test]
fn numbers_beyond_reason_are_issues() {
    let mut problem = problem(r#""efficiency_percent": 100, "fuel_type": "electricity""#);
    let schedule = schedule("2026-01-05T00:00:00Z", "2026-01-05T01:00:00Z");
    problem.jobs[0].heating_requirement_kwh = Decimal::MAX;
    problem.tariff.periods[0].energy_rate_kwh = Decimal::MAX;
    problem.equipment[0].min_load_kw = Decimal::MAX;
    assert!(price(&problem, &schedule).unwrap_err().has_errors());
    assert!(exposure(&problem).unwrap_err().has_errors());
    problem.jobs[0].duration_minutes = 0;
    problem.horizon.interval_minutes = 0;
    assert!(load_profile(&problem, &schedule).unwrap_err().has_errors());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_energy_of_days_adds_up_to_that_of_the_span(kw in prop::collection::vec(0i64..5000, 25 * 4..80 * 4), first_hour in 0i64..9000) {
        let start = at("2026-01-01T06:00:00Z") + TimeDelta::hours(first_hour);
        let instant = |index: i64| start + TimeDelta::minutes(15 * index);
        let load: Vec<_> = (0..).zip(&kw).map(|(i, kw)| (Span { start: instant(i), end: instant(i + 1) }, Decimal::new(*kw, 1))).collect();
        let energy_only = SEED.split(", \"demand_rate_kw\": ").map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit()));
        let tariff = tariff(&energy_only.collect::<String>());
        let exact = |load: &[_]| bill(&tariff, Chicago, load, DemandAllocation::Marginal).unwrap().cost.objective;
        let days: Decimal = load.chunks(96).map(exact).sum();
        prop_assert_eq!(exact(&load).round_dp(18), days.round_dp(18));
    }
}
