//! Every parser of what other systems send.

use std::io::Write;
use std::path::Path;

use udfs::Issues;
use udfs::model::{Decimal, Span};
use udfs::store::{MemoryStore, Store};

use crate::erp::oracle::{self, Oracle};
use crate::erp::sap::{self, Sap};
use crate::erp::sap_rfc::{self, SapRfc};
use crate::erp::workday::{self, Workday};
use crate::files::{Mapping, Options, read_bytes, table_named};
use crate::http::Answer;
use crate::load::{Config, Job, Record};
use crate::market::awattar::Awattar;
use crate::market::caiso::Caiso;
use crate::market::energy_charts::EnergyCharts;
use crate::market::entsoe::Entsoe;
use crate::market::harness::instant;
use crate::market::octopus::Octopus;
use crate::market::reconcile::reconcile;
use crate::market::{Found, Prices};
use crate::utility::openadr::OpenAdr;
use crate::utility::rest::Rest;
use crate::utility::soap::Soap;
use crate::utility::urdb::Urdb;

/// Whether the document was read; what is read is checked.
type Parser = Box<dyn Fn(&[u8]) -> bool>;

/// With the folder of its corpus.
pub fn all(corpus: &Path) -> Vec<(&'static str, Parser)> {
    let store = MemoryStore::new();
    let envelope = corpus.join("soap/prices.xml").display().to_string();
    let pointers = "price = { start = '/from', end = '/to', amount = '/value', unit_at = '/per', times = 'seconds' }";
    let names =
        "{ element = 'Price', start = 'start', end = 'end', amount = 'price', currency = 'currency', energy = 'unit' }";
    let soap = format!("url = 'http://h/'\nenvelope = '{envelope}'\nprice = {names}");
    let rest = format!("url = 'http://h/'\nitems = '/data'\nnext = '/next'\ncount = '/total'\n{pointers}");
    vec![
        ("entsoe", feed(Entsoe::open(&job("entsoe", "zone = 'z'"), &store))),
        ("energy_charts", feed(EnergyCharts::open(&job("energy_charts", "zone = 'z'"), &store))),
        ("awattar", feed(Awattar::open(&job("awattar", "country = 'de'"), &store))),
        ("octopus", feed(Octopus::open(&job("octopus", "product = 'p'\ncode = 'c'"), &store))),
        ("caiso", packed(feed(Caiso::open(&job("caiso", "node = 'N'"), &store)))),
        ("openadr", feed(OpenAdr::open(&job("openadr", "url = 'http://h/'\nprogram = 'p'"), &store))),
        ("rest", feed(Rest::open(&job("rest", &rest), &store))),
        ("soap", feed(Soap::open(&job("soap", &soap), &store))),
        ("urdb", urdb()),
        ("sap_orders", sap("production_orders")),
        ("sap_maintenance", sap("maintenance_orders")),
        ("sap_metadata", sap("metadata")),
        ("sap_rfc", erp("sap_rfc", ERP, SapRfc::open, sap_rfc::reads)),
        ("oracle", erp("oracle", ORACLE, Oracle::open, oracle::reads)),
        ("workday", erp("workday", WORKDAY, |job, _| Workday::open(job), workday::reads)),
        ("espi", file("espi.xml", "load")),
        ("csv", file("prices.csv", "prices")),
        ("json", file("prices.json", "prices")),
    ]
}

const ERP: &str = "site = 's'\nurl = 'http://h/'\nplant = '1710'\ntime_zone = 'America/Chicago'\n\
    process = [{ heating_kwh_per_unit = '0.42', duration_minutes = 90 }]";
const ORACLE: &str = "site = 's'\nurl = 'http://h/'\norganization = 'M1'\ntime_zone = 'America/Chicago'\n\
    process = [{ heating_kwh_per_unit = '2' }]";
const WORKDAY: &str = "site = 's'\nurl = 'http://h/'\ntime_zone = 'America/Chicago'\n\
    columns = { worker = 'Employee_ID', start = 'Shift_Start', end = 'Shift_End' }";

fn sap(stream: &'static str) -> Parser {
    let settings = format!("{ERP}\nequipment = {{ 10000045 = 'F1' }}");
    erp("sap", &settings, Sap::open, move |sap, answer| sap::reads(sap, stream, answer))
}

fn erp<T: 'static>(
    kind: &str,
    settings: &str,
    open: fn(&Job, &dyn Store) -> Result<T, Issues>,
    reads: impl Fn(&T, &Answer) -> bool + 'static,
) -> Parser {
    let source = open(&job(kind, settings), &MemoryStore::new()).expect("opens");
    Box::new(move |body| reads(&source, &Answer::of(body)))
}

fn job(kind: &str, settings: &str) -> Job {
    let has_tariff = !["urdb", "sap", "sap_rfc", "oracle", "workday"].contains(&kind);
    let tariff = if has_tariff { "tariff = 't'\n" } else { "" };
    let text = format!("[job.x]\nkind = '{kind}'\n{tariff}{settings}");
    Config::parse("t", &text, Path::new("")).expect("valid").jobs.remove(0)
}

fn feed(prices: Result<Prices, Issues>) -> Parser {
    let prices = prices.expect("opens");
    let during = Span { start: instant("2025-12-29T06:00:00Z"), end: instant("2026-01-07T06:00:00Z") };
    Box::new(move |body| {
        let Ok(reading) = prices.read(body, during) else { return false };
        let found = reconcile(reading.found);
        are_prices(&found);
        let records: Vec<Record> = found.into_iter().flat_map(|found| prices.records(found)).collect();
        records.iter().any(|record| record.read.is_ok())
    })
}

/// One for each instant, within reason.
fn are_prices(found: &[Found]) {
    let mut spans: Vec<Span> = Vec::new();
    for quote in found.iter().filter_map(|found| found.read.as_ref().ok()) {
        assert!(quote.span.start < quote.span.end && quote.rate.abs() <= Decimal::from(1_000), "{quote:?}");
        spans.push(quote.span);
    }
    spans.sort_unstable();
    assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "{spans:?}");
}

/// Now as the archive itself, now as a file in one.
fn packed(parser: Parser) -> Parser {
    Box::new(move |body| {
        let name = if body.starts_with(b"<") { "x.xml" } else { "x.csv" };
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("started");
        archive.write_all(body).expect("written");
        let mut bytes = archive.finish().expect("closed").into_inner();
        let is_read = parser(&bytes);
        // a bit of the archive is broken, always the same for the same file
        let at = body.len() * 7_919 % bytes.len();
        bytes[at] ^= 0x10;
        parser(&bytes);
        is_read
    })
}

fn urdb() -> Parser {
    let urdb = Urdb::open(&job("urdb", "label = 'a'\ntime_zone = 'America/Chicago'")).expect("opens");
    Box::new(move |body| {
        let Ok(records) = urdb.records(body, "x") else { return false };
        records.iter().any(|record| record.read.is_ok())
    })
}

fn file(name: &'static str, table: &'static str) -> Parser {
    let zone = Some(chrono_tz::Europe::Berlin);
    let tariff_id = Some("t".to_string());
    let site_id = Some("s".to_string());
    let options = Options { table: table_named(table), time_zone: zone, tariff_id, site_id, ..Options::default() };
    Box::new(move |body| match read_bytes(name, body, &options, &Mapping::default()) {
        Ok(import) => import.changes.iter().any(|change| !change.rows.is_empty()),
        Err(issues) => {
            assert!(issues.has_errors(), "refused without an error");
            false
        }
    })
}
