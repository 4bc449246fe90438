use crate::http::fault_server::{FaultServer, Reply};
use crate::load::Outcome;
use crate::market::harness::World;

fn settings(server: &FaultServer) -> String {
    format!(
        "kind = 'openadr'\ntariff = 't'\nprogram = 'p1'\nurl = '{0}'\nhttp.auth = {{ kind = 'client_credentials', \
         token_url = '{0}/auth/token', client_id = 'plant', client_secret = '${{env:KEY}}' }}",
        server.address
    )
}

fn event(id: usize, priority: u8, start: &str, length: &str, intervals: &str) -> String {
    format!(
        "{{\"id\":\"e{id}\",\"objectType\":\"EVENT\",\"programID\":\"p1\",\"priority\":{priority},\"intervalPeriod\":{{\"start\":\"{start}\",\
         \"duration\":\"{length}\"}},\"payloadDescriptors\":[{{\"objectType\":\"EVENT_PAYLOAD_DESCRIPTOR\",\"payloadType\":\"PRICE\",\
         \"units\":\"KWH\",\"currency\":\"EUR\"}}],\"intervals\":[{intervals}]}}"
    )
}

fn price(id: usize, amount: &str) -> String {
    format!(
        "{{\"id\":{id},\"payloads\":[{{\"type\":\"PRICE\",\"values\":[{amount}]}},{{\"type\":\"GHG\",\"values\":[400]}}]}}"
    )
}

fn vtn(pages: Vec<Vec<String>>) -> FaultServer {
    FaultServer::start(move |request| {
        if request.path == "/auth/token" {
            return Reply::json("{\"access_token\":\"tok-of-vtn\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
        }
        let skip: usize = request.parameter("skip").and_then(|skip| skip.parse().ok()).expect("a number");
        Reply::json(format!("[{}]", pages.get(skip / 50).map_or(String::new(), |page| page.join(","))))
    })
}

#[test]
fn intervals_follow_one_another_unless_they_say_otherwise() {
    let own = "{\"id\":2,\"intervalPeriod\":{\"start\":\"2026-01-05T09:00:00Z\",\"duration\":\"PT30M\"},\"payloads\":[{\"type\":\"PRICE\",\"values\":[-0.01]}]}";
    let intervals = [price(0, "0.17"), price(1, "0.3"), own.to_string(), price(3, "\"x\"")].join(",");
    let server = vtn(vec![vec![event(1, 0, "2026-01-05T06:00:00Z", "PT1H", &intervals)]]);
    let world = World::at("2026-01-05T06:00:00Z").tariff("EUR");
    assert_eq!(world.load(&settings(&server)).outcome, Outcome::Partial);
    assert_eq!(
        world.prices(),
        ["01-05T06:00 01-05T07:00 0.17", "01-05T07:00 01-05T08:00 0.3", "01-05T09:00 01-05T09:30 -0.01"]
    );
    assert_eq!(world.quarantine(), [("p1/e1/3".to_string(), "HS1003".to_string())]);
    assert_eq!(server.received()[1].header("authorization"), Some("Bearer tok-of-vtn"));
    assert!(!world.log().contains("tok-of-vtn"));
}

#[test]
fn the_more_urgent_event_counts_where_two_overlap() {
    let usual = event(1, 9, "2026-01-05T06:00:00Z", "PT4H", &price(0, "0.1"));
    let critical = event(2, 1, "2026-01-05T07:00:00Z", "PT1H", &price(0, "0.9"));
    let server = vtn(vec![vec![usual, critical]]);
    let world = World::at("2026-01-05T06:00:00Z");
    world.load(&settings(&server));
    assert_eq!(
        world.prices(),
        ["01-05T06:00 01-05T07:00 0.1", "01-05T07:00 01-05T08:00 0.9", "01-05T08:00 01-05T10:00 0.1"]
    );
}

#[test]
fn events_come_in_pages_and_one_until_further_notice_has_an_end() {
    let day = |number: usize| format!("2026-01-{:02}T{:02}:00:00Z", 1 + number / 24, number % 24);
    let first: Vec<String> = (0..50).map(|number| event(number, 0, &day(number), "PT1H", &price(0, "0.2"))).collect();
    let last = vec![event(50, 0, &day(50), "P9999Y", &price(0, "0.3"))];
    let server = vtn(vec![first, last]);
    let world = World::at("2026-01-05T06:00:00Z");
    world.load(&settings(&server));
    assert_eq!(world.prices().len(), 51);
    assert_eq!(world.prices()[50], "01-03T02:00 01-07T06:00 0.3");
    assert_eq!(server.received().len(), 3);
}
