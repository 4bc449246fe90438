//! How fields become parts of the model.

use super::support::{decimal, schedule, tariff, uniform, with};
use crate::model::{ChargeHours, DayType, EnergyTier, Lookback, Per, TierUnit};

#[test]
fn hours_are_merged_and_months_grouped() {
    let weekday =
        schedule(|month, hour| usize::from((8..22).contains(&hour)) * if (5..9).contains(&month) { 2 } else { 1 });
    let text = format!(
        r#"{{"label": "t", "energyratestructure": [[{{"rate": 0.05}}], [{{"rate": 0.1}}], [{{"rate": 0.2, "adj": 0.01}}]],
        "energyweekdayschedule": {weekday}, "energyweekendschedule": {}}}"#,
        uniform(0)
    );
    let tariff = tariff(&text);
    let rows: Vec<String> = tariff
        .periods
        .iter()
        .map(|p| {
            let months = p.months.as_ref().map_or(12, std::collections::BTreeSet::len);
            format!(
                "{} {} {}-{} {months} {}",
                p.period_category, p.day_type, p.start_time, p.end_time, p.energy_rate_kwh
            )
        })
        .collect();
    let expected = [
        "period-0 weekday 22:00-08:00 12 0.05",
        "period-0 weekend 00:00-24:00 12 0.05",
        "period-1 weekday 08:00-22:00 8 0.1",
        "period-2 weekday 08:00-22:00 4 0.21",
    ];
    assert_eq!(rows, expected);
    let tier =
        EnergyTier { up_to: None, unit: TierUnit::Kwh, rate_kwh: decimal("0.2"), adjustment_kwh: decimal("0.01") };
    assert_eq!(tariff.periods[3].energy_tiers, [tier]);
    assert!(tariff.periods[0].energy_tiers.is_empty());
}

#[test]
fn demand_charges_have_their_own_months_and_hours() {
    let text = with(&format!(
        r#""flatdemandstructure": [[{{"rate": 11.5}}], [{{"rate": 10, "adj": 0.5}}]], "flatdemandmonths": [1,1,1,1,0,0,0,0,0,0,1,1],
        "demandratestructure": [[{{"rate": 0}}], [{{"rate": 5, "max": 100}}, {{"rate": 4}}]],
        "demandweekdayschedule": {}, "demandweekendschedule": {}, "demandwindow": 30"#,
        schedule(|month, hour| usize::from(month == 0 && hour == 5)),
        uniform(0)
    ));
    let tariff = tariff(&text);
    let names: Vec<&str> = tariff.demand_charges.iter().map(|charge| charge.name.as_str()).collect();
    assert_eq!(names, ["flat-0", "flat-1", "tou-1"]);
    assert_eq!(tariff.demand_charges[1].rate_kw, decimal("10.5"));
    assert_eq!(tariff.demand_charges[1].months, Some([1, 2, 3, 4, 11, 12].into()));
    let at = |text: &str| text.parse().expect("a time");
    let hours = ChargeHours {
        day_type: DayType::Weekday,
        months: Some([1].into()),
        start_time: at("05:00"),
        end_time: at("06:00"),
    };
    assert_eq!(tariff.demand_charges[2].hours, Some(vec![hours]));
    assert_eq!(tariff.demand_charges[2].tiers.len(), 2);
    assert!(tariff.demand_charges.iter().all(|charge| charge.window_minutes == 30));
}

#[test]
fn dates_are_of_the_day_and_the_end_is_included() {
    let tariff = tariff(&with(r#""startdate": 1372658400, "enddate": 1383199200"#));
    assert_eq!(tariff.effective_date.map(|date| date.to_string()).as_deref(), Some("2013-07-01"));
    assert_eq!(tariff.expiry_date.map(|date| date.to_string()).as_deref(), Some("2013-11-01"));
}

#[test]
fn charges_of_every_kind() {
    let tariff = tariff(&with(
        r#""fixedchargefirstmeter": 24.878, "fixedchargeunits": "$/day", "mincharge": 100, "minchargeunits": "$/month",
        "annualmincharge": 2000, "demandreactivepowercharge": 2.7, "fueladjustmentsmonthly": [1,1,1,1,1,1,2,2,2,2,2,2],
        "flatdemandstructure": [[{"rate": 1}]], "flatdemandmonths": [0,0,0,0,0,0,0,0,0,0,0,0],
        "lookbackpercent": 0.5, "lookbackrange": 6"#,
    ));
    assert_eq!((tariff.fixed_charges[0].amount, tariff.fixed_charges[0].per), (decimal("24.878"), Per::Day));
    let minimum: Vec<(Per, String)> = tariff.minimum_charges.iter().map(|m| (m.per, m.amount.to_string())).collect();
    assert_eq!(minimum, [(Per::Month, "100".to_string()), (Per::Year, "2000".to_string())]);
    assert_eq!(tariff.reactive_charges[0].rate_kvar, decimal("2.7"));
    assert_eq!(tariff.riders.len(), 2);
    let ratchet = tariff.demand_charges[0].ratchet.clone().expect("a ratchet");
    assert_eq!((ratchet.percent, ratchet.looks_at), ([decimal("50"); 12], Lookback::Preceding(6)));
}
