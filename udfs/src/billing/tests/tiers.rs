use super::*;

fn tiers(unit: &str, first: i64) -> String {
    format!(
        r#""periods": [{{"period_category": "any", "energy_tiers": [{{"up_to": {first}, "unit": "{unit}", "rate_kwh": "0.1"}},
            {{"unit": "{unit}", "rate_kwh": "0.2"}}]}}]"#
    )
}

/// January 2026: 31 days, 744 hours. 1 kW all month, 25 kW in the first hour: 768 kWh, a highest demand of 25 kW.
fn january() -> Vec<(Span, Decimal)> {
    let mut kw = [1; 744];
    kw[0] = 25;
    load("2026-01-01T00:00:00Z", 60, &kw)
}

#[test]
fn limits_count_in_four_units() {
    let cases = [
        ("kWh", 500, "103.6"),       // 500 x 0.1 + 268 x 0.2
        ("kWh/kW", 10, "128.6"),     // 10 x 25 = 250 x 0.1 + 518 x 0.2
        ("kWh daily", 10, "122.6"),  // 10 x 31 = 310 x 0.1 + 458 x 0.2
        ("kWh/kW daily", 1, "76.8"), // 25 x 31 = 775, above 768 x 0.1
    ];
    for (unit, limit, expected) in cases {
        let cost = marginal(&tiers(unit, limit), &january());
        assert_eq!(cost.total, decimal(expected), "{unit}");
    }
    let lines = marginal(&tiers("kWh", 500), &january()).lines;
    let quantities: Vec<_> = lines.iter().map(|line| (line.tier, line.quantity)).collect();
    assert_eq!(quantities, [(Some(1), 500.into()), (Some(2), 268.into())]);
}

#[test]
fn each_category_and_month_has_tiers_of_its_own() {
    let periods = r#""periods": [
        {"end_time": "12:00", "period_category": "a", "energy_tiers": [{"up_to": 10, "rate_kwh": 1}, {"rate_kwh": 2}]},
        {"start_time": "12:00", "period_category": "b", "energy_tiers": [{"up_to": 10, "rate_kwh": 1}, {"rate_kwh": 2}]}]"#;
    // two days across the month's end, 12 kWh in each category of each: 10 x 1 + 2 x 2 = 14
    let cost = marginal(periods, &load("2026-01-31T00:00:00Z", 60, &[1; 48]));
    let months =
        |month: &str| cost.lines.iter().filter(|line| line.month == month).map(|line| line.amount).sum::<Decimal>();
    assert_eq!((months("2026-01"), months("2026-02"), cost.lines.len()), (28.into(), 28.into(), 8));
}

#[test]
fn prices_replace_tiers_or_come_on_top() {
    let price =
        r#""prices": [{"start": "2026-01-05T00:00:00Z", "end": "2026-01-05T10:00:00Z", "energy_rate_kwh": "0.5"}]"#;
    let load = load("2026-01-05T00:00:00Z", 60, &[1; 20]);
    // replaced: 10 x 0.5; 10 kWh are left to the tiers: 8 x 0.1 + 2 x 0.2
    let replaced = marginal(&format!("{}, {price}", tiers("kWh", 8)), &load);
    assert_eq!(replaced.total, decimal("6.2"));
    // added: 8 x 0.1 + 12 x 0.2 + 10 x 0.5
    let added = marginal(&format!(r#"{}, {price}, "price_mode": "add""#, tiers("kWh", 8)), &load);
    assert_eq!(added.total, decimal("8.2"));
    assert_eq!(added.by_period[0].energy_kwh, Decimal::from(20));
}

#[test]
fn tiers_of_demand() {
    let charge = r#""demand_charges": [{"name": "d", "month_to_date_peak_kw": 0, "tiers": [{"up_to_kw": 100, "rate_kw": 5},
        {"up_to_kw": 200, "rate_kw": 7, "adjustment_kw": 1}, {"rate_kw": 10}]}]"#;
    let charge = format!("{FLAT}, {charge}");
    // 100 x 5 + 100 x 8 + 50 x 10 = 1800
    let cost = marginal(&charge, &load("2026-01-05T00:00:00Z", 60, &[250, 100]));
    assert_eq!(cost.demand, decimal("1800"));
    let lines: Vec<_> =
        cost.lines.iter().filter(|line| line.charge == "demand").map(|line| (line.tier, line.amount)).collect();
    assert_eq!(lines, [(Some(1), 500.into()), (Some(2), 800.into()), (Some(3), 500.into())]);
    // 150 kW are paid for: (50 x 8) + 50 x 10
    let to_date = charge.replace(r#""month_to_date_peak_kw": 0"#, r#""month_to_date_peak_kw": 150"#);
    assert_eq!(marginal(&to_date, &load("2026-01-05T00:00:00Z", 60, &[250])).demand, decimal("900"));
}

#[test]
fn tiers_of_a_category() {
    let period = r#""periods": [{"period_category": "on", "energy_rate_kwh": 0,
        "demand_tiers": [{"up_to_kw": 10, "rate_kw": 1}, {"rate_kw": 3}]}]"#;
    // 10 x 1 + 5 x 3
    assert_eq!(marginal(period, &load("2026-01-05T00:00:00Z", 60, &[15])).demand, decimal("25"));
}
