use super::*;
use crate::document::problem_from_json;
use crate::error::{Code, Issues};
use crate::model::{Instant, Span, Tariff};
use chrono_tz::{America::Chicago, Tz};

/// Off-peak 22-06, mid-peak 06-10 and 18-22, on-peak 10-14, critical 14-18; off-peak on weekends and holidays.
pub(crate) const SEED: &str = r#""holidays": ["2026-01-01"], "periods": [
    {"day_type": "weekday", "start_time": "22:00", "end_time": "06:00", "period_category": "off-peak", "energy_rate_kwh": "0.045", "demand_rate_kw": 8},
    {"day_type": "weekday", "start_time": "06:00", "end_time": "10:00", "period_category": "mid-peak", "energy_rate_kwh": "0.085", "demand_rate_kw": 12},
    {"day_type": "weekday", "start_time": "10:00", "end_time": "14:00", "period_category": "on-peak", "energy_rate_kwh": "0.125", "demand_rate_kw": 18},
    {"day_type": "weekday", "start_time": "14:00", "end_time": "18:00", "period_category": "critical", "energy_rate_kwh": "0.145", "demand_rate_kw": 22},
    {"day_type": "weekday", "start_time": "18:00", "end_time": "22:00", "period_category": "mid-peak", "energy_rate_kwh": "0.085", "demand_rate_kw": 12},
    {"day_type": "weekend", "period_category": "off-peak", "energy_rate_kwh": "0.045", "demand_rate_kw": 8},
    {"day_type": "holiday", "period_category": "off-peak", "energy_rate_kwh": "0.045", "demand_rate_kw": 8}]"#;

pub(crate) const FLAT: &str =
    r#""periods": [{"day_type": "all", "period_category": "any", "energy_rate_kwh": "0.10"}]"#;

/// A tariff from the members of its document.
pub(crate) fn tariff(members: &str) -> Tariff {
    let document = format!(
        r#"{{"format": "heatsched-problem/1", "site": {{"site_id": "s", "time_zone": "UTC"}},
            "horizon": {{"start": "2026-01-05T00:00:00Z", "end": "2026-01-06T00:00:00Z"}},
            "tariff": {{"tariff_id": "t", {members}}}}}"#
    );
    problem_from_json(&document).map_err(|issues| issues.to_string()).unwrap().0.tariff
}

pub(crate) fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

pub(crate) fn span(start: &str, end: &str) -> Span {
    Span { start: at(start), end: at(end) }
}

fn codes(issues: &Issues) -> Vec<Code> {
    issues.0.iter().map(|issue| issue.code).collect()
}

#[test]
fn the_category_follows_the_wall_clock() {
    let calendar = Calendar::new(&tariff(SEED), Chicago).unwrap();
    let category = |text| calendar.at(at(text)).unwrap().period_category.to_string();
    assert_eq!(category("2026-01-05T11:59:00Z"), "off-peak"); // Monday 05:59
    assert_eq!(category("2026-01-05T12:00:00Z"), "mid-peak");
    assert_eq!(category("2026-01-05T16:00:00Z"), "on-peak");
    assert_eq!(category("2026-01-05T20:00:00Z"), "critical");
    assert_eq!(category("2026-01-06T04:00:00Z"), "off-peak"); // Monday 22:00
    assert_eq!(category("2026-01-03T20:00:00Z"), "off-peak"); // Saturday
    assert_eq!(category("2026-07-06T19:00:00Z"), "critical"); // 14:00 in summer
}

#[test]
fn a_holiday_is_no_weekday() {
    let calendar = Calendar::new(&tariff(SEED), Chicago).unwrap();
    let rate = calendar.at(at("2026-01-01T20:00:00Z")).unwrap(); // Thursday 14:00
    assert_eq!((rate.period_category, rate.day_type.to_string()), ("off-peak", "holiday".to_string()));
}

#[test]
fn days_of_23_and_25_hours_keep_wall_clock_boundaries() {
    let every_day = SEED.replace(r#""day_type": "weekday""#, r#""day_type": "all""#);
    let every_day =
        every_day.split(r#"{"day_type": "weekend""#).next().unwrap().trim_end().trim_end_matches(',').to_string() + "]";
    let calendar = Calendar::new(&tariff(&every_day), Chicago).unwrap();
    let minutes = |span: Span| calendar.segments(span).unwrap().iter().map(|s| s.span.minutes()).collect::<Vec<_>>();
    // 00-06, 06-10, 10-14, 14-18, 18-22, 22-24
    assert_eq!(minutes(span("2026-03-08T06:00:00Z", "2026-03-09T05:00:00Z")), [300, 240, 240, 240, 240, 120]);
    assert_eq!(minutes(span("2026-11-01T05:00:00Z", "2026-11-02T06:00:00Z")), [420, 240, 240, 240, 240, 120]);
}

#[test]
fn boundaries_may_fall_inside_an_hour() {
    let halves = r#""periods": [
        {"day_type": "all", "end_time": "08:30", "period_category": "a", "energy_rate_kwh": "0.1"},
        {"day_type": "all", "start_time": "08:30", "period_category": "b", "energy_rate_kwh": "0.2"}]"#;
    let calendar = Calendar::new(&tariff(halves), Tz::UTC).unwrap();
    let segments = calendar.segments(span("2026-01-05T08:00:00Z", "2026-01-05T09:00:00Z")).unwrap();
    assert_eq!(
        segments.iter().map(|s| (s.period_category, s.span.minutes())).collect::<Vec<_>>(),
        [("a", 30), ("b", 30)]
    );
}

#[test]
fn prices_replace_the_energy_rate_where_they_cover() {
    let prices = format!(
        r#"{FLAT}, "prices": [{{"start": "2026-01-05T01:10:00Z", "end": "2026-01-05T01:20:00Z", "energy_rate_kwh": "-0.02"}}]"#
    );
    let calendar = Calendar::new(&tariff(&prices), Tz::UTC).unwrap();
    let segments = calendar.segments(span("2026-01-05T01:00:00Z", "2026-01-05T02:00:00Z")).unwrap();
    let rates: Vec<_> =
        segments.iter().map(|s| (s.span.minutes(), s.energy_rate_kwh.to_string(), s.is_price)).collect();
    assert_eq!(rates, [(10, "0.10".into(), false), (10, "-0.02".into(), true), (40, "0.10".into(), false)]);
    let micros = |text| at(text).timestamp_micros();
    assert_eq!(calendar.price_index(micros("2026-01-05T01:19:59Z")), Some(0));
    assert_eq!(calendar.price_index(micros("2026-01-05T01:20:00Z")), None);
}

#[test]
fn months_split_segments() {
    let calendar = Calendar::new(&tariff(FLAT), Chicago).unwrap();
    let segments = calendar.segments(span("2026-01-31T18:00:00Z", "2026-02-01T18:00:00Z")).unwrap();
    let months: Vec<_> =
        segments.iter().map(|s| (s.month.to_string(), s.day_type.to_string(), s.span.minutes())).collect();
    let weekend = || "weekend".to_string();
    assert_eq!(months, [("2026-01".into(), weekend(), 720), ("2026-02".into(), weekend(), 720)]);
}

#[test]
fn a_hole_and_an_overlap_are_named_once_for_all_such_days() {
    let bad = r#""periods": [
        {"day_type": "weekday", "end_time": "08:00", "period_category": "a", "energy_rate_kwh": "0.1"},
        {"day_type": "weekday", "start_time": "07:00", "end_time": "20:00", "period_category": "b", "energy_rate_kwh": "0.2"},
        {"day_type": "weekend", "period_category": "a", "energy_rate_kwh": "0.1"}]"#;
    let two_weeks = span("2026-01-05T00:00:00Z", "2026-01-19T00:00:00Z");
    let issues = check(&tariff(bad), Tz::UTC, two_weeks);
    assert_eq!(codes(&issues), [Code::TariffOverlap, Code::TariffHole], "{issues}");
    assert!(issues.0[0].message.starts_with("periods[0], periods[1] all cover 2026-01-05 07:00 UTC"), "{issues}");
    assert!(issues.0[1].message.starts_with("no period covers 2026-01-05 20:00 UTC"), "{issues}");
    let calendar = Calendar::new(&tariff(bad), Tz::UTC).unwrap();
    assert_eq!(codes(&calendar.segments(two_weeks).unwrap_err()), [Code::TariffOverlap, Code::TariffHole]);
    assert_eq!(calendar.at(at("2026-01-06T21:00:00Z")).unwrap_err().code, Code::TariffHole);
    assert_eq!(calendar.period_index(at("2026-01-06T21:00:00Z").timestamp_micros()), None);
}

#[test]
fn check_reports_everything_at_once() {
    let bad = r#""effective_date": "2026-01-06", "expiry_date": "2026-01-08", "periods": [
        {"day_type": "all", "end_time": "12:00", "period_category": "a", "energy_rate_kwh": "0.1", "demand_rate_kw": 5},
        {"day_type": "all", "start_time": "12:00", "period_category": "a", "energy_rate_kwh": "0.1", "demand_rate_kw": 6}],
        "prices": [
        {"start": "2026-01-06T01:00:00Z", "end": "2026-01-06T02:00:00Z", "energy_rate_kwh": 1},
        {"start": "2026-01-06T01:30:00Z", "end": "2026-01-06T03:00:00Z", "energy_rate_kwh": 1}]"#;
    let issues = check(&tariff(bad), Tz::UTC, span("2026-01-05T00:00:00Z", "2026-01-10T00:00:00Z"));
    let expected = [Code::PriceOverlap, Code::TariffNotEffective, Code::TariffNotEffective, Code::TwoDemandRates];
    assert_eq!(codes(&issues), expected, "{issues}");
}

#[test]
fn times_beyond_the_calendar_are_an_issue() {
    let calendar = Calendar::new(&tariff(FLAT), Chicago).unwrap();
    assert_eq!(calendar.at(at("2400-01-01T00:00:00Z")).unwrap_err().code, Code::OutOfRange);
    assert_eq!(calendar.period_index(i64::MIN), None);
    assert_eq!(calendar.period_index(i64::MAX), None);
    let endless = Span { start: Instant::MIN_UTC, end: Instant::MAX_UTC };
    assert!(check(&tariff(FLAT), Chicago, endless).has_errors());
}

#[test]
fn columns_and_single_lookups_agree() {
    let calendar = Calendar::new(&tariff(SEED), Chicago).unwrap();
    for step in 0..100_000 {
        let at = at("1999-12-30T00:00:00Z") + chrono::TimeDelta::minutes(step * 317);
        let by_column = calendar.period_index(at.timestamp_micros());
        assert_eq!(by_column, calendar.at(at).ok().map(|rate| rate.period), "{at}");
    }
}

#[test]
fn a_charge_has_hours_of_its_own() {
    let charge = format!(
        r#"{FLAT}, "demand_charges": [{{"name": "c", "rate_kw": 1, "months": [1], "hours": [
            {{"day_type": "weekday", "start_time": "16:30", "end_time": "19:00"}},
            {{"day_type": "weekday", "start_time": "18:00", "end_time": "20:00"}}]}}]"#
    );
    let tariff = tariff(&charge);
    let calendar = Calendar::new(&tariff, Tz::UTC).unwrap();
    let week = span("2026-01-29T00:00:00Z", "2026-02-04T00:00:00Z"); // Thursday to Tuesday
    let expected =
        [span("2026-01-29T16:30:00Z", "2026-01-29T20:00:00Z"), span("2026-01-30T16:30:00Z", "2026-01-30T20:00:00Z")];
    assert_eq!(charge_spans(&calendar, &tariff.demand_charges[0], week), expected);
}
