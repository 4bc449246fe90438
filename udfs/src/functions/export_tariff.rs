use std::sync::LazyLock;

use super::{Source, row, text};
use crate::error::Issues;
use crate::row::Row;
use crate::stored;
use crate::tables::Kind::Text;
use crate::tables::{Table, required};
use crate::tariff_document::{self, Form};

pub static EXPORTED: LazyLock<Table> = LazyLock::new(|| Table {
    name: "exported",
    comment: "A tariff as a document",
    columns: vec![
        required("tariff_id", Text, "", "Tariff, as in tariffs"),
        required("document", Text, "", "JSON, as import_tariff reads it"),
    ]
    .leak(),
    key: &["tariff_id"],
    partition: &[],
});

pub fn export_tariff(source: &Source<'_>, tariff_id: &str, form: Form) -> Result<Vec<Row>, Issues> {
    let tariff = stored::stored_tariff(source.store, source.tenant, tariff_id)?;
    let document = tariff_document::write(&tariff, form)?;
    Ok(vec![row([("tariff_id", text(tariff_id)), ("document", text(document))])])
}
