//! What goes wrong on the way, for the systems whose own servers cannot be had: a table of faults, each tried with each.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use udfs::model::Instant;
use udfs::store::{MemoryStore, Store};
use udfs::tables::{PRODUCTION_JOBS, WORKFORCE_SHIFTS};

use crate::http::fault_server::{FaultServer, Received, Reply};
use crate::load::testing::Fake;
use crate::load::{Config, Control, Options, Redactor, Session, Summary, open, run};

const SECRET: &str = "s3cret-of-an-erp";

/// What the system holds while it is read.
#[derive(Clone, Copy, PartialEq)]
enum Holds {
    Always,
    /// Records come twice: a page once more, or an entry of a report.
    Twice,
    /// A record moves between the first answer and the second.
    Moving,
    Moved,
}

struct System {
    name: &'static str,
    settings: &'static str,
    /// The answer to a request for data, of which so many came before.
    answer: fn(&Received, usize, Holds) -> Reply,
}

const SYSTEMS: [System; 2] = [
    System {
        name: "oracle",
        settings: "kind = 'oracle'\nurl = 'ADDRESS'\norganization = 'M1'\npage_size = 3\ntime_zone = 'America/New_York'\n\
                   process = [{ work_center = 'FURN*', heating_kwh_per_unit = '2' }]",
        answer: work_orders,
    },
    System {
        name: "workday",
        settings: "kind = 'workday'\nurl = 'ADDRESS/report'\n\
                   columns = { worker = 'Employee_ID', start = 'Shift_Start', end = 'Shift_End' }",
        answer: shifts,
    },
];

fn work_orders(request: &Received, asked: usize, holds: Holds) -> Reply {
    let moved = holds == Holds::Moved || (holds == Holds::Moving && asked > 0);
    let order = |number: usize| {
        let is_late = moved && number == 0;
        let (changed, end) = if is_late { (59, "19:00") } else { (number, "18:00") };
        json!({
            "WorkOrderId": number, "WorkOrderNumber": format!("M1-{number}"), "OrganizationCode": "M1",
            "WorkOrderStatusCode": "ORA_RELEASED", "PlannedStartQuantity": 100, "UOMCode": "Ea",
            "PlannedStartDate": "2026-01-05T06:00:00-05:00",
            "PlannedCompletionDate": format!("2026-01-05T{end}:00-05:00"),
            "LastUpdateDate": format!("2026-01-01T00:00:{changed:02}+00:00"),
            "WorkOrderOperation": [{
                "WorkOrderOperationId": number, "OperationSequenceNumber": 20, "WorkCenterCode": "FURN1",
                "PlannedStartDate": "2026-01-05T08:00:00-05:00", "PlannedCompletionDate": "2026-01-05T10:00:00-05:00",
            }],
        })
    };
    let number = |name: &str| request.parameter(name).and_then(|text| text.parse().ok()).unwrap_or(0_usize);
    let filter = request.parameter("q").unwrap_or_default();
    let since = filter.split("LastUpdateDate>='").nth(1).and_then(|rest| rest.get(..19)).unwrap_or_default();
    let again = holds == Holds::Twice && asked == 1;
    let (since, offset) = if again { ("", 0) } else { (since, number("offset")) };
    let mut all: Vec<Value> = (0..8).map(order).collect();
    all.sort_by_key(|order| order["LastUpdateDate"].to_string());
    let rest: Vec<Value> =
        all.into_iter().filter(|order| order["LastUpdateDate"].as_str() >= Some(since)).skip(offset).collect();
    let page = &rest[..rest.len().min(number("limit"))];
    Reply::json(json!({"items": page, "count": page.len(), "hasMore": page.len() < rest.len()}))
}

fn shifts(_: &Received, asked: usize, holds: Holds) -> Reply {
    let moved = holds == Holds::Moved || (holds == Holds::Moving && asked > 0);
    let shift = |number: usize| {
        let end = if moved && number == 0 { 15 } else { 14 };
        json!({
            "Employee_ID": format!("{}", 21_000 + number), "Shift_Start": "2026-01-05T06:00:00-06:00",
            "Shift_End": format!("2026-01-05T{end}:00:00-06:00"),
        })
    };
    let mut entries: Vec<Value> = (0..8).map(shift).collect();
    if holds == Holds::Twice {
        entries.extend(entries.clone());
    }
    let whole = Reply::json(json!({"Report_Entry": entries}));
    // a report has no pages: what changes under way does so between two tries
    if holds == Holds::Moving && asked == 0 { whole.truncated() } else { whole }
}

/// What comes in place of an answer.
type Fault = fn(Reply) -> Reply;

/// How often.
#[derive(Clone, Copy)]
enum When {
    Never,
    Once(Fault),
    Always(Fault),
}

fn busy(_: Reply) -> Reply {
    Reply::new(429, "application/json", "{}").header("Retry-After", "17")
}

fn broken(_: Reply) -> Reply {
    Reply::new(500, "text/plain", "disk full")
}

fn trickling(reply: Reply) -> Reply {
    reply.trickle(Duration::from_millis(300))
}

fn logon(_: Reply) -> Reply {
    Reply::logon_page()
}

fn comma_separated(_: Reply) -> Reply {
    Reply::new(200, "text/csv", "a,b")
}

fn half_a_document(_: Reply) -> Reply {
    Reply::new(200, "application/json", "{\"items\": [{\"WorkOrderId\"")
}

/// The summary, all rows that came, and the seconds that the load waited.
fn load(system: &System, holds: Holds, when: When) -> (Summary, String, i64) {
    let asked = Arc::new(AtomicUsize::new(0));
    let answer = system.answer;
    let server = FaultServer::start(move |request| {
        if request.path == "/token" {
            return Reply::json(json!({"access_token": "tok-s3cret", "token_type": "Bearer", "expires_in": 3600}));
        }
        let before = asked.fetch_add(1, Ordering::Relaxed);
        let reply = answer(request, before, holds);
        match when {
            When::Always(fault) => fault(reply),
            When::Once(fault) if before == 0 => fault(reply),
            _ => reply,
        }
    });
    let auth = "http.auth = { kind = 'client_credentials', token_url = 'ADDRESS/token', client_id = 'me', client_secret = '${env:KEY}' }";
    let text =
        format!("[job.x]\nsite = 'plant-a'\nhttp.timeout = '1s'\nhttp.proxy = 'none'\n{auth}\n{}", system.settings);
    let job =
        Config::parse("t", &text.replace("ADDRESS", &server.address), Path::new("")).expect("a job").jobs.remove(0);
    let (fake, redactor, control) = (Fake::new().knows("KEY", SECRET), Redactor::default(), Control::default());
    let session = Session::new(&fake, &fake, &redactor, &control, 1);
    let store = MemoryStore::new();
    let source = open(&job, &store).expect("opens");
    let begun: Instant = fake.now();
    let summary = run(&job, source.as_ref(), &store, &session, &Options::default()).expect("the store works");
    let rows = |table| format!("{:?}", store.read(table, &[]).expect("readable"));
    let said = format!("{}{}{summary:?}", rows(&PRODUCTION_JOBS), rows(&WORKFORCE_SHIFTS));
    assert!(!said.contains("s3cret"), "{said}");
    (summary, rows(&PRODUCTION_JOBS) + &rows(&WORKFORCE_SHIFTS), (fake.now() - begun).num_seconds())
}

#[test]
fn what_passes_leaves_the_tables_of_a_load_that_nothing_disturbed() {
    let truncated: Fault = Reply::truncated;
    let faults = [
        ("429 with Retry-After", Holds::Always, When::Once(busy)),
        ("500", Holds::Always, When::Once(broken)),
        ("a truncated body", Holds::Always, When::Once(truncated)),
        ("a slow loris", Holds::Always, When::Once(trickling)),
        ("duplicate pages", Holds::Twice, When::Never),
        ("a page that changes under way", Holds::Moving, When::Never),
    ];
    for system in &SYSTEMS {
        for (name, holds, when) in faults {
            let end = if holds == Holds::Moving { Holds::Moved } else { Holds::Always };
            let (_, expected, _) = load(system, end, When::Never);
            assert!(expected.len() > 1_000, "{expected}");
            let (summary, rows, waited) = load(system, holds, when);
            assert_eq!(summary.exit_code(), 0, "{} with {name}: {summary:?}", system.name);
            assert!(rows == expected, "{} with {name}: {rows}\nin place of {expected}", system.name);
            assert!(name != "429 with Retry-After" || waited >= 17, "{}: {waited} s", system.name);
        }
    }
}

#[test]
fn what_stays_ends_the_load_with_a_code_and_without_a_row() {
    let truncated: Fault = Reply::truncated;
    let faults = [
        ("429 with Retry-After", busy as Fault, 75, "HS4101"),
        ("500", broken, 75, "HS4101"),
        ("a truncated body", truncated, 75, "HS4101"),
        ("a slow loris", trickling, 75, "HS4101"),
        ("a logon page with 200", logon, 1, "HS4103"),
        ("a wrong content type", comma_separated, 1, "HS4103"),
        ("half a document", half_a_document, 1, "HS4103"),
    ];
    for system in &SYSTEMS {
        for (name, fault, exit, code) in faults {
            let (summary, rows, _) = load(system, Holds::Always, When::Always(fault));
            let error = summary.error.as_ref().map(|error| error.code.as_str());
            assert_eq!((summary.exit_code(), error), (exit, Some(code)), "{} with {name}: {summary:?}", system.name);
            assert_eq!(rows, "[][]", "{} with {name}", system.name);
        }
    }
}
