use std::io::Write;
use std::time::Duration;

use udfs::Code;

use super::*;

fn ok() -> Reply {
    Reply::json("{\"a\":1}")
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(bytes).expect("packed");
    packed.finish().expect("packed")
}

fn code(answer: Result<Answer, Issue>) -> (Code, String) {
    let issue = answer.expect_err("a failure");
    (issue.code, issue.to_string())
}

#[test]
fn a_busy_server_is_asked_again_when_it_says() {
    let busy = Reply::new(429, "text/plain", "slow down").header("Retry-After", "17");
    let dated = Reply::new(503, "text/plain", "").header("Retry-After", "Mon, 05 Jan 2026 06:01:17 GMT");
    let server = FaultServer::script(vec![busy, dated, ok()]);
    let world = World::new("");
    let before = world.fake.now();
    let answer = world.get(&server, "/x").expect("an answer");
    assert_eq!(answer.json::<serde_json::Value>().expect("json")["a"], 1);
    assert_eq!((world.fake.now() - before).num_seconds(), 77, "17 s, then until the date");
    assert_eq!(server.received().len(), 3);
}

#[test]
fn a_failing_server_is_given_up_after_some_tries() {
    let server = FaultServer::script(vec![Reply::new(500, "text/plain", "disk full")]);
    let (code, message) = code(World::new("tries = 3").get(&server, "/x"));
    assert_eq!((code, server.received().len()), (Code::Unreachable, 3));
    assert!(message.contains("500: disk full; tried 3 times"), "{message}");
}

#[test]
fn a_broken_off_body_is_fetched_again() {
    let server = FaultServer::script(vec![ok().truncated(), ok()]);
    assert_eq!(&World::new("").get(&server, "/x").expect("an answer").body[..], b"{\"a\":1}");
    let zipped = Reply::new(200, "application/json", packed(b"{\"a\":2}")).header("Content-Encoding", "gzip");
    let server = FaultServer::script(vec![zipped.clone().truncated(), zipped]);
    assert_eq!(&World::new("").get(&server, "/x").expect("an answer").body[..], b"{\"a\":2}");
}

#[test]
fn a_trickling_server_does_not_hold_the_run() {
    let slow = ok().trickle(Duration::from_millis(400));
    let server = FaultServer::script(vec![slow.clone(), ok()]);
    assert!(World::new("timeout = \"1s\"").get(&server, "/x").is_ok());
    let server = FaultServer::script(vec![slow]);
    let (code, message) = code(World::new("timeout = \"1s\"\ntries = 1").get(&server, "/x"));
    assert!(code == Code::Unreachable && message.contains("within 1 s"), "{message}");
    let silent = ok().trickle(Duration::from_secs(30));
    let server = FaultServer::script(vec![silent]);
    let (_, message) = self::code(World::new("read_timeout = \"1s\"\ntries = 1").get(&server, "/x"));
    assert!(message.contains("silent for 1 s"), "{message}");
}

#[test]
fn a_logon_page_is_no_answer() {
    let server = FaultServer::script(vec![Reply::logon_page()]);
    let (code, message) = code(World::new("").get(&server, "/x"));
    assert_eq!((code, server.received().len()), (Code::UnexpectedAnswer, 1));
    assert!(message.contains("text/html") && !message.contains("<html>"), "{message}");
    let elsewhere = FaultServer::script(vec![Reply::logon_page()]);
    let to = format!("{}/logon?state=abc", elsewhere.address);
    let server = FaultServer::script(vec![Reply::new(302, "text/plain", "").header("Location", &to)]);
    let (code, message) = self::code(World::new("").get(&server, "/x"));
    assert!(code == Code::UnexpectedAnswer && message.contains("/logon") && !message.contains("abc"), "{message}");
    assert!(elsewhere.received().is_empty(), "no credentials for another host");
}

#[test]
fn a_wrong_content_type_is_an_error_or_a_busy_server() {
    let server = FaultServer::script(vec![Reply::new(200, "text/csv", "a,b")]);
    assert_eq!(code(World::new("").get(&server, "/x")).0, Code::UnexpectedAnswer);
    let server = FaultServer::script(vec![Reply::logon_page(), ok()]);
    let ask = Ask::get(server.address.parse().expect("an address"), JSON).busy_type(HTML_IS_BUSY);
    assert!(World::new("").send(&ask).is_ok());
    let odata = Reply::new(200, "application/problem+json; charset=utf-8", "{}");
    assert!(World::new("").get(&FaultServer::script(vec![odata]), "/x").is_ok());
}

#[test]
fn a_body_without_end_is_cut_off_packed_too() {
    let long = vec![b' '; 2 << 20];
    let server = FaultServer::script(vec![Reply::new(200, "application/json", long.clone())]);
    assert_eq!(code(World::new("max_body_mib = 1").get(&server, "/x")).0, Code::TooLarge);
    let packed = packed(&long);
    assert!(packed.len() < 10_000);
    let bomb = Reply::new(200, "application/json", packed).header("Content-Encoding", "gzip");
    let server = FaultServer::script(vec![bomb]);
    assert_eq!(code(World::new("max_body_mib = 1").get(&server, "/x")).0, Code::TooLarge);
    assert_eq!(World::new("").get(&server, "/x").expect("an answer").body.len(), long.len());
}

#[test]
fn what_changes_something_is_sent_once() {
    let server = FaultServer::script(vec![Reply::new(502, "text/plain", ""), ok()]);
    let ask = Ask::send("POST", server.address.parse().expect("an address"), "application/json", b"{}".to_vec());
    assert!(World::new("").send(&ask).is_err());
    assert!(World::new("").send(&ask.repeatable()).is_ok());
    assert_eq!((server.received()[0].method.as_str(), server.received()[0].body.as_str()), ("POST", "{}"));
}

#[test]
fn a_closed_port_is_unreachable() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("bound");
    let ask = Ask::get(format!("http://{closed}/").parse().expect("an address"), JSON);
    let (code, message) = code(World::new("tries = 2").send(&ask));
    assert!(code == Code::Unreachable && message.contains("refused"), "{message}");
}

#[test]
fn a_version_that_is_known_is_not_sent_again() {
    let server = FaultServer::start(|request| match request.header("If-None-Match") {
        Some("\"v1\"") => Reply::new(304, "application/json", ""),
        _ => ok().header("ETag", "\"v1\""),
    });
    let world = World::new("");
    let first = world.get(&server, "/x").expect("an answer");
    let ask = Ask::get(format!("{}/x", server.address).parse().expect("an address"), JSON).unless(first.header("etag"));
    assert!(!first.is_known() && world.send(&ask).expect("an answer").is_known());
}

#[test]
fn hosts_get_only_so_many_requests_a_minute() {
    let server = FaultServer::script(vec![ok()]);
    let world = World::new("requests_per_minute = 6");
    let before = world.fake.now();
    (0..7).for_each(|_| assert!(world.get(&server, "/x").is_ok()));
    assert_eq!((world.fake.now() - before).num_seconds(), 20);
}

#[test]
fn a_run_that_is_to_stop_does_not_wait_for_an_answer() {
    let server = FaultServer::script(vec![ok().trickle(Duration::from_secs(60))]);
    let world = World::new("");
    let cancelled = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let control = Control::new(Arc::clone(&cancelled), None, Box::new(|_| {}));
    let session = Session::new(&world.fake, &world.fake, &world.redactor, &control, 7);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(300));
            cancelled.store(true, std::sync::atomic::Ordering::Relaxed);
        });
        let ask = Ask::get(server.address.parse().expect("an address"), JSON);
        assert_eq!(code(world.client.send(&session, &ask)).0, Code::Cancelled);
    });
}
