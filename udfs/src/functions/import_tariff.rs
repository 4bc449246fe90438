use std::sync::LazyLock;

use super::{Source, number, row, text};
use crate::error::Issues;
use crate::model::Tariff;
use crate::row::{Cell, Row};
use crate::stored;
use crate::tables::Kind::{Int, Text};
use crate::tables::{Table, optional, required};
use crate::tariff_document::{self, Defaults};

pub static IMPORTED: LazyLock<Table> = LazyLock::new(|| Table {
    name: "imported",
    comment: "The tariffs that were stored",
    columns: vec![
        required("tariff_id", Text, "", "Tariff, as in tariffs"),
        required("tariff_name", Text, "", "Name for people"),
        required("status", Text, "", "added, changed or unchanged"),
        required("currency", Text, "", "ISO 4217"),
        required("time_zone", Text, "", "IANA zone of its wall-clock rules"),
        required("periods", Int, "", "Rows in tariff_periods"),
        required("demand_charges", Int, "", "Demand charges with hours of their own, or at any time"),
        optional("warnings", Text, "", "What no bill depends on, and was kept or left out"),
    ]
    .leak(),
    key: &["tariff_id"],
    partition: &[],
});

/// All tariffs or none.
pub fn import_tariff(source: &Source<'_>, document: &str, defaults: &Defaults) -> Result<Vec<Row>, Issues> {
    let (tariffs, warnings) = tariff_document::read_with(document, defaults)?;
    let (mut changes, mut rows, mut issues) = (Vec::new(), Vec::new(), Issues::default());
    for tariff in &tariffs {
        match stored::tariff_changes(source.tenant, tariff, "json", "import_tariff") {
            Ok(further) => {
                let status = stored::stored_before(source.store, source.tenant, &further)?;
                rows.push(imported(tariff, status, &warnings));
                changes.extend(further);
            }
            Err(found) => issues.extend(found),
        }
    }
    if issues.has_errors() {
        return Err(issues);
    }
    source.store.write(&changes)?;
    Ok(rows)
}

fn imported(tariff: &Tariff, status: &str, warnings: &Issues) -> Row {
    let warnings: Vec<String> = warnings.0.iter().map(|issue| format!("{}: {}", issue.place, issue.message)).collect();
    row([
        ("tariff_id", text(&tariff.tariff_id)),
        ("tariff_name", text(&tariff.tariff_name)),
        ("status", text(status)),
        ("currency", text(tariff.currency.clone().unwrap_or_default())),
        ("time_zone", text(tariff.time_zone.map_or(String::new(), |zone| zone.name().to_string()))),
        ("periods", number(tariff.periods.len())),
        ("demand_charges", number(tariff.demand_charges.len())),
        ("warnings", if warnings.is_empty() { Cell::Null } else { text(warnings.join("; ")) }),
    ])
}
