use udfs::Code;

use crate::http::fault_server::{FaultServer, Reply};
use crate::load::Outcome;
use crate::market::harness::{World, instant};

fn settings(server: &FaultServer) -> String {
    format!("kind = 'energy_charts'\ntariff = 't'\nzone = 'DE-LU'\nurl = '{}/price'", server.address)
}

fn answer(times: &[i64], prices: &[&str]) -> Reply {
    Reply::json(format!(
        "{{\"license_info\":\"CC BY 4.0\",\"unix_seconds\":{times:?},\"price\":[{}],\"unit\":\"EUR / MWh\",\
         \"deprecated\":false}}",
        prices.join(",")
    ))
}

fn every(minutes: i64, start: &str, count: i64) -> Vec<i64> {
    let start = instant(start).timestamp();
    (0..count).map(|step| start + step * minutes * 60).collect()
}

#[test]
fn quarter_hours_come_with_their_ends_and_a_null_waits() {
    let times = every(15, "2026-01-04T23:00:00Z", 4);
    let server = FaultServer::script(vec![answer(&times, &["83.45", "null", "-1.5", "0"])]);
    let world = World::at("2026-01-05T06:00:00Z").tariff("EUR");
    let summary = world.load(&settings(&server));
    assert_eq!((summary.outcome, summary.counts.written), (Outcome::Partial, 3));
    assert_eq!(world.prices()[1], "01-04T23:30 01-04T23:45 -0.0015");
    assert_eq!(world.prices()[2], "01-04T23:45 01-05T00:00 0");
    assert_eq!(world.quarantine(), [(format!("DE-LU/{}", times[1]), "HS1003".to_string())]);
    assert_eq!(server.received()[0].parameter("bzn").as_deref(), Some("DE-LU"));
}

#[test]
fn hours_become_quarter_hours_and_a_missing_one_stays_a_gap() {
    let mut times = every(60, "2025-09-30T20:00:00Z", 2);
    times.extend(every(15, "2025-09-30T22:00:00Z", 2));
    times.extend(every(15, "2025-09-30T22:45:00Z", 2));
    let server = FaultServer::script(vec![answer(&times, &["1", "2", "3", "4", "5", "6"])]);
    let world = World::at("2025-10-02T06:00:00Z");
    world.load(&settings(&server));
    let spans: Vec<_> = world.prices().iter().map(|price| price[6..23].replace("09-30T", "")).collect();
    assert_eq!(
        spans,
        ["20:00 21:00", "21:00 22:00", "22:00 22:15", "22:15 22:30", "22:45 23:00", "23:00 23:15"]
            .map(|span| span.to_string())
    );
    assert!(world.log().contains("\"gap\""));
}

#[test]
fn days_with_a_change_of_clocks_have_92_or_100_quarter_hours() {
    for (start, count) in [("2026-03-28T23:00:00Z", 92), ("2026-10-24T22:00:00Z", 100)] {
        let times = every(15, start, count);
        let prices: Vec<String> = (0..count).map(|price| price.to_string()).collect();
        let prices: Vec<&str> = prices.iter().map(String::as_str).collect();
        let server = FaultServer::script(vec![answer(&times, &prices)]);
        let world = World::at("2026-10-26T06:00:00Z");
        assert_eq!(world.load(&settings(&server)).counts.written, count as u64);
        assert!(!world.log().contains("gap"));
    }
}

#[test]
fn no_prices_are_no_error_and_half_an_answer_is() {
    let none = Reply::new(404, "application/json", "{\"detail\":\"no content available\"}");
    let server = FaultServer::script(vec![none]);
    let summary = World::at("2026-01-05T06:00:00Z").load(&settings(&server));
    assert_eq!((summary.outcome, summary.counts.read), (Outcome::Done, 0));
    let server = FaultServer::script(vec![answer(&every(15, "2026-01-04T23:00:00Z", 3), &["1"])]);
    let error = World::at("2026-01-05T06:00:00Z").load(&settings(&server)).error.expect("an error");
    assert_eq!(error.code, Code::UnexpectedAnswer);
}
