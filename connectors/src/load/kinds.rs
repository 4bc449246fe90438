use udfs::store::Store;
use udfs::{Code, Issue, Issues};

use super::files::Files;
use super::job::Job;
use super::source::Source;
use crate::erp::oracle::Oracle;
use crate::erp::sap::Sap;
use crate::erp::workday::Workday;
use crate::market::awattar::Awattar;
use crate::market::caiso::Caiso;
use crate::market::energy_charts::EnergyCharts;
use crate::market::entsoe::Entsoe;
use crate::market::octopus::Octopus;

/// Nothing is sent yet.
type Open = fn(&Job, &dyn Store) -> Result<Box<dyn Source>, Issues>;

/// Kinds of jobs, what each reads, and the system that a job reads from.
pub const KINDS: &[(&str, &str, Open)] = &[
    ("files", "CSV, JSON, XML and spreadsheets in a folder, each once", |job, store| boxed(Files::open(job, store))),
    ("sap", "production orders with operations, and maintenance orders, over OData", |job, store| {
        boxed(Sap::open(job, store))
    }),
    ("oracle", "work orders with operations of Oracle Fusion Cloud", |job, store| boxed(Oracle::open(job, store))),
    ("workday", "shifts, from a custom report of Workday", |job, _| boxed(Workday::open(job))),
    ("entsoe", "day-ahead prices of Europe's bidding zones, with a key", |job, store| boxed(Entsoe::open(job, store))),
    ("energy_charts", "day-ahead prices of European bidding zones", |job, store| boxed(EnergyCharts::open(job, store))),
    ("awattar", "hourly day-ahead prices of Germany and Austria", |job, store| boxed(Awattar::open(job, store))),
    ("octopus", "unit rates of Octopus Energy's British tariffs", |job, store| boxed(Octopus::open(job, store))),
    ("caiso", "locational marginal prices of the California ISO", |job, store| boxed(Caiso::open(job, store))),
];

pub fn open(job: &Job, store: &dyn Store) -> Result<Box<dyn Source>, Issues> {
    let kind = KINDS.iter().find(|(kind, ..)| *kind == job.kind);
    let unknown = || Issue::error(Code::OutOfRange, job.place(), format!("no kind {}", job.kind), "use another kind");
    kind.ok_or_else(unknown)?.2(job, store)
}

fn boxed(source: Result<impl Source + 'static, Issues>) -> Result<Box<dyn Source>, Issues> {
    source.map(|source| Box::new(source) as Box<dyn Source>)
}
