//! Coincident, critical, reactive, riders, minimum, tax.

use super::*;
use crate::billing::LoadRow;

fn with(members: &str) -> String {
    format!("{FLAT}, {members}")
}

/// 4CP: windows of 10, 20, 30 and 40 kW have a mean of 25 kW; at 2 a kW each of two months pays 50.
#[test]
fn the_mean_of_four_peaks_is_billed_in_the_months_given() {
    let windows: Vec<String> = (0..4)
        .map(|hour| {
            format!(
                r#"{{"start": "2026-01-31T{:02}:00:00Z", "end": "2026-01-31T{:02}:00:00Z"}}"#,
                hour * 2,
                hour * 2 + 1
            )
        })
        .collect();
    let charge = |more: &str| {
        with(&format!(
            r#""coincident_charges": [{{"name": "4CP", "rate_kw": 2, "windows": [{}], {more} "billed_months": ["2026-01", "2026-02"]}}]"#,
            windows.join(", ")
        ))
    };
    let mut kw = [1; 48];
    (kw[0], kw[2], kw[4], kw[6]) = (10, 20, 30, 40);
    let load = load("2026-01-31T00:00:00Z", 60, &kw);
    assert_eq!(marginal(&charge(""), &load).coincident, decimal("100"));
    assert_eq!(marginal(&charge(r#""combine": "highest","#), &load).coincident, decimal("160"));
    // a load after the windows: 100 kW before it began, 2 x 100
    let later = super::load("2026-02-01T00:00:00Z", 60, &[1; 24]);
    assert_eq!(marginal(&charge(r#""past_kw": 100,"#), &later).coincident, decimal("200"));
    let unknown = billed(&charge(""), &later);
    assert_eq!((unknown.cost.coincident, unknown.warnings.0[0].code), (Decimal::ZERO, Code::HistoryUnknown));
}

/// 2 hours of 50 kW: 100 kWh x 0.1 + 100 kWh x 0.75 in the event, and its peak of 50 kW x 4.
#[test]
fn a_critical_peak_costs_energy_and_demand() {
    let event = with(
        r#""critical_peaks": [{"name": "CPP", "energy_adder_kwh": "0.75", "demand_rate_kw": 4,
            "events": [{"start": "2026-01-05T16:00:00Z", "end": "2026-01-05T18:00:00Z"}]}]"#,
    );
    let mut kw = [100; 24];
    kw[16..18].fill(50);
    let cost = marginal(&event, &load("2026-01-05T00:00:00Z", 60, &kw));
    // 2300 kWh x 0.1 + 100 x 0.75 + 50 x 4
    assert_eq!((cost.energy, cost.demand, cost.objective), (decimal("305"), decimal("200"), decimal("505")));
    assert_eq!(cost.by_period[0].energy_kwh, Decimal::from(2300));
}

/// At a power factor of 0.8 a kW has 0.75 kvar free: 100 kvar - 0.75 x 80 kW = 40 kvar at 0.5.
#[test]
fn reactive_power_is_free_up_to_a_power_factor() {
    let charge = with(
        r#""reactive_charges": [{"name": "kvar", "rate_kvar": "0.5", "free_power_factor": "0.8", "window_minutes": 60}]"#,
    );
    let rows: Vec<LoadRow> = load("2026-01-05T00:00:00Z", 60, &[80, 200])
        .into_iter()
        .map(|(span, kw)| LoadRow { span, kw, kvar: Some(100.into()) })
        .collect();
    let cost = bill(&tariff(&charge), Tz::UTC, &rows, DemandAllocation::Marginal).unwrap().cost;
    assert_eq!((cost.reactive, cost.lines.last().unwrap().quantity.round_dp(12)), (decimal("20"), decimal("40")));
    let silent = billed(&charge, &load("2026-01-05T00:00:00Z", 60, &[80]));
    assert_eq!((silent.cost.reactive, silent.warnings.0[0].code), (Decimal::ZERO, Code::ReactiveUnknown));
}

/// 100 kWh x 0.1 = 10 energy, 50 kW x 1 = 50 demand. Riders: 100 x 0.02 = 2, 50 x 0.5 = 25, 10 % of 60 = 6.
#[test]
fn riders_by_energy_demand_and_percent() {
    let riders = with(
        r#""demand_charges": [{"name": "d", "rate_kw": 1}], "riders": [{"name": "fuel", "rate": "0.02", "unit": "kWh"},
            {"name": "grid", "rate": "0.5", "unit": "kW"}, {"name": "credit", "rate": -10, "unit": "percent"},
            {"name": "summer", "rate": 7, "unit": "kWh", "months": [7]}]"#,
    );
    let cost = marginal(&riders, &load("2026-01-05T00:00:00Z", 60, &[50, 50]));
    assert_eq!(amounts(&cost)[2..], ["2026-01 rider fuel 2", "2026-01 rider grid 25", "2026-01 rider credit -6"]);
    assert_eq!((cost.rider, cost.total, cost.objective), (decimal("21"), decimal("81"), decimal("81")));
}

/// January: 744 kWh x 0.1 = 74.40, of a minimum of 100: 25.60; a tax of 8 % of 100 = 8.
#[test]
fn a_monthly_minimum_and_a_tax() {
    let members =
        with(r#""minimum_charges": [{"name": "m", "amount": 100}], "taxes": [{"name": "VAT", "percent": 8}]"#);
    let cost = marginal(&members, &load("2026-01-01T00:00:00Z", 60, &[1; 744]));
    assert_eq!((cost.minimum, cost.tax, cost.total), (decimal("25.60"), decimal("8"), decimal("108")));
    assert_eq!(cost.objective, decimal("74.4"));
    let large = marginal(&members, &load("2026-01-01T00:00:00Z", 60, &[10; 744]));
    assert_eq!((large.minimum, large.tax), (Decimal::ZERO, decimal("59.52")));
}

/// 8760 kWh x 0.1 = 876. Of the 75 of each month seven months (74.40) miss 0.60, four (72.00) 3 and February (67.20) 7.80:
/// 4.20 + 12 + 7.80 = 24. The year's 1000 miss 1000 - 876 - 24 = 100, in December.
#[test]
fn an_annual_minimum_comes_on_top_of_the_monthly_one() {
    let members = with(
        r#""minimum_charges": [{"name": "year", "amount": 1000, "per": "year"}, {"name": "month", "amount": 75}]"#,
    );
    let cost = marginal(&members, &load("2026-01-01T00:00:00Z", 60, &[1; 8760]));
    assert_eq!((cost.energy, cost.minimum, cost.total), (decimal("876"), decimal("124"), decimal("1000")));
    let last = cost.lines.last().unwrap();
    assert_eq!((last.month.as_str(), last.amount), ("2026-12", decimal("100")));
}
