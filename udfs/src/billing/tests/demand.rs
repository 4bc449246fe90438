use super::*;
use crate::billing::exposure;

fn charge(members: &str) -> String {
    format!(r#"{FLAT}, "demand_charges": [{{"name": "d", "rate_kw": 10, {members}}}]"#)
}

fn day(kw: i64) -> Vec<(Span, Decimal)> {
    load("2026-01-05T00:00:00Z", 60, &[kw; 24])
}

fn warnings(bill: &Bill) -> Vec<Code> {
    bill.warnings.0.iter().map(|issue| issue.code).collect()
}

/// 20 kW are billed as 50: 50 x 10 = 500; 70 kW as they are: 700.
#[test]
fn a_minimum_is_billed_at_least() {
    let charge = charge(r#""minimum_kw": 50"#);
    assert_eq!(marginal(&charge, &day(20)).demand, decimal("500"));
    assert_eq!(marginal(&charge, &day(70)).demand, decimal("700"));
}

/// 100 kW contracted: at 60 kW 85 are billed; at 100 kW 100; at 120 kW 120 + 2 x (120 - 105) = 150.
#[test]
fn a_contract_is_billed_below_within_and_above() {
    let contract =
        r#""contract": {"contracted_kw": 100, "lower_percent": 85, "upper_percent": 105, "excess_factor": 2}"#;
    for (kw, billed) in [(60, 850), (100, 1000), (120, 1500)] {
        assert_eq!(marginal(&charge(contract), &day(kw)).demand, Decimal::from(billed), "{kw}");
    }
}

/// Two periods with a contract each, as in Spain, at 2 and 1 a kW. By day 100 kW contracted: at 60 kW 85 are billed, 85 x 2
/// = 170. By night 50 kW contracted: at 60 kW 60 + 2 x (60 - 52.5) = 75 are billed, 75 x 1 = 75.
#[test]
fn each_period_has_a_contract_of_its_own() {
    let charge = |name: &str, rate: i64, hours: &str, kw: i64| {
        format!(
            r#"{{"name": "{name}", "rate_kw": {rate}, "hours": [{{{hours}}}],
                "contract": {{"contracted_kw": {kw}, "lower_percent": 85, "upper_percent": 105, "excess_factor": 2}}}}"#
        )
    };
    let (p1, p6) = (charge("P1", 2, r#""start_time": "08:00""#, 100), charge("P6", 1, r#""end_time": "08:00""#, 50));
    let cost = marginal(&format!(r#"{FLAT}, "demand_charges": [{p1}, {p6}]"#), &day(60));
    assert_eq!(amounts(&cost)[1..], ["2026-01 demand P1 170", "2026-01 demand P6 75"]);
}

/// Peaks of 100 kW by day and 200 kW by night in January, 50 kW at any time in February. Of its own January peak, by day
/// 80 %: 80 kW, by night 60 %: 120 kW. February: 80 x 1 + 120 x 1 = 200.
#[test]
fn each_period_has_a_ratchet_of_its_own() {
    let charge = |name: &str, hours: &str, percent: i64| {
        format!(
            r#"{{"name": "{name}", "rate_kw": 1, "hours": [{{{hours}}}], "past_peaks": {{"2025-12": 0}},
                "ratchet": {{"percent": {percent}, "preceding": 1}}}}"#
        )
    };
    let (by_day, by_night) =
        (charge("day", r#""start_time": "08:00""#, 80), charge("night", r#""end_time": "08:00""#, 60));
    let mut kw = [50; 48];
    (kw[3], kw[12]) = (200, 100);
    let cost = marginal(
        &format!(r#"{FLAT}, "demand_charges": [{by_day}, {by_night}]"#),
        &load("2026-01-31T00:00:00Z", 60, &kw),
    );
    let expected =
        ["2026-01 demand day 100", "2026-01 demand night 200", "2026-02 demand day 80", "2026-02 demand night 120"];
    let demand: Vec<String> = amounts(&cost).into_iter().filter(|line| line.contains("demand")).collect();
    assert_eq!(demand, expected);
}

/// Belgium: the mean of this month's and earlier peaks. (100 + 200 + 330) / 3 = 210 kW x 10 = 2100.
#[test]
fn a_mean_of_the_peaks_of_a_bill() {
    let charge = charge(r#""basis": {"mean_of_peaks": 3}, "past_peaks": {"2025-11": 100, "2025-12": 200}"#);
    let mut kw = [200; 48];
    (kw[5], kw[30]) = (330, 100);
    let cost = marginal(&charge, &load("2026-01-31T00:00:00Z", 60, &kw));
    // February: (200 + 330 + 200) / 3 = 243.33... kW
    assert_eq!(cost.peaks.iter().map(|peak| peak.amount).collect::<Vec<_>>(), [decimal("2100"), decimal("2433.33")]);
}

/// 12 months, 11 of them known: (11 x 100 + 220) / 12 = 110. Without them the month's own peak.
#[test]
fn a_mean_of_monthly_peaks() {
    let past: Vec<String> = (2..=12).map(|month| format!(r#""2025-{month:02}": 100"#)).collect();
    let mean = r#""basis": {"mean_of_peaks": 12}"#;
    let known = billed(&charge(&format!(r#"{mean}, "past_peaks": {{{}}}"#, past.join(", "))), &day(220));
    assert_eq!((known.cost.demand, warnings(&known)), (decimal("1100"), vec![Code::PartOfPeriod]));
    let unknown = billed(&charge(mean), &day(220));
    assert_eq!(
        (unknown.cost.demand, warnings(&unknown)),
        (decimal("2200"), vec![Code::HistoryUnknown, Code::PartOfPeriod])
    );
}

/// December's 300 kW at 80 % are 240 kW; November's 400 kW at the 50 % of January are 200 kW.
#[test]
fn a_ratchet_looks_at_past_peaks() {
    let past = r#""past_peaks": {"2025-12": 300, "2025-10": 500}"#;
    let bill = billed(&charge(&format!(r#""ratchet": {{"percent": 80, "preceding": 2}}, {past}"#)), &day(100));
    assert_eq!((bill.cost.demand, warnings(&bill)), (decimal("2400"), vec![Code::HistoryUnknown, Code::PartOfPeriod]));
    let by_month = r#""ratchet": {"percent": [50, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60], "months": [10]}"#;
    let bill = billed(&charge(&format!("{by_month}, {past}")), &day(100));
    assert_eq!((bill.cost.demand, warnings(&bill)), (decimal("2500"), vec![Code::PartOfPeriod]));
}

#[test]
fn a_ratchet_looks_back_within_the_bill() {
    let charge = charge(r#""ratchet": {"percent": 50, "preceding": 1}, "past_peaks": {"2025-12": 0}"#);
    // 200 kW in January, 40 kW in February: 2000 + 100 x 10
    let mut kw = [200; 48];
    kw[24..].fill(40);
    assert_eq!(marginal(&charge, &load("2026-01-31T00:00:00Z", 60, &kw)).demand, decimal("3000"));
}

/// Gas by the day: the local day's mean, billed for each of the month's 31 days. (12 x 100 + 12 x 300) / 24 = 200 kW;
/// 200 x 0.1 x 31 = 620.
#[test]
fn a_daily_demand_for_every_day_of_the_month() {
    let charge = format!(
        r#"{FLAT}, "demand_charges": [{{"name": "gas", "rate_kw": "0.1", "per": "day", "window_minutes": 1440}}]"#
    );
    let mut kw = [100; 48];
    kw[24..36].fill(300);
    let cost = marginal(&charge, &load("2026-01-05T00:00:00Z", 60, &kw));
    assert_eq!((cost.demand, cost.peaks[0].at), (decimal("620"), at("2026-01-06T00:00:00Z")));
    // for a year: 200 x 0.1 x 31 / 365 = 1.70
    let yearly = charge.replace(r#""per": "day""#, r#""per": "year""#);
    assert_eq!(marginal(&yearly, &load("2026-01-05T00:00:00Z", 60, &kw)).demand, decimal("1.70"));
}

/// Local days of 23 and 25 hours are one window each: 230 kWh in 23 hours are 10 kW.
#[test]
fn a_daily_window_follows_clock_changes() {
    let charge = charge(r#""window_minutes": 1440"#);
    for (start, hours) in [("2026-03-08T06:00:00Z", 23), ("2026-11-01T05:00:00Z", 25)] {
        let mut kw = vec![0; hours + 24];
        kw[..hours].fill(10);
        let cost = bill(&tariff(&charge), Chicago, &load(start, 60, &kw), DemandAllocation::Marginal).unwrap().cost;
        assert_eq!((cost.peaks[0].peak_kw, cost.peaks[0].at), (10.into(), at(start)));
        assert_eq!(cost.demand, decimal("100"));
    }
}

#[test]
fn several_charges_share_a_day() {
    let charges = format!(
        r#"{FLAT}, "demand_charges": [{{"name": "night", "rate_kw": 1, "hours": [{{"end_time": "08:00"}}]}},
            {{"name": "day", "rate_kw": 2, "hours": [{{"start_time": "08:00", "end_time": "16:00"}}]}},
            {{"name": "winter", "rate_kw": 3, "hours": [{{"start_time": "16:00", "months": [1]}}]}},
            {{"name": "summer", "rate_kw": 9, "hours": [{{"start_time": "16:00", "months": [7]}}]}}]"#
    );
    let mut kw = [10; 24];
    (kw[3], kw[9], kw[20]) = (20, 30, 40);
    // 20 x 1 + 30 x 2 + 40 x 3
    assert_eq!(marginal(&charges, &load("2026-01-05T00:00:00Z", 60, &kw)).demand, decimal("200"));
}

#[test]
fn a_rule_says_its_amount_and_shape() {
    let mut problem = problem(r#""efficiency_percent": 100, "fuel_type": "electricity""#);
    let rule = |members: &str, problem: &mut Problem| {
        problem.tariff = tariff(&charge(members));
        exposure(problem).unwrap().demand.remove(0)
    };
    let plain = rule(r#""month_to_date_peak_kw": 40"#, &mut problem);
    assert_eq!((plain.amount(100.into()), plain.cost(100.into())), (1000.into(), 600.into()));
    assert_eq!((plain.cost(30.into()), plain.steps()[0].from_kw), (0.into(), 40.into()));
    let floor = rule(r#""ratchet": {"percent": 80, "preceding": 1}, "past_peaks": {"2025-12": 100}"#, &mut problem);
    assert_eq!(
        (floor.amount(50.into()), floor.amount(90.into()), floor.steps()[0].from_kw),
        (800.into(), 900.into(), 80.into())
    );
    assert!(floor.is_convex() && floor.is_non_decreasing());
    let falling = rule(r#""tiers": [{"up_to_kw": 10, "rate_kw": 10}, {"rate_kw": 5}]"#, &mut problem);
    assert_eq!(falling.amount(30.into()), Decimal::from(200));
    assert!(!falling.is_convex() && falling.is_non_decreasing());
}
