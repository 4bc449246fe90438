//! What is the same for all feeds.

use std::time::Duration;

use udfs::row::Cell;
use udfs::store::{Change, Store};
use udfs::tables::{CONNECTOR_PAYLOADS, CONNECTOR_STATE, ENERGY_PRICES};
use udfs::{Code, row::Row};

use super::harness::{World, instant};
use crate::http::fault_server::{FaultServer, Received, Reply};
use crate::load::{Options, Outcome, column, sha256};

/// Hourly prices of whatever is asked for, until the end of 5 January.
fn hours(request: &Received) -> String {
    let hour = 3_600_000;
    let asked = |name: &str| request.parameter(name).and_then(|text| text.parse::<i64>().ok()).expect("milliseconds");
    let last = instant("2026-01-06T00:00:00Z").timestamp_millis();
    let items: Vec<String> = (asked("start") / hour..asked("end").min(last) / hour)
        .map(|at| {
            let (from, to) = (at * hour, (at + 1) * hour);
            format!(
                "{{\"start_timestamp\":{from},\"end_timestamp\":{to},\"marketprice\":{},\"unit\":\"Eur/MWh\"}}",
                at % 97
            )
        })
        .collect();
    format!("{{\"data\":[{}]}}", items.join(","))
}

fn settings(server: &FaultServer) -> String {
    format!("kind = 'awattar'\ntariff = 't'\ncountry = 'de'\nurl = '{}'", server.address)
}

fn honest() -> FaultServer {
    FaultServer::start(|request| Reply::json(hours(request)))
}

fn cursor(world: &World) -> String {
    let rows = world.store.read(&CONNECTOR_STATE, &[]).expect("readable");
    column(&rows[0], "cursor_value").expect("a cursor").to_string()
}

#[test]
fn the_next_run_goes_on_where_the_last_stopped_and_reads_a_day_again() {
    let server = honest();
    let mut world = World::at("2026-01-05T06:00:00Z");
    assert_eq!(world.load(&settings(&server)).counts.written, 186, "a week and what is published ahead");
    assert_eq!(cursor(&world), "2026-01-06T00:00:00Z");
    world.now = "2026-01-05T18:00:00Z";
    let second = world.load(&settings(&server));
    assert_eq!((second.counts.written, second.counts.unchanged), (0, 24));
    let old = Options {
        since: Some(instant("2025-11-01T00:00:00Z")),
        until: Some(instant("2025-12-15T00:00:00Z")),
        ..Options::default()
    };
    assert_eq!(world.load_with(&settings(&server), &old).counts.written, 44 * 24);
    assert_eq!(cursor(&world), "2026-01-06T00:00:00Z", "a backfill does not move it");
}

#[test]
fn each_price_names_its_source_and_each_payload_its_hash() {
    let server = honest();
    let world = World::at("2026-01-05T06:00:00Z");
    world.load(&settings(&server));
    let row = &world.rows()[0];
    assert_eq!(column(row, "source_system"), Some("awattar"));
    assert_eq!(column(row, "source_reference"), Some("de/2025-12-29T06:00:00Z"));
    let payloads = world.store.read(&CONNECTOR_PAYLOADS, &[]).expect("readable");
    let body = hours(&server.received()[0]);
    assert_eq!(column(&payloads[0], "sha256"), Some(sha256(body.as_bytes()).as_str()));
}

#[test]
fn prices_entered_by_hand_stay_as_they_are() {
    let server = honest();
    let world = World::at("2026-01-05T06:00:00Z");
    world.load(&settings(&server));
    let by_hand = |start: &str, end: &str| {
        let mut row: Row = world.rows().remove(0);
        for (name, cell) in [
            ("source_system", Cell::Text("manual".into())),
            ("start", Cell::Time(instant(start))),
            ("end", Cell::Time(instant(end))),
            ("energy_rate_kwh", Cell::Number(9.into())),
        ] {
            row.0.iter_mut().find(|(known, _)| known == name).expect("a column").1 = cell;
        }
        row
    };
    let rows = vec![
        by_hand("2026-01-05T10:00:00Z", "2026-01-05T10:30:00Z"),
        by_hand("2026-01-05T12:00:00Z", "2026-01-05T14:00:00Z"),
    ];
    world.store.write(&[Change::upsert(&ENERGY_PRICES, rows)]).expect("written");
    let again = world.load_with(&settings(&server), &Options { full: true, ..Options::default() });
    assert_eq!((again.outcome, again.counts.written, again.counts.ignored), (Outcome::Done, 1, 2));
    let noon: Vec<String> =
        world.prices().into_iter().filter(|price| ("01-05T10"..="01-05T12:30").contains(&price.as_str())).collect();
    assert_eq!(noon[0], "01-05T10:00 01-05T10:30 9");
    assert!(noon[1].starts_with("01-05T10:30 01-05T11:00"), "{noon:?}");
    assert_eq!(noon[3], "01-05T12:00 01-05T14:00 9");
}

#[test]
fn passing_faults_are_waited_out_and_others_leave_everything_as_it_was() {
    let faults = || {
        vec![
            Reply::new(429, "text/plain", "").header("Retry-After", "3"),
            Reply::new(500, "text/plain", "oops"),
            Reply::json("{\"data\":[]}").truncated(),
            Reply::json("{\"data\":[]}"),
        ]
    };
    let server = FaultServer::script(faults());
    let world = World::at("2026-01-05T06:00:00Z");
    assert_eq!(world.load(&settings(&server)).outcome, Outcome::Done);
    for (fault, code) in [
        (Reply::logon_page(), Code::UnexpectedAnswer),
        (Reply::new(200, "text/csv", "a,b"), Code::UnexpectedAnswer),
        (Reply::json("{\"data\":[]}").trickle(Duration::from_millis(400)), Code::Unreachable),
        (Reply::json("{\"data\":"), Code::UnexpectedAnswer),
        (Reply::new(403, "text/plain", "no"), Code::AccessRefused),
    ] {
        let server = FaultServer::script(vec![fault]);
        let world = World::at("2026-01-05T06:00:00Z");
        let summary = world.load(&format!("{}\nhttp.timeout = '1s'\nhttp.tries = 2", settings(&server)));
        assert_eq!(summary.error.map(|issue| issue.code), Some(code));
        assert!(world.prices().is_empty() && world.store.read(&CONNECTOR_STATE, &[]).expect("readable").is_empty());
    }
}

#[test]
fn pages_in_any_order_and_overlapping_windows_end_in_the_same_table() {
    let server = honest();
    let all = World::at("2026-01-05T06:00:00Z");
    all.load(&settings(&server));
    let parts = World::at("2026-01-05T06:00:00Z");
    for (since, until) in
        [("2026-01-03T00:00:00Z", "2026-01-07T06:00:00Z"), ("2025-12-29T06:00:00Z", "2026-01-04T00:00:00Z")]
    {
        let options = Options { since: Some(instant(since)), until: Some(instant(until)), ..Options::default() };
        parts.load_with(&settings(&server), &options);
        parts.load_with(&settings(&server), &options);
    }
    assert_eq!(parts.rows(), all.rows());
}
