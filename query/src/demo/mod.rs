//! The demo plant: its files as an ERP, a utility and a meter would export them, inside the command.

use chrono::NaiveDate;
use chrono_tz::Tz;
use connectors::files::{Mapping, Options, read_bytes};
use udfs::store::{Change, Store};
use udfs::{Code, Issue, Issues};

use crate::output::place;

/// A weekday with maintenance, in the first of the four weeks.
pub const DAY: &str = "2026-01-07";
const SITE: &str = "plant-a";
const ZONE: Tz = Tz::America__Chicago;

macro_rules! files {
    ($($name:literal),* $(,)?) => { &[$(($name, include_bytes!(concat!("data/", $name)))),*] };
}

/// Sites and tariffs before what refers to them.
const FILES: &[(&str, &[u8])] = files![
    "sites.csv",
    "tariffs.csv",
    "tariff_periods.csv",
    "demand_charges.csv",
    "fixed_charges.csv",
    "holidays.csv",
    "heating_equipment.csv",
    "equipment_availability.csv",
    "workforce_shifts.csv",
    "site_load.csv",
    "jobs.csv",
];
const MAPPING: &str = include_str!("data/mapping.toml");

/// As the import names the schedules of a site's local days.
pub fn schedule_id(day: NaiveDate) -> String {
    format!("S-{day}")
}

/// Imports the files; a second time changes nothing. Gives the number of rows.
pub fn load(store: &dyn Store, tenant: &str) -> Result<usize, Issues> {
    let options = Options {
        tenant_id: tenant.to_string(),
        site_id: Some(SITE.to_string()),
        site_zone: Some(ZONE),
        ..Options::default()
    };
    let mapping = Mapping::parse("mapping.toml", MAPPING)?;
    let mut changes: Vec<Change> = Vec::new();
    for (name, bytes) in FILES {
        let import = read_bytes(name, bytes, &options, &mapping)?;
        if let Some(bad) = import.quarantined.first() {
            let message = format!("row {} of the demo's {name} is in quarantine", bad.row);
            return Err(Issue::error(Code::Internal, place("demo"), message, "report this").into());
        }
        changes.extend(import.changes);
    }
    store.write(&changes)?;
    Ok(changes.iter().map(|change| change.rows.len()).sum())
}
