use std::fmt::Write;

use udfs::Code;

use crate::http::fault_server::{FaultServer, Reply};
use crate::load::Outcome;
use crate::market::harness::{SECRET, World};

const ZONE: &str = "10YBE----------2";

fn settings(server: &FaultServer) -> String {
    format!("kind = 'entsoe'\ntariff = 't'\nzone = '{ZONE}'\nkey = '${{env:KEY}}'\nurl = '{}/api'", server.address)
}

fn xml(body: String) -> Reply {
    Reply::new(200, "text/xml", body)
}

fn series(curve: &str, more: &str, start: &str, end: &str, resolution: &str, points: &[(usize, &str)]) -> String {
    let points = points.iter().fold(String::new(), |mut all, (position, amount)| {
        let _ = write!(all, "<Point><position>{position}</position><price.amount>{amount}</price.amount></Point>");
        all
    });
    format!(
        "<TimeSeries><mRID>1</mRID><auction.type>A01</auction.type><businessType>A62</businessType>\
         <in_Domain.mRID codingScheme=\"A01\">{ZONE}</in_Domain.mRID><contract_MarketAgreement.type>A01\
         </contract_MarketAgreement.type><currency_Unit.name>EUR</currency_Unit.name><price_Measure_Unit.name>MWH\
         </price_Measure_Unit.name>{more}<curveType>{curve}</curveType><Period><timeInterval><start>{start}</start>\
         <end>{end}</end></timeInterval><resolution>{resolution}</resolution>{points}</Period></TimeSeries>"
    )
}

fn document(series: &[String]) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Publication_MarketDocument \
         xmlns=\"urn:iec62325.351:tc57wg16:451-3:publicationdocument:7:3\"><mRID>x</mRID><type>A44</type>{}\
         </Publication_MarketDocument>",
        series.concat()
    )
}

fn acknowledgement(code: &str, text: &str) -> String {
    format!(
        "<Acknowledgement_MarketDocument xmlns=\"urn:iec62325.351:tc57wg16:451-1:acknowledgementdocument:7:0\">\
         <mRID>x</mRID><Reason><code>{code}</code><text>{text}</text></Reason></Acknowledgement_MarketDocument>"
    )
}

#[test]
fn missing_positions_of_a_stepped_curve_repeat_the_last_value() {
    let day = series(
        "A03",
        "",
        "2026-01-04T23:00Z",
        "2026-01-05T01:00Z",
        "PT15M",
        &[(1, "83.45"), (3, "-12.10"), (8, "0.00")],
    );
    let server = FaultServer::script(vec![xml(document(&[day]))]);
    let world = World::at("2026-01-05T06:00:00Z").tariff("EUR");
    let summary = world.load(&settings(&server));
    assert_eq!((summary.outcome, summary.counts.written), (Outcome::Done, 8));
    let prices = world.prices();
    assert_eq!(prices[0], "01-04T23:00 01-04T23:15 0.08345");
    assert_eq!(prices[1], "01-04T23:15 01-04T23:30 0.08345");
    assert_eq!(prices[6], "01-05T00:30 01-05T00:45 -0.0121");
    assert_eq!(prices[7], "01-05T00:45 01-05T01:00 0");
    let asked = &server.received()[0];
    assert_eq!(asked.parameter("securityToken").as_deref(), Some(SECRET));
    assert_eq!(asked.parameter("periodStart").as_deref(), Some("202512290600"));
    assert_eq!((asked.parameter("in_Domain"), asked.parameter("out_Domain")), (Some(ZONE.into()), Some(ZONE.into())));
}

#[test]
fn days_with_a_change_of_clocks_have_23_or_25_hours() {
    for (start, end, hours) in [
        ("2026-03-28T23:00Z", "2026-03-29T22:00Z", 23),
        ("2026-10-24T22:00Z", "2026-10-25T23:00Z", 25),
        ("2026-10-25T23:00Z", "2026-10-26T23:00Z", 24),
    ] {
        let stepped = series("A03", "", start, end, "PT15M", &[(1, "10"), (hours * 4, "20")]);
        let server = FaultServer::script(vec![xml(document(&[stepped]))]);
        let world = World::at("2026-10-26T06:00:00Z");
        world.load(&settings(&server));
        assert_eq!(world.prices().len(), hours * 4);
        assert!(!world.log().contains("gap"));
        let beyond = series("A03", "", start, end, "PT60M", &[(1, "10"), (hours + 1, "20")]);
        let server = FaultServer::script(vec![xml(document(&[beyond]))]);
        let world = World::at("2026-10-26T06:00:00Z");
        world.load(&settings(&server));
        assert_eq!((world.prices().len(), world.quarantine().len()), (hours, 1));
    }
}

#[test]
fn a_missing_position_of_a_curve_of_points_is_a_gap() {
    let points = series("A01", "", "2026-01-04T23:00Z", "2026-01-05T02:00Z", "PT60M", &[(1, "1"), (3, "3")]);
    let server = FaultServer::script(vec![xml(document(&[points]))]);
    let world = World::at("2026-01-05T06:00:00Z");
    world.load(&settings(&server));
    assert_eq!(world.prices(), ["01-04T23:00 01-05T00:00 0.001", "01-05T01:00 01-05T02:00 0.003"]);
    assert!(world.log().contains("\"gap\""));
}

#[test]
fn of_several_auctions_the_named_one_counts_and_quarter_hours_before_hours() {
    let position = |number| {
        format!(
            "<classificationSequence_AttributeInstanceComponent.position>{number}</classificationSequence_AttributeInstanceComponent.position>"
        )
    };
    let (start, end) = ("2026-01-04T23:00Z", "2026-01-05T00:00Z");
    let first = series("A03", &position(1), start, end, "PT15M", &[(1, "40"), (3, "60")]);
    let second = series("A03", &position(2), start, end, "PT15M", &[(1, "99")]);
    let hourly = series("A03", "", start, "2026-01-05T01:00Z", "PT60M", &[(1, "50")]);
    let server = FaultServer::script(vec![xml(document(&[hourly, second, first]))]);
    let world = World::at("2026-01-05T06:00:00Z");
    assert_eq!(world.load(&settings(&server)).outcome, Outcome::Done);
    let rates: Vec<_> = world.prices().iter().map(|price| price[24..].to_string()).collect();
    assert_eq!(rates, ["0.04", "0.04", "0.06", "0.06", "0.05"]);
}

#[test]
fn an_acknowledgement_is_no_data_or_an_error() {
    let none = acknowledgement("999", "No matching data found for Data item Day-ahead Prices [12.1.D]");
    let server = FaultServer::script(vec![xml(none)]);
    let world = World::at("2026-01-05T06:00:00Z");
    let summary = world.load(&settings(&server));
    assert_eq!((summary.outcome, summary.counts.read), (Outcome::Done, 0));
    for (status, text, code) in [
        (401, "Unauthorized. Missing or invalid security token. ", Code::AccessRefused),
        (
            400,
            "The combination of [in_Domain=x] is not valid, or the requested data is not allowed",
            Code::UnexpectedAnswer,
        ),
        (200, "Maximum allowed number of documents exceeded", Code::UnexpectedAnswer),
    ] {
        let server = FaultServer::script(vec![Reply::new(status, "application/xml", acknowledgement("999", text))]);
        let error = World::at("2026-01-05T06:00:00Z").load(&settings(&server)).error.expect("an error");
        assert_eq!(error.code, code, "{error}");
        assert!(error.message.contains(text.trim()), "{error}");
    }
}

#[test]
fn prices_of_another_currency_or_unit_are_not_written() {
    let day = series("A03", "", "2026-01-04T23:00Z", "2026-01-05T23:00Z", "PT60M", &[(1, "83.45")]);
    let server = FaultServer::script(vec![xml(document(std::slice::from_ref(&day)))]);
    let world = World::at("2026-01-05T06:00:00Z").tariff("SEK");
    let summary = world.load(&settings(&server));
    assert_eq!(summary.error.map(|issue| issue.code), Some(Code::TooManyBadRows));
    assert!(world.prices().is_empty());
    let server = FaultServer::script(vec![xml(document(&[day.replace("MWH", "MW")]))]);
    let world = World::at("2026-01-05T06:00:00Z");
    assert_eq!(world.load(&settings(&server)).outcome, Outcome::Partial);
    assert_eq!(world.quarantine(), [(format!("{ZONE}/2026-01-04T23:00Z"), "HS1005".to_string())]);
}

#[test]
fn hostile_documents_are_refused() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><x>&b;</x>".to_string();
    let deep = "<a>".repeat(100_000);
    let long = document(&[series("A03", "", "1970-01-01T00:00Z", "2026-01-01T00:00Z", "PT1M", &[(1, "1")])]);
    let negative = document(&[series("A03", "", "2026-01-01T00:00Z", "2025-01-01T00:00Z", "PT60M", &[(1, "1")])]);
    for (text, outcome) in [
        (bomb, Outcome::Failed),
        (deep, Outcome::Failed),
        (long, Outcome::Partial),
        (negative, Outcome::Partial),
        ("not xml".into(), Outcome::Failed),
        ("<other/>".into(), Outcome::Failed),
    ] {
        let server = FaultServer::script(vec![xml(text)]);
        let world = World::at("2026-01-05T06:00:00Z");
        assert_eq!(world.load(&settings(&server)).outcome, outcome);
        assert!(world.prices().is_empty());
    }
}
