use std::path::Path;

use udfs::error::Place;
use udfs::model::Instant;
use udfs::row::{Cell, Row};
use udfs::store::{Change, Store};
use udfs::tables::{CONNECTOR_QUARANTINE, Table};
use udfs::{Code, Issue, Issues};

use super::{Import, Mapping, Options, Quarantined, Sites, read};

/// What is to be done with rows that cannot be used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BadRows {
    /// Nothing is stored where there is one.
    #[default]
    Refuse,
    /// They are kept in `connector_quarantine`, and the others are stored.
    Quarantine,
}

/// How many of a table's rows were stored and how many were not.
#[derive(Debug, Clone, Copy)]
pub struct Stored {
    pub table: &'static Table,
    pub accepted: usize,
    pub quarantined: usize,
}

/// Job of the rows in quarantine.
const JOB: &str = "load_file";

/// Reads a file into the store, in one step. Warnings come with what was stored.
pub fn store_file(
    store: &dyn Store,
    path: &Path,
    options: &Options,
    bad_rows: BadRows,
    now: Instant,
) -> Result<(Vec<Stored>, Issues), Issues> {
    let sites = Sites::load(store, &options.tenant_id)?;
    let site = options.site_id.clone().or_else(|| sites.only());
    let site_zone = site.as_deref().and_then(|site| sites.zone(site));
    let import = read(path, &Options { site_id: site, site_zone, ..options.clone() }, &Mapping::default())?;
    let results =
        import.changes.iter().map(|change| change.table).find(|table| table.column("source_system").is_none());
    if let Some(table) = results {
        let message = format!("{} is no table of inputs", table.name);
        let fix = "bring results in by heatsched sync, which keeps their hashes";
        return Err(Issue::error(Code::NotSupported, Place::new(table.name), message, fix).into());
    }
    if bad_rows == BadRows::Refuse && !import.quarantined.is_empty() {
        return Err(Issues(import.quarantined.into_iter().flat_map(|row| row.issues).collect()));
    }
    let stored = summary(&import);
    let Import { mut changes, quarantined, issues, .. } = import;
    let bad = quarantined.iter().map(|row| quarantine(&options.tenant_id, row, now)).collect();
    changes.push(Change::upsert(&CONNECTOR_QUARANTINE, bad));
    store.write(&changes)?;
    Ok((stored, issues))
}

fn summary(import: &Import) -> Vec<Stored> {
    let of = |table: &'static Table, accepted| Stored {
        table,
        accepted,
        quarantined: import.quarantined.iter().filter(|row| row.table.name == table.name).count(),
    };
    import.changes.iter().map(|change| of(change.table, change.rows.len())).collect()
}

fn quarantine(tenant: &str, row: &Quarantined, now: Instant) -> Row {
    let text = |text: &str| Cell::Text(text.to_string());
    let detail: Vec<String> = row.issues.iter().map(|issue| format!("{}; {}", issue.message, issue.fix)).collect();
    let cells = [
        ("tenant_id", text(tenant)),
        ("job", text(JOB)),
        ("stream", text(row.table.name)),
        ("record_key", Cell::Text(format!("{}:{}", row.source, row.row))),
        ("reason_code", text(row.issues.first().map_or("", |issue| issue.code.as_str()))),
        ("detail", Cell::Text(detail.join("\n"))),
        ("raw", text(&row.raw)),
        ("hits", Cell::Number(1.into())),
        ("first_seen", Cell::Time(now)),
        ("last_seen", Cell::Time(now)),
        ("resolved_at", Cell::Null),
        ("run_id", text(JOB)),
    ];
    Row(cells.map(|(name, cell)| (name.to_string(), cell)).into())
}
