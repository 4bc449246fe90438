use std::path::Path;

use crate::http::fault_server::{FaultServer, Reply};
use crate::load::{Config, Outcome, open};
use crate::market::harness::{SECRET, World};

fn settings(server: &FaultServer, more: &str) -> String {
    format!(
        "kind = 'rest'\ntariff = 't'\npart = 'z7'\nlongest = '30d'\nurl = '{}/spot?from={{start}}&to={{end}}'\nitems = '/data/list'\n\
         price = {{ start = '/from', amount = '/value', {more} }}\n\
         http.auth = {{ kind = 'header', name = 'X-Api-Key', key = '${{env:KEY}}' }}",
        server.address
    )
}

#[test]
fn pointers_say_where_the_prices_are() {
    let body = r#"{"data":{"list":[
        {"from":1767571200,"to":1767574800,"value":"83.450","per":"EUR/MWh"},
        {"from":1767574800,"to":1767578400,"value":-1,"per":"EUR/MWh"},
        {"from":1767578400,"to":1767582000,"value":1,"per":"EUR/MW"}]},"more":null}"#;
    let server = FaultServer::script(vec![Reply::json(body)]);
    let world = World::at("2026-01-05T06:00:00Z").tariff("EUR");
    let summary = world.load(&settings(&server, "end = '/to', unit_at = '/per', times = 'seconds'"));
    assert_eq!(summary.outcome, Outcome::Partial, "{:?}", summary.error);
    assert_eq!(world.prices(), ["01-05T00:00 01-05T01:00 0.08345", "01-05T01:00 01-05T02:00 -0.001"]);
    assert_eq!(world.quarantine(), [("z7/1767578400".to_string(), "HS1005".to_string())]);
    let asked = &server.received()[0];
    assert_eq!(asked.header("x-api-key"), Some(SECRET));
    assert_eq!(asked.parameter("from").as_deref(), Some("2025-12-29T06:00:00Z"));
}

#[test]
fn a_mapping_that_cannot_be_meant_is_refused_before_anything_is_sent() {
    let server = FaultServer::script(vec![Reply::json("{}")]);
    for more in [
        "interval = '15m'",
        "interval = '15m', unit = 'EUR/MWh', unit_at = '/u'",
        "interval = 'soon', unit = 'EUR/MWh'",
        "unit = 'EUR/MWh'",
        "interval = '15m', unit = 'EUR'",
        "end = 'to', unit = 'EUR/MWh'",
    ] {
        let job = format!("[job.x]\n{}", settings(&server, more));
        let job = Config::parse("t", &job, Path::new("")).expect("valid").jobs.remove(0);
        assert!(open(&job, &World::at("2026-01-05T06:00:00Z").store).is_err(), "{more}");
    }
    assert!(server.received().is_empty());
}
