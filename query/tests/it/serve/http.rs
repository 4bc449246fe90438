use std::io::{Read, Write};
use std::net::TcpStream;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

use super::{PASSWORD, Served};

const ENDPOINTS: [&str; 13] = [
    "/",
    "/page.js",
    "/odata",
    "/odata/",
    "/odata/$metadata",
    "/odata/savings",
    "/odata/savings/$count",
    "/data/savings.csv",
    "/data/savings.json",
    "/rates/x.json",
    "/openapi.json",
    "/metrics",
    "/nowhere",
];

fn serve() -> Served {
    Served::with(&["--http", "127.0.0.1:0"])
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .find_map(|line| line.split_once(": ").filter(|(known, _)| *known == name))
            .map(|(_, value)| value)
    }

    #[track_caller]
    fn json(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        serde_json::from_str(&self.body).expect("JSON")
    }
}

fn basic(user: &str, password: &str) -> String {
    format!("Authorization: Basic {}\r\n", STANDARD.encode(format!("{user}:{password}")))
}

fn ask(served: &mut Served, method: &str, target: &str, headers: &str) -> Answer {
    let port = served.http();
    let mut socket = TcpStream::connect(("127.0.0.1", port)).expect("connected");
    let request = format!("{method} {target} HTTP/1.0\r\nHost: localhost:{port}\r\n{headers}\r\n");
    socket.write_all(request.as_bytes()).expect("sent");
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).expect("an answer");
    let answer = String::from_utf8(answer).expect("text");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
    Answer { status, head: head.to_string(), body: body.to_string() }
}

fn get(served: &mut Served, target: &str) -> Answer {
    ask(served, "GET", target, &basic("anna", PASSWORD))
}

#[test]
fn nobody_reads_without_a_login_and_nobody_writes() {
    let mut served = serve();
    for target in ENDPOINTS {
        for header in
            [String::new(), basic("anna", "wrong"), basic("nobody", PASSWORD), "Authorization: Bearer x\r\n".into()]
        {
            let answer = ask(&mut served, "GET", target, &header);
            assert_eq!(answer.status, 401, "{target} {header}");
            assert!(!answer.body.contains("plant-a"), "{target}");
        }
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            let answer = ask(&mut served, method, target, &basic("anna", PASSWORD));
            assert_eq!(answer.status, 405, "{method} {target}");
            assert_eq!(ask(&mut served, method, target, "").status, 401, "{method} {target}");
        }
        served.tells(&format!("refused: GET {target}"));
        served.tells(&format!("refused: DELETE {target}"));
    }
    assert!(served.tells("HS1701").contains("anna from 127.0.0.1"));
}

#[test]
fn a_user_sees_one_tenant() {
    let mut served = serve();
    for set in ["savings", "sites", "load_profile", "cost_by_equipment"] {
        let other = ask(&mut served, "GET", &format!("/odata/{set}"), &basic("bert", PASSWORD)).json();
        assert_eq!(other["value"], Value::Array(Vec::new()), "{set}");
        let filter = format!("/data/{set}.csv?$filter=tenant_id%20eq%20'default'");
        assert_eq!(ask(&mut served, "GET", &filter, &basic("bert", PASSWORD)).body.lines().count(), 1, "{set}");
        assert!(!get(&mut served, &format!("/odata/{set}")).json()["value"].as_array().expect("rows").is_empty());
    }
    assert!(!ask(&mut served, "GET", "/metrics", &basic("bert", PASSWORD)).body.contains("plant-a"));
}

#[test]
fn a_token_is_as_good_as_a_password() {
    let mut served = serve();
    let token = served.bench.run(&["user", "prometheus", "--users", "users", "--token"]).succeeds().text();
    let bearer = format!("Authorization: Bearer {}\r\n", token.trim());
    let answer = ask(&mut served, "GET", "/metrics", &bearer);
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("\nheatsched_schedules_total{status=\"optimized\"} 1\n"), "{}", answer.body);
    assert_eq!(ask(&mut served, "GET", "/metrics", &basic("prometheus", token.trim())).status, 200);
}

#[test]
fn figures_are_those_of_sql() {
    let mut served = serve();
    let sql = "SELECT total_cost, baseline_cost FROM savings";
    let text = served.bench.run(&["-c", sql, "--format", "csv"]).succeeds().text();
    let expected = text.lines().nth(1).expect("a row").to_string();
    assert_eq!(
        get(&mut served, "/data/savings.csv?$select=total_cost,baseline_cost").body.lines().nth(1),
        Some(expected.as_str())
    );
    let odata = get(&mut served, "/odata/savings?$select=total_cost,baseline_cost");
    let (total, baseline) = expected.split_once(',').expect("two figures");
    // digit by digit
    assert!(odata.body.contains(&format!("{{\"total_cost\":{total},\"baseline_cost\":{baseline}}}")), "{}", odata.body);
    let metrics = get(&mut served, "/metrics").body;
    let metric =
        |name: &str| metrics.lines().find_map(|line| line.strip_prefix(name)).expect("a metric").trim().to_string();
    let savings = served.bench.run(&["-c", "SELECT savings FROM savings", "--format", "csv"]).succeeds().text();
    assert_eq!(metric("heatsched_cost_savings_usd_total"), savings.lines().nth(1).expect("a row"));
}

#[test]
fn options_of_odata() {
    let mut served = serve();
    let of = |served: &mut Served, query: &str| {
        let answer = get(served, &format!("/odata/cost_by_period?$select=period_category&{query}")).json();
        let rows = answer["value"].as_array().expect("rows");
        rows.iter().map(|row| row["period_category"].as_str().expect("a text").to_string()).collect::<Vec<_>>()
    };
    let optimized = "schedule_kind%20eq%20'optimized'";
    assert_eq!(
        of(&mut served, &format!("$filter={optimized}&$orderby=total_cost%20desc&$top=2")),
        ["off-peak", "facility"]
    );
    assert_eq!(
        of(&mut served, &format!("$filter={optimized}&$orderby=total_cost%20desc&$skip=1&$top=1")),
        ["facility"]
    );
    assert_eq!(of(&mut served, &format!("$filter={optimized}%20and%20contains(period_category,'mid')")), ["mid-peak"]);
    assert_eq!(of(&mut served, &format!("$filter={optimized}%20and%20not%20(energy_cost%20gt%200)")), ["facility"]);
    assert_eq!(
        of(&mut served, &format!("$filter={optimized}%20and%20period_category%20in%20('critical','x')")),
        ["critical"]
    );
    assert_eq!(of(&mut served, &format!("$filter={optimized}%20and%20schedule_date%20lt%202026-01-05")), [""; 0]);
    let count = get(&mut served, &format!("/odata/cost_by_period?$filter={optimized}&$count=true&$top=1")).json();
    assert_eq!(count["@odata.count"], 5);
    assert_eq!(get(&mut served, &format!("/odata/cost_by_period/$count?$filter={optimized}")).body, "5");
    for (bad, status) in [
        ("$filter=nothing%20eq%201", 400),
        ("$filter=(((", 400),
        ("$filter=1;drop", 400),
        ("$filter=site_id", 400),
        ("$orderby=nothing", 400),
        ("$top=-1", 400),
        ("$skiptoken=x", 400),
        ("$expand=x", 501),
    ] {
        assert_eq!(get(&mut served, &format!("/odata/cost_by_period?{bad}")).status, status, "{bad}");
    }
    let deep = format!("$filter={}true{}", "(".repeat(2000), ")".repeat(2000));
    assert_eq!(get(&mut served, &format!("/odata/savings?{deep}")).status, 400);
}

#[test]
fn pages_hold_together_or_are_gone() {
    let mut served = serve();
    let size = "Prefer: odata.maxpagesize=7\r\n";
    let total: usize = get(&mut served, "/odata/load_profile/$count").body.parse().expect("a number");
    let (mut rows, mut pages) = (Vec::new(), 0);
    let mut next = Some("/odata/load_profile".to_string());
    while let Some(target) = next {
        let page = ask(&mut served, "GET", &target, &format!("{size}{}", basic("anna", PASSWORD))).json();
        rows.extend(page["value"].as_array().expect("rows").iter().map(ToString::to_string));
        pages += 1;
        next = page["@odata.nextLink"].as_str().map(|link| link[link.find("/odata").expect("a path")..].to_string());
    }
    assert_eq!((rows.len(), pages), (total, total.div_ceil(7)));
    rows.sort();
    rows.dedup();
    assert_eq!(rows.len(), total, "no row twice");
    let first = ask(&mut served, "GET", "/odata/load_profile", &format!("{size}{}", basic("anna", PASSWORD))).json();
    let link = first["@odata.nextLink"].as_str().expect("a link").to_string();
    served
        .bench
        .run(&["-c", "SELECT count(*) FROM optimize_schedule('S-2026-01-05', '{\"gap_tolerance\": 0.5}')"])
        .succeeds();
    assert_eq!(get(&mut served, &link[link.find("/odata").expect("a path")..]).status, 410);
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let mut served = serve();
    for target in ["/odata/savings", "/data/savings.csv", "/data/load_profile.json?$top=3"] {
        let first = get(&mut served, target);
        let tag = first.header("etag").expect("a tag").to_string();
        let again = format!("If-None-Match: {tag}\r\n{}", basic("anna", PASSWORD));
        let second = ask(&mut served, "GET", target, &again);
        assert_eq!((second.status, second.body.as_str()), (304, ""));
        // another user's is another
        let other = ask(&mut served, "GET", target, &format!("If-None-Match: {tag}\r\n{}", basic("bert", PASSWORD)));
        assert_eq!(other.status, 200);
    }
    let tag = get(&mut served, "/odata/savings").header("etag").expect("a tag").to_string();
    served
        .bench
        .run(&["-c", "SELECT count(*) FROM optimize_schedule('S-2026-01-05', '{\"gap_tolerance\": 0.5}')"])
        .succeeds();
    let changed =
        ask(&mut served, "GET", "/odata/savings", &format!("If-None-Match: {tag}\r\n{}", basic("anna", PASSWORD)));
    assert_eq!(changed.json()["value"].as_array().expect("rows").len(), 2);
}

#[test]
fn the_documents_name_every_set() {
    let mut served = serve();
    let service = get(&mut served, "/odata/").json();
    let openapi = get(&mut served, "/openapi.json").json();
    let metadata = get(&mut served, "/odata/$metadata");
    assert_eq!(metadata.header("odata-version"), Some("4.0"));
    for set in service["value"].as_array().expect("sets") {
        let name = set["name"].as_str().expect("a name");
        assert!(metadata.body.contains(&format!("<EntityType Name=\"{name}\"><Key>")), "{name}");
        let rows = get(&mut served, &format!("/odata/{name}?$top=1")).json();
        let columns = openapi["components"]["schemas"][name]["properties"].as_object().expect("columns");
        for (column, _) in
            rows["value"].as_array().expect("rows").iter().flat_map(|row| row.as_object().expect("a row"))
        {
            assert!(columns.contains_key(column), "{name}.{column}");
            assert!(metadata.body.contains(&format!("<Property Name=\"{column}\" ")), "{name}.{column}");
        }
    }
}

#[test]
fn no_address_breaks_it() {
    let mut served = serve();
    let mut runner = TestRunner::new(Config { cases: 500, failure_persistence: None, ..Config::default() });
    let part = prop_oneof![
        Just("odata".to_string()),
        Just("data".into()),
        Just("savings".into()),
        Just("$metadata".into()),
        Just("$count".into()),
        Just("savings.csv".into()),
        Just("%00".into()),
        Just("..".into()),
        Just("%2e%2e".into()),
        Just("%ff".into()),
        "[!-~]{0,12}",
    ];
    let word = prop_oneof![
        Just("$filter=".to_string()),
        Just("$top=".into()),
        Just("$orderby=".into()),
        Just("$select=".into()),
        Just("$skiptoken=".into()),
        Just("&".into()),
        Just("site_id".into()),
        Just("%20eq%20".into()),
        Just("null".into()),
        Just("'".into()),
        Just("(".into()),
        Just("date_part('year',".into()),
        Just("contains(".into()),
        Just("99999999999999999999999".into()),
        Just("1e400".into()),
        Just("2026-13-45T99:00:00Z".into()),
        Just("%F0%9F%92%A9".into()),
        "[!-~]{0,8}",
    ];
    let target = (proptest::collection::vec(part, 0..4), proptest::collection::vec(word, 0..10))
        .prop_map(|(path, query)| format!("/{}?{}", path.join("/"), query.concat()).replace([' ', '#'], ""));
    let served_cell = std::cell::RefCell::new(&mut served);
    let outcome = runner.run(&target, |target| {
        let mut served = served_cell.borrow_mut();
        let answer = get(&mut served, &target);
        prop_assert!(answer.status < 500 || answer.status == 501, "{target}: {} {}", answer.status, answer.body);
        Ok(())
    });
    outcome.expect("answered");
    served.end();
    assert_eq!(served.has_ended(), Some(0));
    served.says_nothing_of_defects();
}
