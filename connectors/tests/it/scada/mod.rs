//! Loads from control systems into a store.

#[cfg(feature = "bacnet")]
mod bacnet;
#[cfg(feature = "modbus")]
mod modbus;
#[cfg(feature = "opcua")]
mod opcua;

use std::path::Path;
use std::time::{Duration, Instant};

use connectors::load::{Config, Control, Job, Options, Redactor, Session, Summary, System, open, run};
use udfs::row::{Cell, Row, cell_to_json};
use udfs::store::{Change, MemoryStore, Store};
use udfs::tables::{EQUIPMENT_AVAILABILITY, EQUIPMENT_STATUS, HEATING_EQUIPMENT, Table};

/// Longer than anything here takes, however busy the machine is.
const GUARD: Duration = Duration::from_secs(60);

fn job(folder: &Path, kind: &str, settings: &str) -> Job {
    let text = format!("[job.plant]\nkind = \"{kind}\"\nsite = \"p\"\n{settings}");
    Config::parse("loads.toml", &text, folder).expect("valid").jobs.remove(0)
}

/// A store that knows the equipment.
fn store(equipment: &[&str]) -> MemoryStore {
    let store = MemoryStore::new();
    let text = |text: &str| Cell::Text(text.to_string());
    let row = |id: &str| {
        let mut row = Row(HEATING_EQUIPMENT
            .columns
            .iter()
            .map(|column| (column.name.to_string(), if column.nullable { Cell::Null } else { default(column.kind) }))
            .collect());
        for (name, cell) in [("tenant_id", text("default")), ("site_id", text("p")), ("equipment_id", text(id))] {
            row.0.iter_mut().find(|(known, _)| known == name).expect("a column").1 = cell;
        }
        row
    };
    let rows = equipment.iter().map(|id| row(id)).collect();
    store.write(&[Change::upsert(&HEATING_EQUIPMENT, rows)]).expect("written");
    store
}

fn default(kind: udfs::tables::Kind) -> Cell {
    if kind == udfs::tables::Kind::Text { Cell::Text("x".into()) } else { Cell::Number(1.into()) }
}

fn load_with(store: &dyn Store, job: &Job, control: &Control, options: &Options) -> Summary {
    let redactor = Redactor::default();
    let session = Session::new(&System, &System, &redactor, control, 1);
    let source = open(job, store).expect("opens");
    run(job, source.as_ref(), store, &session, options).expect("the store works")
}

fn load(store: &dyn Store, job: &Job) -> Summary {
    load_with(store, job, &Control::default(), &Options::default())
}

fn rows(store: &dyn Store, table: &'static Table, equipment: &str) -> Vec<Row> {
    store.read(table, &[("equipment_id", equipment)]).expect("readable")
}

/// State, load and degradation, newest last.
fn statuses(store: &dyn Store, equipment: &str) -> Vec<String> {
    let shown = |row: &Row| {
        let cell = |name: &str| cell_to_json(row.get(name).expect("a column")).to_string().replace('"', "");
        format!("{} {} {}", cell("state"), cell("load_kw"), cell("degradation_percent"))
    };
    rows(store, &EQUIPMENT_STATUS, equipment).iter().map(shown).collect()
}

fn status(store: &dyn Store, equipment: &str) -> String {
    statuses(store, equipment).pop().unwrap_or_default()
}

/// Reasons of the outages, and whether each is over.
fn outages(store: &dyn Store, equipment: &str) -> Vec<(String, bool)> {
    let shown = |row: &Row| {
        let (Some(Cell::Text(reason)), Some(Cell::Time(end))) = (row.get("reason"), row.get("unavailable_end")) else {
            panic!("no stretch: {row:?}");
        };
        (reason.clone(), *end < chrono::Utc::now() + Duration::from_secs(3_600))
    };
    rows(store, &EQUIPMENT_AVAILABILITY, equipment).iter().map(shown).collect()
}

fn eventually(what: &str, is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < GUARD, "never: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
