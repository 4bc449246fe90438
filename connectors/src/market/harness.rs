//! A job against a server that answers as a test says.

use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;

use udfs::model::Instant;
use udfs::row::{Cell, Row};
use udfs::store::{Change, MemoryStore, Store};
use udfs::tables::{CONNECTOR_QUARANTINE, Column, ENERGY_PRICES, TARIFFS};

use crate::load::testing::Fake;
use crate::load::{Config, Control, Event, Options, Redactor, Session, Summary, column, open, run};

pub fn instant(text: &str) -> Instant {
    text.parse().expect("a time")
}

/// A store with what was logged of loads into it.
pub struct World {
    pub store: MemoryStore,
    pub now: &'static str,
    seed: Mutex<u64>,
    log: Arc<Mutex<String>>,
}

impl World {
    pub fn at(now: &'static str) -> Self {
        Self { store: MemoryStore::new(), now, seed: Mutex::new(0), log: Arc::default() }
    }

    /// The tariff `t`, in a currency.
    pub fn tariff(self, currency: &str) -> Self {
        let cell = |column: &Column| match column.name {
            "tenant_id" => Cell::Text("default".into()),
            "currency" => Cell::Text(currency.into()),
            _ if column.nullable => Cell::Null,
            _ => Cell::Text("t".into()),
        };
        let row = Row(TARIFFS.columns.iter().map(|column| (column.name.to_string(), cell(column))).collect());
        self.store.write(&[Change::upsert(&TARIFFS, vec![row])]).expect("written");
        self
    }

    pub fn load_with(&self, settings: &str, options: &Options) -> Summary {
        let job = format!("[job.x]\n{settings}\nhttp.proxy = \"none\"");
        let job = Config::parse("t", &job, Path::new("")).expect("valid").jobs.remove(0);
        let mut seed = self.seed.lock().expect("the seed");
        *seed += 1;
        let fake = Fake::at(self.now).knows("KEY", SECRET);
        fake.pass(*seed);
        let shared = Arc::clone(&self.log);
        let note = move |event: &Event| *shared.lock().expect("the log") += &format!("{event:?}\n");
        let (redactor, control) = (Redactor::default(), Control::new(Arc::default(), None, Box::new(note)));
        let session = Session::new(&fake, &fake, &redactor, &control, *seed);
        let source = open(&job, &self.store).expect("opens");
        let summary = run(&job, source.as_ref(), &self.store, &session, options).expect("the store works");
        self.is_clean();
        summary
    }

    pub fn load(&self, settings: &str) -> Summary {
        self.load_with(settings, &Options::default())
    }

    pub fn log(&self) -> String {
        self.log.lock().expect("the log").clone()
    }

    /// As `start-end rate`, in order; days only where they change.
    pub fn prices(&self) -> Vec<String> {
        let rows = self.store.read(&ENERGY_PRICES, &[]).expect("readable");
        rows.iter().map(shown).collect()
    }

    pub fn rows(&self) -> Vec<Row> {
        self.store.read(&ENERGY_PRICES, &[]).expect("readable")
    }

    pub fn quarantine(&self) -> Vec<(String, String)> {
        let rows = self.store.read(&CONNECTOR_QUARANTINE, &[]).expect("readable");
        let word = |row: &Row, name: &str| column(row, name).unwrap_or_default().to_string();
        rows.iter().map(|row| (word(row, "record_key"), word(row, "reason_code"))).collect()
    }

    /// No secret in any row or line of the log, however it is written.
    fn is_clean(&self) {
        let tables = udfs::tables::ALL.iter();
        let rows: Vec<_> = tables.flat_map(|table| self.store.read(table, &[]).expect("readable")).collect();
        let all = format!("{rows:?}{}", self.log()).replace("%2D", "-");
        assert!(!all.contains(SECRET), "{all}");
    }
}

/// What `${env:KEY}` stands for.
pub const SECRET: &str = "s3cret-of-a-feed";

fn shown(row: &Row) -> String {
    let time = |name: &str| match row.get(name) {
        Some(Cell::Time(at)) => at.format("%m-%dT%H:%M").to_string(),
        other => format!("{other:?}"),
    };
    let rate = match row.get("energy_rate_kwh") {
        Some(Cell::Number(rate)) => rate.normalize().to_string(),
        other => format!("{other:?}"),
    };
    format!("{} {} {rate}", time("start"), time("end"))
}
