use crate::http::fault_server::{FaultServer, Reply};
use crate::load::Outcome;
use crate::market::harness::{World, instant};

#[test]
fn hours_come_in_milliseconds() {
    let start = instant("2026-01-05T00:00:00Z").timestamp_millis();
    let hour = 3_600_000;
    let item = |number: i64, price: &str| {
        let from = start + number * hour;
        format!(
            "{{\"start_timestamp\":{from},\"end_timestamp\":{},\"marketprice\":{price},\"unit\":\"Eur/MWh\"}}",
            from + hour
        )
    };
    let body = format!(
        "{{\"object\":\"list\",\"data\":[{},{},{}],\"url\":\"/at/v1/marketdata\"}}",
        item(0, "-1.09"),
        item(1, "92.1"),
        item(2, "\"?\"")
    );
    let server = FaultServer::script(vec![Reply::json(body)]);
    let world = World::at("2026-01-05T06:00:00Z").tariff("EUR");
    let settings = format!("kind = 'awattar'\ntariff = 't'\ncountry = 'at'\nurl = '{}'", server.address);
    assert_eq!(world.load(&settings).outcome, Outcome::Partial);
    assert_eq!(world.prices(), ["01-05T00:00 01-05T01:00 -0.00109", "01-05T01:00 01-05T02:00 0.0921"]);
    assert_eq!(world.quarantine(), [(format!("at/{}", start + 2 * hour), "HS1003".to_string())]);
    let end = instant("2026-01-07T06:00:00Z").timestamp_millis().to_string();
    assert_eq!(server.received()[0].parameter("end"), Some(end));
}
