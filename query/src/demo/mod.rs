//! The demo plant: its files as an ERP, a utility and a meter would export them, inside the command.

use chrono::NaiveDate;
use connectors::files::{Mapping, Options, read_bytes};
use udfs::store::{Change, Store};
use udfs::{Code, Issue, Issues};

use crate::output::place;

/// A weekday with maintenance, in the first of the four weeks.
pub const DAY: &str = "2026-01-05";
pub const SITE: &str = "demo";

const FILES: &[(&str, &[u8])] = &[];

/// As the import names the schedules of a site's local days.
pub fn schedule_id(day: NaiveDate) -> String {
    format!("S-{day}")
}

/// Imports the files; a second time changes nothing. Gives the number of rows.
pub fn load(store: &dyn Store, tenant: &str) -> Result<usize, Issues> {
    let options = Options { tenant_id: tenant.to_string(), site_id: Some(SITE.to_string()), ..Options::default() };
    let mut changes: Vec<Change> = Vec::new();
    for (name, bytes) in FILES {
        let import = read_bytes(name, bytes, &options, &Mapping::default())?;
        if let Some(bad) = import.quarantined.first() {
            let message = format!("row {} of the demo's {name} is in quarantine", bad.row);
            return Err(Issue::error(Code::Internal, place("demo"), message, "report this").into());
        }
        for (table, rows) in import.changes {
            match changes.iter_mut().find(|change| change.table.name == table.name) {
                Some(change) => change.rows.extend(rows),
                None => changes.push(Change { table, rows }),
            }
        }
    }
    store.write(&changes)?;
    Ok(changes.iter().map(|change| change.rows.len()).sum())
}
