//! Every kind of job that logs on, against a server that says back whatever it was told: no secret is in what the run says,
//! logs or stores.

use std::path::Path;
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use udfs::store::{MemoryStore, Store};
use udfs::tables::ALL;

use super::testing::Fake;
use super::{Config, Control, Options, Redactor, Session, open, run};
use crate::http::fault_server::{FaultServer, Received, Reply};

/// With what addresses, forms, JSON and XML write otherwise. All secrets of tests begin like this.
const SECRET: &str = "s3cret-of <all> & 100 % + more/\"";
const MARK: &str = "s3cret-of";

const LOGONS: [&str; 7] = [
    "{ kind = 'basic', user = 'me', password = '${env:KEY}' }",
    "{ kind = 'bearer', token = '${env:KEY}' }",
    "{ kind = 'header', name = 'X-Api-Key', key = '${env:KEY}' }",
    "{ kind = 'query', name = 'whatever', key = '${env:KEY}' }",
    "{ kind = 'body', key = '${env:KEY}' }",
    "{ kind = 'client_credentials', token_url = 'ADDRESS/token', client_id = 'me', client_secret = '${env:KEY}' }",
    "{ kind = 'refresh_token', token_url = 'ADDRESS/token', client_id = 'me', client_secret = '${env:KEY}', refresh_token = '${env:KEY}' }",
];

const PRICE: &str = "price = { start = '/from', end = '/to', amount = '/value', unit = 'EUR/MWh' }";

/// Kinds with the settings that they need.
fn kinds() -> Vec<(&'static str, String)> {
    let of = |kind, settings: &str| (kind, settings.replace("PRICE", PRICE));
    let process = "process = [{ heating_kwh_per_unit = '1', duration_minutes = 60 }]";
    let names = "price = { element = 'Price', start = 'start', end = 'end', amount = 'price', unit = 'EUR/MWh' }";
    vec![
        of("sap", &format!("site = 's'\nurl = 'ADDRESS'\nplant = '1'\ntime_zone = 'UTC'\n{process}")),
        of("sap_rfc", &format!("site = 's'\nurl = 'ADDRESS'\nplant = '1'\ntime_zone = 'UTC'\n{process}")),
        of("oracle", &format!("site = 's'\nurl = 'ADDRESS'\norganization = 'M1'\ntime_zone = 'UTC'\n{process}")),
        of("workday", "site = 's'\nurl = 'ADDRESS'\ncolumns = { worker = 'W', start = 'S', end = 'E' }"),
        of("entsoe", "tariff = 't'\nurl = 'ADDRESS'\nzone = 'z'\nkey = '${env:KEY}'"),
        of("energy_charts", "tariff = 't'\nurl = 'ADDRESS'\nzone = 'z'"),
        of("awattar", "tariff = 't'\nurl = 'ADDRESS'\ncountry = 'de'"),
        of("octopus", "tariff = 't'\nurl = 'ADDRESS'\nproduct = 'p'\ncode = 'c'"),
        of("caiso", "tariff = 't'\nurl = 'ADDRESS'\nnode = 'N'"),
        of("urdb", "label = 'a'\nurl = 'ADDRESS'\ntime_zone = 'UTC'\nkey = '${env:KEY}'"),
        of("openadr", "tariff = 't'\nurl = 'ADDRESS'\nprogram = 'p'"),
        of("rest", "tariff = 't'\nurl = 'ADDRESS/?from={start}&to={end}'\nitems = '/data'\nPRICE"),
        of("soap", &format!("tariff = 't'\nurl = 'ADDRESS'\nenvelope = 'ENVELOPE'\nkey = '${{env:KEY}}'\n{names}")),
        of(
            "websocket",
            "tariff = 't'\nurl = 'WS'\nkey = '${env:KEY}'\nkey_header = 'X-Api-Key'\nitems = '/prices'\nlisten = '1s'\nfill = { url = 'ADDRESS/h?from={start}&to={end}', items = '/data' }\nPRICE",
        ),
    ]
}

/// What was told, in the place of data; with 200 as a record of each kind of answer, and else as the cause of a refusal.
fn echo(request: &Received, status: u16) -> Reply {
    if request.path == "/token" {
        let token = "s3cret-of & access";
        return Reply::json(
            json!({"access_token": token, "token_type": "Bearer", "refresh_token": "s3cret-of & refresh"}),
        );
    }
    let headers: String = request.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    let said = format!("{} {}\n{headers}\n{}", request.method, request.path, request.body);
    let accepts = request.header("accept").unwrap_or_default();
    if accepts.contains("xml") || request.header("soapaction").is_some() {
        let text = quick_xml::escape::escape(said).into_owned();
        let fault = format!("<faultcode>{text}</faultcode><faultstring>{text}</faultstring>");
        return Reply::new(
            status,
            "application/xml",
            format!("<Envelope><Body><Fault>{fault}</Fault></Body></Envelope>"),
        );
    }
    let record =
        json!({"W": said, "S": said, "E": said, "from": said, "to": said, "value": said, "start_timestamp": said});
    Reply::new(
        status,
        "application/json",
        json!({
            "error": {"code": said, "message": {"value": said}}, "title": said, "o:errorDetails": [{"detail": said}],
            "Report_Entry": [record], "data": [record], "items": [record], "results": [record], "d": {"results": [record]},
        })
        .to_string(),
    )
}

/// Everything that is left of a run, and whether the server heard the secret.
fn left_of(kind: &str, settings: &str, logon: &str, status: u16) -> (String, bool) {
    let server = FaultServer::start(move |request| echo(request, status));
    let folder = tempfile::tempdir().expect("a folder");
    let envelope = folder.path().join("envelope.xml");
    std::fs::write(&envelope, "<e><k>${key}</k><s>${start}</s><e>${end}</e></e>").expect("written");
    let text = format!(
        "[job.x]\nkind = '{kind}'\nmax_bad_ratio = 1\nhttp.proxy = 'none'\nhttp.tries = 2\nhttp.auth = {logon}\n{settings}"
    );
    let text = text.replace("ADDRESS", &server.address).replace("WS", &server.address.replace("http", "ws"));
    let text = text.replace("ENVELOPE", &envelope.display().to_string());
    let job = Config::parse("t", &text, Path::new("")).expect(kind).jobs.remove(0);
    let log: Arc<Mutex<String>> = Arc::default();
    let shared = Arc::clone(&log);
    let note = move |event: &super::Event| *shared.lock().expect("the log") += &format!("{event:?}\n");
    let (fake, redactor) = (Fake::new().knows("KEY", SECRET), Redactor::default());
    let control = Control::new(Arc::default(), None, Box::new(note));
    let session = Session::new(&fake, &fake, &redactor, &control, 1);
    let store = MemoryStore::new();
    let source = open(&job, &store).unwrap_or_else(|issues| panic!("{kind}: {issues}"));
    let checked = source.check(&session);
    let summary = run(&job, source.as_ref(), &store, &session, &Options::default()).expect("the store works");
    let rows: Vec<_> = ALL.iter().flat_map(|table| store.read(table, &[]).expect("readable")).collect();
    let found = checked.map_or_else(|issues| redactor.issues(issues).to_string(), |found| redactor.clean(&found));
    let said = format!("{rows:?}{summary:?}{}{found}{}", summary.to_json(), log.lock().expect("the log"));
    (said, format!("{:?}", server.received()).contains(MARK) || logon.contains("basic"))
}

#[test]
fn no_secret_is_said_logged_or_stored_whatever_the_kind_the_logon_and_the_answer() {
    let basic = STANDARD.encode(format!("me:{SECRET}"));
    for (kind, settings) in kinds() {
        let mut was_told = false;
        for logon in LOGONS {
            for status in [200, 400, 401, 500] {
                let (said, is_told) = left_of(kind, &settings, logon, status);
                was_told |= is_told;
                assert!(!said.contains(MARK) && !said.contains(&basic), "{kind} with {logon}, {status}: {said}");
            }
        }
        assert!(was_told, "{kind} sends no secret");
    }
}
