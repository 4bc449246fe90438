//! Published figures.

use super::*;

/// Hourly kW of a local year in UTC.
fn year(kw: impl Fn(Instant) -> i64) -> Vec<(Span, Decimal)> {
    let start = at("2026-01-01T00:00:00Z");
    let instant = |hour: i64| start + TimeDelta::hours(hour);
    (0..8760).map(|hour| (Span { start: instant(hour), end: instant(hour + 1) }, kw(instant(hour)).into())).collect()
}

fn demand_by_month(cost: &Cost) -> Vec<Decimal> {
    let mut months = vec![Decimal::ZERO; 12];
    for line in cost.lines.iter().filter(|line| line.charge == "demand") {
        months[line.month[5..].parse::<usize>().unwrap() - 1] += line.quantity;
    }
    months
}

/// 100 kW in January at 10.5, then 35 % of it: 100 x (10.5 + 0.35 x 10.5 x 5 + 0.35 x 11.5 x 6) = 5302.50. Each charge
/// looks at its hours in all months, so that the second one, not charged in January, still sees its peak.
#[test]
fn a_ratchet_of_preceding_months() {
    let load = year(|at| if (at.month(), at.day(), at.hour()) == (1, 8, 12) { 100 } else { 1 });
    let ratchet = r#""ratchet": {"percent": 35, "preceding": 11}"#;
    let cost = marginal(
        &format!(
            r#"{FLAT}, "demand_charges": [{{"name": "winter", "rate_kw": "10.5", "months": [1, 2, 3, 10, 11, 12], {ratchet}}},
                {{"name": "summer", "rate_kw": "11.5", "months": [4, 5, 6, 7, 8, 9], {ratchet}}}]"#
        ),
        &load,
    );
    assert_eq!(cost.demand, decimal("5302.50"));
}

#[test]
fn a_lookback_on_months_and_one_on_preceding_months() {
    let peak = |month: u32| match month {
        1 => 200,
        4 => 400,
        6 => 500,
        12 => 300,
        _ => 100,
    };
    let load = year(|at| if (at.day(), at.hour()) == (8, 12) { peak(at.month()) } else { 100 });
    let billed = |looks_at: &str| {
        let charge = format!(r#""name": "d", "rate_kw": 1, "ratchet": {{"percent": 75, {looks_at}}}"#);
        demand_by_month(&marginal(&format!(r#"{FLAT}, "demand_charges": [{{{charge}}}]"#), &load))
    };
    let months = [300, 300, 300, 400, 300, 500, 300, 300, 300, 300, 300, 300];
    assert_eq!(billed(r#""months": [1, 4, 12]"#), months.map(Decimal::from));
    let preceding = [225, 225, 225, 400, 300, 500, 375, 375, 375, 375, 375, 375];
    assert_eq!(billed(r#""preceding": 6"#), preceding.map(Decimal::from));
}

/// 24 000 kWh of a year, 2000 a month: 12 x (1000 x 0.08721 + 1000 x 0.10803) = 12 x 195.24 = 2342.88.
#[test]
fn two_tiers_a_month() {
    let tiers = r#""periods": [{"period_category": "any", "energy_tiers": [
        {"up_to": 1000, "rate_kwh": "0.07531", "adjustment_kwh": "0.0119"},
        {"rate_kwh": "0.09613", "adjustment_kwh": "0.0119"}]}]"#;
    let clock = |month: u32| at(&format!("2026-{month:02}-01T00:00:00Z"));
    let load: Vec<(Span, Decimal)> = (1..=12)
        .map(|month| {
            let end = if month == 12 { at("2027-01-01T00:00:00Z") } else { clock(month + 1) };
            let span = Span { start: clock(month), end };
            (span, Decimal::from(2000 * 60) / Decimal::from(span.minutes()))
        })
        .collect();
    let cost = marginal(tiers, &load);
    assert_eq!(cost.total, decimal("2342.88"));
    assert_eq!(cost.lines.iter().map(|line| line.tier).take(2).collect::<Vec<_>>(), [Some(1), Some(2)]);
}

#[test]
fn one_kw_at_the_system_peak() {
    let window = r#""windows": [{"start": "2026-01-05T17:00:00Z", "end": "2026-01-05T18:00:00Z"}]"#;
    let charges = format!(
        r#"{FLAT}, "coincident_charges": [{{"name": "a", "rate_kw": 10, {window}}}, {{"name": "b", "rate_kw": 5, {window}}}]"#
    );
    assert_eq!(marginal(&charges, &load("2026-01-05T00:00:00Z", 60, &[1; 24])).coincident, decimal("15"));
}
