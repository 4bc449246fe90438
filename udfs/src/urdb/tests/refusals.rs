use super::super::write;
use super::support::{lines, tariff, told, uniform, with};
use crate::model::Tariff;

#[test]
fn everything_wrong_is_told_at_once_with_its_path() {
    let text = r#"{"energyratestructure": [[{"rate": "0.1", "max": 5}, {"rate": 1, "max": 4}], [], [{"rate": 1}, {"rate": 2}], [{"unit": "therm"}]],
        "energyweekdayschedule": [[0]], "flatdemandmonths": [0,0,0,0,0,0,0,0,0,0,0,7], "flatdemandstructure": [[{"rate": 1, "max": -1}]],
        "fixedchargefirstmeter": 5, "mincharge": -1, "demandwindow": 7, "startdate": "2020-01-01", "surcharge": 3, "colour": "red", "lookbackPercent": 1}"#;
    let expected = [
        "HS1004 startdate",
        "HS1004 energyratestructure[0][0].rate",
        "HS1003 energyratestructure[1]",
        "HS1005 energyratestructure[2][0].max",
        "HS1003 energyratestructure[3][0].rate",
        "HS1306 energyratestructure[3][0].unit",
        "HS1003 energyweekendschedule",
        "HS1005 energyweekdayschedule",
        "HS1005 demandwindow",
        "HS1005 flatdemandstructure[0][0].max",
        "HS1005 fixedchargeunits",
        "HS1005 mincharge",
        "HS1002 surcharge",
        "warning HS1002 colour",
        "HS1002 lookbackPercent",
    ];
    assert_eq!(told(text), expected);
}

#[test]
fn each_refusal_names_its_field() {
    let demand = |fields: &str| {
        with(&format!(
            r#""flatdemandstructure": [[{{"rate": 1}}]], "flatdemandmonths": [0,0,0,0,0,0,0,0,0,0,0,0], {fields}"#
        ))
    };
    let cases = [
        (demand(r#""flatdemandunit": "hp""#), "HS1306 flatdemandunit"),
        (demand(r#""flatdemandunit": "kW daily""#), "HS1306 flatdemandunit"),
        (demand(r#""lookbackpercent": 75, "lookbackrange": 3"#), "HS1005 lookbackpercent"),
        (demand(r#""lookbackpercent": 0.75"#), "HS1003 lookbackmonths"),
        (
            demand(r#""lookbackpercent": 0.75, "lookbackrange": 1, "lookbackmonths": [1,0,0,0,0,0,0,0,0,0,0,0]"#),
            "HS1306 lookbackrange",
        ),
        (
            demand(
                r#""lookbackpercent": 0.75, "lookbackrange": 1, "demandratchetpercentage": [1,0,0,0,0,0,0,0,0,0,0,0]"#,
            ),
            "HS1306 demandratchetpercentage",
        ),
        (with(r#""flatdemandstructure": [[{"rate": 1}]]"#), "HS1003 flatdemandmonths"),
        (with(r#""demandratestructure": [[{"rate": 1}]]"#), "HS1003 demandweekdayschedule"),
        (
            with(r#""fixedmonthlycharge": 1, "fixedchargefirstmeter": 2, "fixedchargeunits": "$/month""#),
            "HS1306 fixedmonthlycharge",
        ),
        (
            with(&format!(r#""coincidentratestructure": [[{{"rate": 1}}]], "coincidentrateschedule": {}"#, uniform(0))),
            "HS1306 coincidentratestructure",
        ),
        (with(r#""startdate": 1e14"#), "HS1005 startdate"),
        (with(r#""name": 5"#), "HS1004 name"),
        (r#"{"items": []}"#.into(), "HS1012 items"),
        ("[1]".into(), "HS1004 "),
        ("{".into(), "HS1001 "),
    ];
    for (text, expected) in cases {
        assert_eq!(told(&text).first().map(String::as_str), Some(expected), "{text}");
    }
}

#[test]
fn warnings_are_told_beside_the_tariff() {
    let text = with(r#""fixedchargeeaaddl": 1, "servicetype": "Delivery", "demandattrs": [{"a": "b"}]"#);
    let expected = ["warning HS1306 servicetype", "warning HS1306 demandattrs", "warning HS1306 fixedchargeeaaddl"];
    assert_eq!(told(&text), expected);
}

#[test]
fn writing_refuses_what_cannot_be_stated() {
    let read =
        || tariff(&with(r#""flatdemandstructure": [[{"rate": 1}]], "flatdemandmonths": [0,0,0,0,0,0,0,0,0,0,0,0]"#));
    let refused = |change: fn(&mut Tariff)| {
        let mut tariff = read();
        change(&mut tariff);
        lines(&write(&tariff).expect_err("refused"))
    };
    let on_holiday = |t: &mut Tariff| t.holidays = ["2026-07-04".parse().expect("a date")].into();
    assert_eq!(refused(on_holiday), ["HS1306 holidays"]);
    assert_eq!(refused(|t| t.time_zone = Some(chrono_tz::Tz::UTC)), ["HS1306 time_zone"]);
    assert_eq!(refused(|t| t.demand_charges[0].minimum_kw = 1.into()), ["HS1306 minimum_kw"]);
    assert_eq!(refused(|t| t.demand_charges.push(t.demand_charges[0].clone())), ["HS1306 months"]);
    let half_past = |t: &mut Tariff| t.periods[0].start_time = "08:30".parse().expect("a time");
    assert_eq!(refused(half_past), ["HS1306 start_time", "HS1301 "]);
    let rows =
        refused(|t| t.periods.push(crate::model::TariffPeriod { period_category: "x".into(), ..t.periods[0].clone() }));
    assert_eq!(rows, ["HS1306 start_time"]);
}
