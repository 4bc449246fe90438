use udfs::Code;

use crate::http::fault_server::{FaultServer, Received, Reply};
use crate::load::Outcome;
use crate::market::harness::World;

fn settings(server: &FaultServer) -> String {
    format!(
        "kind = 'octopus'\ntariff = 't'\nproduct = 'AGILE-24-10-01'\ncode = 'E-1R-AGILE-24-10-01-C'\nurl = '{}/v1/'",
        server.address
    )
}

fn rate(from: &str, to: &str, price: &str) -> String {
    let to = if to.is_empty() { "null".into() } else { format!("\"2026-01-05T{to}:00Z\"") };
    format!(
        "{{\"value_exc_vat\":{price},\"value_inc_vat\":99,\"valid_from\":\"2026-01-05T{from}:00Z\",\"valid_to\":{to},\
         \"payment_method\":null}}"
    )
}

fn page(count: usize, next: Option<&str>, rates: &[String]) -> Reply {
    let next = next.map_or("null".into(), |next| format!("\"{next}\""));
    Reply::json(format!("{{\"count\":{count},\"next\":{next},\"previous\":null,\"results\":[{}]}}", rates.join(",")))
}

fn number_of(request: &Received) -> String {
    request.parameter("page").unwrap_or_else(|| "1".into())
}

#[test]
fn pages_are_followed_and_the_same_page_twice_changes_nothing() {
    let first = [rate("01:00", "01:30", "25.872"), rate("00:30", "01:00", "20")];
    let second = [rate("00:30", "01:00", "20"), rate("00:00", "00:30", "-3.5")];
    let server = FaultServer::start(move |request| match number_of(request).as_str() {
        "1" => page(3, Some("/v1/x?page=2"), &first),
        _ => page(3, None, &second),
    });
    let world = World::at("2026-01-05T06:00:00Z").tariff("GBP");
    let summary = world.load(&settings(&server));
    assert_eq!((summary.outcome, summary.counts.read, summary.counts.written), (Outcome::Done, 4, 3));
    assert_eq!(
        world.prices(),
        ["01-05T00:00 01-05T00:30 -0.035", "01-05T00:30 01-05T01:00 0.2", "01-05T01:00 01-05T01:30 0.25872"]
    );
    let path = &server.received()[0].path;
    let rates = "/v1/products/AGILE-24-10-01/electricity-tariffs/E-1R-AGILE-24-10-01-C/standard-unit-rates/?";
    assert!(path.starts_with(rates), "{path}");
    assert_eq!(world.load(&settings(&server)).counts.unchanged, 3);
}

#[test]
fn a_list_that_changes_under_way_is_read_from_the_start_again() {
    let calls = std::sync::atomic::AtomicUsize::new(0);
    let server = FaultServer::start(move |request| {
        let call = calls.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let count = if call == 0 { 2 } else { 3 };
        match number_of(request).as_str() {
            "1" => page(count, Some("/v1/x?page=2"), &[rate("01:00", "01:30", "1"), rate("00:30", "01:00", "2")]),
            _ => page(count, None, &[rate("00:00", "00:30", "3")]),
        }
    });
    let world = World::at("2026-01-05T06:00:00Z");
    assert_eq!(world.load(&settings(&server)).outcome, Outcome::Done);
    assert_eq!((world.prices().len(), server.received().len()), (3, 4));
    assert!(world.log().contains("\"changed\""));
}

#[test]
fn pages_without_end_or_elsewhere_are_refused() {
    for next in ["/v1/x?page=1", "http://localhost:1/x"] {
        let server = FaultServer::start(move |_| page(9, Some(next), &[rate("01:00", "01:30", "1")]));
        let error = World::at("2026-01-05T06:00:00Z").load(&settings(&server)).error.expect("an error");
        assert_eq!(error.code, Code::UnexpectedAnswer, "{error}");
    }
}

#[test]
fn a_rate_until_further_notice_grows_with_each_run() {
    let server = FaultServer::start(|_| {
        let other = rate("00:00", "", "7").replace("null}", "\"NON_DIRECT_DEBIT\"}");
        page(2, None, &[rate("00:00", "", "5"), other])
    });
    let mut world = World::at("2026-01-05T06:00:00Z");
    let summary = world.load(&format!("{}\nvat = true", settings(&server)));
    assert_eq!(summary.outcome, Outcome::Done, "{:?}", summary.error);
    assert_eq!(world.prices(), ["01-05T00:00 01-07T06:00 0.99"]);
    world.now = "2026-01-06T06:00:00Z";
    world.load(&settings(&server));
    assert_eq!(world.prices(), ["01-05T00:00 01-08T06:00 0.05"]);
}
