use super::*;
use crate::billing::bill_versions;

fn with(members: &str) -> String {
    format!("{FLAT}, {members}")
}

const DATES: &str = r#""billing_dates": ["2026-01-15", "2026-02-14", "2026-03-16"]"#;

/// From 15 January to 14 February, and to 16 March: 30 days each, named after their last day's month.
#[test]
fn a_billing_period_is_named_after_its_last_day() {
    let members = with(&format!(
        r#"{DATES}, "fixed_charges": [{{"name": "m", "amount": 30}}], "demand_charges": [{{"name": "d", "rate_kw": 1}}]"#
    ));
    let mut kw = [1; 60 * 24];
    (kw[20 * 24], kw[40 * 24]) = (10, 20);
    let bill = billed(&members, &load("2026-01-15T00:00:00Z", 60, &kw));
    // 30 x 24 kWh and 9 more x 0.1 = 72.90; 19 more: 73.90
    let expected = [
        "2026-02 energy any 72.9",
        "2026-02 demand d 10",
        "2026-02 fixed m 30",
        "2026-03 energy any 73.9",
        "2026-03 demand d 20",
        "2026-03 fixed m 30",
    ];
    assert_eq!(amounts(&bill.cost), expected);
    assert!(bill.warnings.0.is_empty(), "{}", bill.warnings);
}

/// A charge of January alone is paid for 17 of the 30 days, on the peak of these.
#[test]
fn a_season_pays_its_share_of_days() {
    let members = with(&format!(r#"{DATES}, "demand_charges": [{{"name": "d", "rate_kw": 3, "months": [1]}}]"#));
    let mut kw = [10; 30 * 24];
    kw[25 * 24] = 50;
    let cost = marginal(&members, &load("2026-01-15T00:00:00Z", 60, &kw));
    assert_eq!(cost.demand, decimal("17")); // 10 x 3 x 17/30
}

/// Winter at 3 for 17 days with a peak of 10 kW, then 6 for 13 days with one of 50 kW: 17 + 50 x 6 x 13/30 = 130.
#[test]
fn a_category_changes_its_rate_within_a_period() {
    let period = |months: &str, rate: i64| {
        format!(r#"{{"months": [{months}], "period_category": "on", "energy_rate_kwh": 0, "demand_rate_kw": {rate}}}"#)
    };
    let members = format!(r#""periods": [{}, {}], {DATES}"#, period("1", 3), period("2,3,4,5,6,7,8,9,10,11,12", 6));
    let mut kw = [10; 30 * 24];
    kw[25 * 24] = 50;
    let cost = marginal(&members, &load("2026-01-15T00:00:00Z", 60, &kw));
    assert_eq!(cost.demand, decimal("147"));
    assert_eq!(amounts(&cost)[1..], ["2026-02 demand on 17", "2026-02 demand on 130"]);
}

#[test]
fn dates_that_do_not_fit_are_errors() {
    let code = |dates: &str, load: &[(Span, Decimal)]| {
        let tariff = tariff(&with(&format!(r#""billing_dates": [{dates}]"#)));
        bill(&tariff, Tz::UTC, load, DemandAllocation::Marginal).unwrap_err().0[0].code
    };
    let day = load("2026-01-05T00:00:00Z", 60, &[1; 24]);
    assert_eq!(code(r#""2026-01-06", "2026-02-05""#, &day), Code::BillingDates);
    assert_eq!(code(r#""2026-01-01", "2026-01-10", "2026-01-20""#, &day), Code::BillingDates);
    assert_eq!(code(r#""2026-01-01""#, &day), Code::BillingDates);
}

/// January with a new version from the 11th: 10 and 21 of 31 days.
/// Energy 240 x 0.1 + 504 x 0.2 = 124.80 and 9 more kWh of the peak on the 20th x 0.2 = 1.80; demand 10 kW x 31 x 10/31
/// + 10 kW x 62 x 21/31 = 100 + 420; fixed 31 x 10/31 + 62 x 21/31 = 10 + 42.
#[test]
fn versions_share_a_month() {
    let version = |rate: &str, kw: i64, dates: &str| {
        tariff(&format!(
            r#""periods": [{{"period_category": "any", "energy_rate_kwh": "{rate}"}}], {dates},
                "demand_charges": [{{"name": "d", "rate_kw": {kw}}}], "fixed_charges": [{{"name": "f", "amount": {kw}}}]"#
        ))
    };
    let old = version("0.1", 31, r#""expiry_date": "2026-01-11""#);
    let new = version("0.2", 62, r#""effective_date": "2026-01-11""#);
    let mut kw = [1; 744];
    kw[20 * 24] = 10;
    let load = load("2026-01-01T00:00:00Z", 60, &kw);
    let billed = |versions: &[Tariff]| bill_versions(versions, Tz::UTC, &load, DemandAllocation::Marginal);
    let found = billed(&[new.clone(), old.clone()]).unwrap();
    assert!(found.warnings.0.is_empty(), "{}", found.warnings);
    assert_eq!(
        (found.cost.energy, found.cost.demand, found.cost.fixed),
        (decimal("126.6"), decimal("520"), decimal("52"))
    );
    let code = |versions: &[Tariff]| billed(versions).unwrap_err().0[0].code;
    assert_eq!(code(std::slice::from_ref(&old)), Code::TariffVersions);
    assert_eq!(code(&[old.clone(), old]), Code::TariffVersions);
    assert_eq!(code(&[new]), Code::TariffVersions);
}

/// 744 kWh; limits of 310 x 10/31 = 100 and 310 x 21/31 = 210: 240 kWh = 100 x 0.1 + 140 x 0.2, 504 = 210 x 0.1 + 294 x 0.2.
#[test]
fn versions_share_the_limits_of_tiers() {
    let version = |dates: &str| {
        tariff(&format!(
            r#""periods": [{{"period_category": "any",
                "energy_tiers": [{{"up_to": 310, "rate_kwh": "0.1"}}, {{"rate_kwh": "0.2"}}]}}], {dates}"#
        ))
    };
    let versions = [version(r#""expiry_date": "2026-01-11""#), version(r#""effective_date": "2026-01-11""#)];
    let load = load("2026-01-01T00:00:00Z", 60, &[1; 744]);
    let cost = bill_versions(&versions, Tz::UTC, &load, DemandAllocation::Marginal).unwrap().cost;
    assert_eq!(cost.total, decimal("117.8")); // 10 + 28 + 21 + 58.8
}
