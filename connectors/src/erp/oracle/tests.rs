use std::path::Path;

use serde_json::{Value, json};
use udfs::row::Cell;
use udfs::store::{MemoryStore, Store};
use udfs::tables::{CONNECTOR_STATE, PRODUCTION_JOBS};
use udfs::{Code, model::Instant};

use super::Oracle;
use crate::http::fault_server::{FaultServer, Received, Reply};
use crate::load::testing::Fake;
use crate::load::{
    Config, Control, Job, Options, Outcome, Placement, Redactor, Session, Source, Summary, ToldOutcome, run,
};

const SECRET: &str = "s3cret-of-oracle";

fn order(id: i64, changed: &str, form: &str) -> Value {
    let operation = json!({
        "WorkOrderOperationId": id * 10, "OperationSequenceNumber": 20, "OperationName": "Harden", "WorkCenterCode": "FURN1",
        "PlannedStartDate": "2026-01-05T08:00:00-05:00", "PlannedCompletionDate": "2026-01-05T10:00:00-05:00",
    });
    let operations = if form == "array" { json!([operation]) } else { json!({"items": [operation], "hasMore": false}) };
    json!({
        "WorkOrderId": 300_100_071_643_547_i64 + id, "WorkOrderNumber": format!("M1-{id}"), "OrganizationCode": "M1",
        "ItemNumber": "AXLE", "WorkOrderStatusCode": "ORA_RELEASED", "PlannedStartQuantity": 100.5, "UOMCode": "Ea",
        "PlannedStartDate": "2026-01-05T06:00:00-05:00", "PlannedCompletionDate": "2026-01-05T18:00:00-05:00",
        "ActualStartDate": null, "LastUpdateDate": changed, "WorkOrderOperation": operations,
    })
}

/// Work orders as the documentation describes their collection, sorted and filtered by their last change.
fn pod(orders: Vec<Value>, server_limit: usize) -> FaultServer {
    FaultServer::start(move |request: &Received| {
        if request.path == "/oauth2/v1/token" {
            return Reply::json(json!({"access_token": "tok-s3cret", "token_type": "Bearer", "expires_in": 3600}));
        }
        if request.header("authorization") != Some("Bearer tok-s3cret") {
            return Reply::new(401, "text/plain", "who are you");
        }
        let number = |name: &str| request.parameter(name).and_then(|text| text.parse().ok()).unwrap_or(0_usize);
        let filter = request.parameter("q").unwrap_or_default();
        let since = filter.split("LastUpdateDate>='").nth(1).and_then(|rest| rest.split('\'').next());
        let time = |text: &str| text.parse::<Instant>().expect("a time");
        let wanted =
            |order: &&Value| since.is_none_or(|at| time(order["LastUpdateDate"].as_str().expect("text")) >= time(at));
        let found: Vec<&Value> = orders.iter().filter(wanted).collect();
        let (offset, limit) = (number("offset"), number("limit").min(server_limit));
        let items: Vec<&Value> = found.iter().skip(offset).take(limit).copied().collect();
        let more = offset + items.len() < found.len();
        Reply::json(
            json!({"items": items, "count": items.len(), "hasMore": more, "limit": limit, "offset": offset, "links": []}),
        )
    })
}

fn job(server: &FaultServer) -> Job {
    let text = format!(
        "[job.orders]
         kind = 'oracle'
         site = 'plant-a'
         url = '{0}/fscmRestApi/resources/11.13.18.05'
         organization = 'M1'
         time_zone = 'America/New_York'
         page_size = 3
         process = [{{ work_center = 'FURN*', heating_kwh_per_unit = '2', heating_kwh = 10 }}]
         [job.orders.http]
         auth = {{ kind = 'client_credentials', token_url = '{0}/oauth2/v1/token', client_id = 'me', client_secret = '${{env:KEY}}', scope = 'urn:opc:resource:consumer::all' }}",
        server.address
    );
    Config::parse("loads.toml", &text, Path::new("")).expect("a job").jobs.remove(0)
}

fn with<T>(job: &Job, store: &dyn Store, work: impl FnOnce(&Oracle, &Session<'_>) -> T) -> T {
    let (fake, redactor, control) = (Fake::new().knows("KEY", SECRET), Redactor::default(), Control::default());
    let session = Session::new(&fake, &fake, &redactor, &control, 1);
    work(&Oracle::open(job, store).expect("opens"), &session)
}

fn load(job: &Job, store: &dyn Store) -> Summary {
    with(job, store, |oracle, session| run(job, oracle, store, session, &Options::default()).expect("the store works"))
}

#[test]
fn work_orders_come_in_pages_whatever_the_server_gives_at_most() {
    let form = |i: i64| if i % 2 == 0 { "array" } else { "collection" };
    let changed = |i: i64| format!("2026-01-0{}T00:00:00+00:00", 1 + i / 3);
    let server = pod((0..8).map(|i| order(i, &changed(i), form(i))).collect(), 2);
    let (store, job) = (MemoryStore::new(), job(&server));
    let first = load(&job, &store);
    assert_eq!((first.outcome, first.counts.written), (Outcome::Done, 9), "{first:?}");
    let jobs = store.read(&PRODUCTION_JOBS, &[("job_id", "M1-0-20")]).expect("readable");
    assert_eq!(jobs[0].get("heating_requirement_kwh"), Some(&Cell::Number("211".parse().expect("a number"))));
    assert_eq!(jobs[0].get("latest_end"), Some(&Cell::Time("2026-01-05T23:00:00Z".parse().expect("a time"))));
    assert_eq!(jobs[0].get("schedule_id"), Some(&Cell::Text("S-2026-01-05".into())));
    let state = store.read(&CONNECTOR_STATE, &[]).expect("readable");
    assert_eq!(state[0].get("cursor_value"), Some(&Cell::Text("2026-01-03T00:00:00Z".into())));
    let again = load(&job, &store);
    assert_eq!((again.outcome, again.counts.written), (Outcome::Done, 0), "{again:?}");
    assert!(server.received().iter().all(|request| !request.path.contains("s3cret")));
    let versions = server.received();
    let data: Vec<_> = versions.iter().filter(|request| request.path.contains("workOrders")).collect();
    assert!(data.iter().all(|request| request.header("rest-framework-version") == Some("4")));
}

#[test]
fn a_cancelled_order_goes_and_a_bad_one_waits() {
    let mut bad = order(2, "2026-01-01T00:00:00+00:00", "array");
    bad["WorkOrderOperation"][0]["PlannedStartDate"] = "Monday".into();
    let server = pod(vec![order(1, "2026-01-01T00:00:00+00:00", "array"), bad], 25);
    let store = MemoryStore::new();
    let partial = load(&job(&server), &store);
    assert_eq!((partial.outcome, partial.counts.quarantined), (Outcome::Partial, 1), "{partial:?}");
    let mut cancelled = order(1, "2026-01-02T00:00:00+00:00", "array");
    cancelled["WorkOrderStatusCode"] = "ORA_CANCELED".into();
    let done = load(&job(&pod(vec![cancelled], 25)), &store);
    assert_eq!((done.outcome, done.counts.gone), (Outcome::Done, 1), "{done:?}");
    assert!(store.read(&PRODUCTION_JOBS, &[]).expect("readable").is_empty());
}

#[test]
fn the_systems_own_words_say_what_is_refused() {
    let details = json!({"title": "Bad Request", "status": "400", "o:errorDetails": [{"detail": "URL request parameter q is wrong"}]});
    let server = FaultServer::start(move |request| {
        if request.path == "/oauth2/v1/token" {
            return Reply::json(json!({"access_token": "tok-s3cret", "token_type": "Bearer"}));
        }
        Reply::new(400, "application/vnd.oracle.adf.error+json", details.to_string())
    });
    let failed = load(&job(&server), &MemoryStore::new());
    let error = failed.error.expect("refused");
    assert_eq!(error.code, Code::UnexpectedAnswer);
    assert!(error.message.contains("parameter q is wrong"), "{error}");
    assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
}

#[test]
fn a_logon_page_is_no_work_orders_and_a_busy_pod_is_asked_again() {
    let token = || Reply::json(json!({"access_token": "tok-s3cret", "token_type": "Bearer"}));
    let busy = Reply::new(429, "text/plain", "later").header("Retry-After", "7");
    let server = FaultServer::script(vec![token(), busy, Reply::logon_page()]);
    let failed = load(&job(&server), &MemoryStore::new());
    assert_eq!(failed.error.map(|issue| issue.code), Some(Code::UnexpectedAnswer));
    assert_eq!(server.received().len(), 3);
}

#[test]
fn a_plan_is_told_only_where_it_differs_and_only_when_asked_to() {
    let server = pod(vec![order(1, "2026-01-01T00:00:00+00:00", "array")], 25);
    let (job, store) = (job(&server), MemoryStore::new());
    let at = |text: &str| text.parse::<Instant>().expect("a time");
    let mut placement = Placement {
        job_id: "M1-1-20".into(),
        reference: "M1-1/20".into(),
        equipment_id: "F1".into(),
        start: at("2026-01-05T13:00:00Z"),
        end: at("2026-01-05T15:00:00Z"),
    };
    let tell = |placement: &Placement, apply| {
        with(&job, &store, |oracle, session| oracle.write_back(session, placement, apply))
    };
    assert_eq!(tell(&placement, true).expect("found").outcome, ToldOutcome::Unchanged);
    (placement.start, placement.end) = (at("2026-01-05T14:00:00Z"), at("2026-01-05T16:00:00Z"));
    assert_eq!(tell(&placement, false).expect("found").outcome, ToldOutcome::WouldChange);
    let patches = || server.received().into_iter().filter(|request| request.method == "PATCH").collect::<Vec<_>>();
    assert!(patches().is_empty());
    assert_eq!(tell(&placement, true).expect("changed").outcome, ToldOutcome::Changed);
    let patch = patches().remove(0);
    assert!(patch.path.ends_with("/workOrders/300100071643548/child/WorkOrderOperation/10"), "{}", patch.path);
    assert!(patch.body.contains("2026-01-05T14:00:00+00:00"), "{}", patch.body);
    placement.reference = "M1-9/20".into();
    placement.job_id = "M1-9-20".into();
    assert!(tell(&Placement { reference: "nothing".into(), ..placement }, false).is_err());
}
