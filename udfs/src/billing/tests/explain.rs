use super::*;

fn causes(members: &str, load: &[(Span, Decimal)]) -> Vec<PeakCause> {
    explain(&tariff(members), Tz::UTC, load, DemandAllocation::Marginal).map_err(|issues| issues.to_string()).unwrap()
}

/// Hourly kW of a year: 1, and 100 in one hour of January.
fn one_high_hour() -> Vec<(Span, Decimal)> {
    let start = at("2026-01-01T00:00:00Z");
    let instant = |hour: i64| start + TimeDelta::hours(hour);
    let kw = |at: Instant| Decimal::from(if (at.month(), at.day(), at.hour()) == (1, 8, 12) { 100 } else { 1 });
    (0..8760).map(|hour| (Span { start: instant(hour), end: instant(hour + 1) }, kw(instant(hour)))).collect()
}

/// One kW less in January: 10.5 of its own, and 0.35 x 10.5 and 0.35 x 11.5 in the months that look back at it:
/// 10.5 + 0.35 x (5 x 10.5 + 6 x 11.5) = 53.025.
#[test]
fn a_ratchet_is_traced_to_its_month_and_its_savings_to_all_months() {
    let ratchet = r#""ratchet": {"percent": 35, "preceding": 11}"#;
    let members = format!(
        r#"{FLAT}, "demand_charges": [{{"name": "winter", "rate_kw": "10.5", "months": [1, 2, 3, 10, 11, 12], {ratchet}}},
            {{"name": "summer", "rate_kw": "11.5", "months": [4, 5, 6, 7, 8, 9], {ratchet}}}]"#
    );
    let causes = causes(&members, &one_high_hour());
    assert_eq!(causes.len(), 12);
    let january = &causes[0];
    assert_eq!((january.set_by, january.peak_kw, january.billed_kw), (SetBy::OwnPeak, 100.into(), 100.into()));
    assert_eq!((january.at, january.window_minutes), (at("2026-01-08T12:00:00Z"), 15));
    assert_eq!(january.saved_by_one_kw, decimal("53.025"));
    let july = causes.iter().find(|cause| cause.month.month == 7).unwrap();
    assert_eq!(july.set_by.month().map(|month| month.to_string()).as_deref(), Some("2026-01"));
    assert_eq!((july.billed_kw, july.peak_kw, july.saved_by_one_kw), (35.into(), 1.into(), Decimal::ZERO));
    assert_eq!(july.amount, decimal("402.50"));
}

#[test]
fn one_kw_less_is_the_difference_of_two_bills() {
    let charge = r#""demand_charges": [{"name": "d", "tiers": [{"up_to_kw": 150, "rate_kw": 4}, {"rate_kw": 9}],
        "ratchet": {"percent": 80, "preceding": 11}}]"#;
    let members = format!("{FLAT}, {charge}");
    let high = one_high_hour().into_iter().map(|(span, kw)| (span, kw * Decimal::from(3))).collect::<Vec<_>>();
    let lower = high.iter().map(|(span, kw)| (*span, if *kw > 200.into() { *kw - Decimal::ONE } else { *kw }));
    let lower: Vec<(Span, Decimal)> = lower.collect();
    let saved = marginal(&members, &high).demand - marginal(&members, &lower).demand;
    assert_eq!(causes(&members, &high)[0].saved_by_one_kw, saved);
}

#[test]
fn what_sets_the_billed_kw_has_a_name() {
    let set_by = |charge: &str| {
        let members = format!(r#"{FLAT}, "demand_charges": [{{"name": "d", "rate_kw": 1, {charge}}}]"#);
        causes(&members, &load("2026-01-05T00:00:00Z", 60, &[10, 20])).remove(0).set_by
    };
    assert_eq!(set_by(r#""window_minutes": 15"#), SetBy::OwnPeak);
    assert_eq!(set_by(r#""minimum_kw": 25"#), SetBy::Minimum);
    assert_eq!(set_by(r#""month_to_date_peak_kw": 25"#), SetBy::MonthToDate);
    assert_eq!(set_by(r#""basis": {"mean_of_peaks": 12}, "past_peaks": {"2025-12": 5}"#), SetBy::MeanOfPeaks);
    let contract =
        r#""contract": {"contracted_kw": 100, "lower_percent": 85, "upper_percent": 105, "excess_factor": 2}"#;
    assert_eq!(set_by(contract), SetBy::Contract);
    let ratchet = set_by(r#""ratchet": {"percent": 50, "preceding": 11}, "past_peaks": {"2025-06": 99, "2025-07": 1}"#);
    assert_eq!(ratchet.month().map(|month| month.to_string()).as_deref(), Some("2025-06"));
}
