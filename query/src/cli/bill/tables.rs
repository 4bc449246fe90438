//! A tariff as its tables: the sheets of a workbook, or CSV files.

use std::path::Path;

use chrono_tz::Tz;
use connectors::files::{self, Format, Mapping, Options};
use udfs::model::Tariff;
use udfs::store::{MemoryStore, Store};
use udfs::{Issues, stored, tables};

use super::super::document::{stem, within};
use super::folder;

/// Whether the path is a folder, or a file of rows rather than a document.
pub(super) fn are_in(path: &Path) -> bool {
    let format = path.file_name().and_then(|name| Format::of(&name.to_string_lossy()));
    path.is_dir() || !matches!(format, None | Some(Format::Json))
}

/// All tariffs in the tables. Rows that name no tariff are of one that is named after the path. A row that is wrong is an
/// error: a bill without it would be another bill.
pub(super) fn read(path: &Path, zone: Option<Tz>) -> Result<(Vec<Tariff>, Issues), Issues> {
    let options = Options { tariff_id: stem(path), site_zone: Some(zone.unwrap_or(Tz::UTC)), ..Options::default() };
    let (store, mut issues) = (MemoryStore::new(), Issues::default());
    for file in folder::files(path, are_in)? {
        if let Err(found) = load(&store, &file, &options, &mut issues) {
            issues.extend(found);
        }
    }
    let (_, warnings) = issues.into_result(())?;
    let tenant = &options.tenant_id;
    let has_header = !stored::tariff_ids(&store, tenant)?.is_empty();
    if !has_header {
        let header =
            files::read_bytes("tariffs.json", br#"{"tariffs": [{"currency": "USD"}]}"#, &options, &Mapping::default())?;
        store.write(&header.changes)?;
    }
    let mut tariffs = Vec::new();
    for id in stored::tariff_ids(&store, tenant)? {
        let tariff = stored::stored_tariff(&store, tenant, &id).map_err(|issues| within(path, issues))?;
        let is_known = has_header || zone.is_some();
        tariffs.push(Tariff { time_zone: tariff.time_zone.filter(|_| is_known), ..tariff });
    }
    Ok((tariffs, warnings))
}

fn load(store: &MemoryStore, file: &Path, options: &Options, issues: &mut Issues) -> Result<(), Issues> {
    let is_named = stem(file).and_then(|name| files::table_named(&name)).is_some();
    let is_csv = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    // a CSV file of any other name holds what every tariff has
    let table = (is_csv && !is_named).then_some(&tables::TARIFF_PERIODS);
    let import = files::read(file, &Options { table, ..options.clone() }, &Mapping::default())?;
    issues.extend(import.issues);
    for row in import.quarantined {
        issues.0.extend(row.issues);
    }
    store.write(&import.changes)
}
