//! Published figures, through documents of the database.

use super::super::ReadOptions;
use super::support::{cost, decimal, instant, schedule, steps, tariff, tariff_with, uniform, with, year};
use crate::model::{Decimal, Span};

/// Day of the year (from 0), at noon.
fn noon(day: usize) -> usize {
    day * 24 + 12
}

#[test]
fn a_ratchet_by_month_looks_at_the_year_before() {
    let tariff = tariff(&with(
        r#""flatdemandstructure": [[{"rate": 11.5}], [{"rate": 10.5}]], "flatdemandmonths": [1,1,1,1,0,0,0,0,0,0,1,1],
        "demandratchetpercentage": [0.35,0.35,0.35,0.35,0.35,0.35,0.35,0.35,0.35,0.35,0.35,0.35]"#,
    ));
    let load = year(2018, |hour| if hour == noon(7) { 100.into() } else { Decimal::ONE });
    let cost = cost(&tariff, &load).unwrap_or_else(|issues| panic!("{issues}"));
    assert_eq!(cost.demand, decimal("5302.50"));
}

#[test]
fn a_lookback_on_months_or_a_range() {
    let document = |lookback: &str| {
        with(&format!(
            r#""flatdemandstructure": [[{{"rate": 1}}]], "flatdemandmonths": [0,0,0,0,0,0,0,0,0,0,0,0], "lookbackpercent": 0.75, {lookback}"#
        ))
    };
    let peaks = [(noon(3), 200), (noon(100), 400), (noon(160), 500), (noon(340), 300)];
    let kw = |hour| peaks.iter().find(|(at, _)| *at == hour).map_or(100, |(_, kw)| *kw).into();
    let cases = [
        (
            r#""lookbackmonths": [1,0,0,1,0,0,0,0,0,0,0,1]"#,
            [300, 300, 300, 400, 300, 500, 300, 300, 300, 300, 300, 300],
        ),
        (r#""lookbackrange": 6"#, [225, 225, 225, 400, 300, 500, 375, 375, 375, 375, 375, 375]),
    ];
    for (lookback, expected) in cases {
        let cost = cost(&tariff(&document(lookback)), &year(2018, kw)).unwrap_or_else(|issues| panic!("{issues}"));
        let billed: Vec<Decimal> = cost.peaks.iter().map(|peak| peak.billed_kw).collect();
        assert_eq!(billed, expected.map(Decimal::from), "{lookback}");
    }
}

#[test]
fn cumulative_tiers_with_adjustments() {
    let flat = uniform(0);
    let tariff = tariff(&format!(
        r#"{{"label": "t", "energyratestructure": [[{{"max": 1000, "rate": 0.07531, "adj": 0.0119}}, {{"rate": 0.09613, "adj": 0.0119}}]],
        "energyweekdayschedule": {flat}, "energyweekendschedule": {flat}}}"#
    ));
    let load = year(2018, |_| Decimal::from(24_000) / Decimal::from(8760));
    let cost = cost(&tariff, &load).unwrap_or_else(|issues| panic!("{issues}"));
    assert!((cost.total - decimal("2342.88")).abs() <= decimal("0.12"), "{}", cost.total);
}

#[test]
fn coincident_peaks_by_their_hour() {
    let text = with(&format!(
        r#""coincidentratestructure": [[{{"rate": 10}}], [{{"rate": 4, "adj": 1}}]], "coincidentrateschedule": {}"#,
        schedule(|_, hour| usize::from(hour >= 12))
    ));
    let peak = |text: &str| Span { start: instant(text), end: instant(text) + chrono::TimeDelta::hours(1) };
    let options = ReadOptions {
        coincident_peaks: vec![peak("2018-01-05T08:00:00Z"), peak("2018-01-09T17:00:00Z")],
        time_zone: Some(chrono_tz::Tz::UTC),
    };
    let tariff = tariff_with(&text, &options);
    assert_eq!(super::round_trip::faults(&text, &options), Vec::<String>::new());
    let load = steps(instant("2018-01-01T00:00:00Z"), 60, 24 * 31, |_| Decimal::ONE);
    let cost = cost(&tariff, &load).unwrap_or_else(|issues| panic!("{issues}"));
    assert_eq!(cost.total, decimal("15"));
}
