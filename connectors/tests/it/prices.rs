//! Prices of a SOAP service on spyne, and of a WebSocket server on npm's ws.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use connectors::load::{
    Config, Control, Environment, Event, Options, Outcome, Redactor, Session, Summary, System, column, open, run,
};
use udfs::Code;
use udfs::row::Cell;
use udfs::store::{MemoryStore, Store};
use udfs::tables::{ALL, CONNECTOR_QUARANTINE, ENERGY_PRICES};

use crate::peer::Peer;

#[derive(Debug)]
struct Key(&'static str);

impl Environment for Key {
    fn variable(&self, name: &str) -> Option<String> {
        (name == "KEY").then(|| self.0.to_string())
    }

    fn private_file(&self, path: &Path) -> Result<String, String> {
        System.private_file(path)
    }
}

/// Runs a job; nothing that it logs or stores has the key in it.
fn load(store: &MemoryStore, settings: &str, key: &'static str, seed: u64, options: &Options) -> Summary {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers");
    let job = format!("[job.prices]\n{settings}");
    let job = Config::parse("jobs.toml", &job, &base).expect("valid").jobs.remove(0);
    let log: Arc<Mutex<String>> = Arc::default();
    let shared = Arc::clone(&log);
    let note = move |event: &Event| *shared.lock().expect("the log") += &format!("{event:?}\n");
    let (key, redactor, control) = (Key(key), Redactor::default(), Control::new(Arc::default(), None, Box::new(note)));
    let session = Session::new(&System, &key, &redactor, &control, seed);
    let source = open(&job, store).expect("opens");
    let summary = run(&job, source.as_ref(), store, &session, options).expect("the store works");
    let rows: Vec<_> = ALL.iter().flat_map(|table| store.read(table, &[]).expect("readable")).collect();
    let said = format!("{rows:?}{summary:?}{}", log.lock().expect("the log"));
    let escaped = key.0.replace('&', "&amp;").replace('<', "&lt;");
    assert!(!said.contains(key.0) && !said.contains(&escaped), "{said}");
    summary
}

fn during(since: &str, until: &str) -> Options {
    let at = |text: &str| Some(text.parse().expect("a time"));
    Options { since: at(since), until: at(until), ..Options::default() }
}

/// Rates by the time they begin.
fn rates(store: &MemoryStore) -> BTreeMap<String, String> {
    let rows = store.read(&ENERGY_PRICES, &[]).expect("readable");
    rows.iter()
        .map(|row| match (row.get("start"), row.get("energy_rate_kwh")) {
            (Some(Cell::Time(at)), Some(Cell::Number(rate))) => {
                (at.format("%dT%H:%M").to_string(), rate.normalize().to_string())
            }
            other => panic!("{other:?}"),
        })
        .collect()
}

#[test]
fn a_soap_service_answers_an_envelope_or_says_that_the_key_is_wrong() {
    let peer = Peer::start("spyne", "server.py", &[]);
    let settings = format!(
        "kind = 'soap'\ntariff = 't'\nurl = 'http://127.0.0.1:{}/'\nenvelope = 'spyne/envelope.xml'\naction = 'GetTariff'\n\
         key = '${{env:KEY}}'\nhttp.proxy = 'none'\nprice = {{ element = 'Price', start = 'start', end = 'end', \
         amount = 'price', currency = 'currency', energy = 'unit' }}",
        peer.ready
    );
    let store = MemoryStore::new();
    // the last hour before clocks go forward in Berlin, and the day after it
    let day = during("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z");
    let summary = load(&store, &settings, "s3cret <of> & more", 1, &day);
    assert_eq!((summary.outcome, summary.counts.written), (Outcome::Done, 23), "{:?}", summary.error);
    assert_eq!(rates(&store).get("29T07:00").map(String::as_str), Some("0.07"));
    let again = load(&store, &settings, "s3cret <of> & more", 2, &day);
    assert_eq!((again.counts.written, again.counts.unchanged), (0, 23));
    let refused = load(&store, &settings, "another s3cret & <key>", 3, &day);
    let error = refused.error.clone().expect("refused");
    assert_eq!((error.code, refused.exit_code()), (Code::AccessRefused, 77), "{error}");
    assert!(error.message.contains("is not known"), "{error}");
}

#[test]
fn what_a_socket_sent_while_it_was_lost_comes_from_the_history() {
    let peer = Peer::start("websocket", "server.js", &["s3cret-of-the-socket"]);
    let settings = format!(
        "kind = 'websocket'\ntariff = 't'\nmax_bad_ratio = 0.5\nurl = 'ws://127.0.0.1:{0}/stream'\nprotocol = 'prices.v1'\n\
         key = '${{env:KEY}}'\nkey_header = 'X-Api-Key'\nsubscribe = ['{{\"subscribe\":\"DE-LU\"}}']\nitems = '/prices'\n\
         listen = '6s'\nprice = {{ start = '/from', end = '/to', amount = '/value', unit = 'EUR/MWh', times = 'seconds' }}\n\
         http.proxy = 'none'\nhttp.auth = {{ kind = 'header', name = 'X-Api-Key', key = '${{env:KEY}}' }}\n\
         fill = {{ url = 'http://127.0.0.1:{0}/history?from={{start}}&to={{end}}', items = '/data', longest = '3650d' }}",
        peer.ready
    );
    let refused = load(&MemoryStore::new(), &settings, "another-s3cret", 1, &Options::default());
    assert_eq!(refused.error.map(|issue| issue.code), Some(Code::AccessRefused));
    let store = MemoryStore::new();
    let summary = load(&store, &settings, "s3cret-of-the-socket", 2, &Options::default());
    assert_eq!(summary.outcome, Outcome::Partial, "{:?}", summary.error);
    let rates = rates(&store);
    assert_eq!(rates.len(), 8, "{rates:?}");
    assert_eq!(rates.get("05T01:30").map(String::as_str), Some("0.06"), "sent while nobody listened");
    assert_eq!(rates.get("05T02:00").map(String::as_str), Some("0.08"), "sent last");
    // the price that was no number came right with the history
    let waiting = store.read(&CONNECTOR_QUARANTINE, &[]).expect("readable");
    assert_eq!(waiting.iter().filter_map(|row| column(row, "reason_code")).collect::<Vec<_>>(), ["HS1003"]);
    assert_eq!(rates.get("05T01:15").map(String::as_str), Some("0.05"));
}
