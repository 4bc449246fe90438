use std::path::Path;

use connectors::files::{Import, Options};
use udfs::error::Place;
use udfs::tables::Table;
use udfs::tariff_document::{self, Defaults};
use udfs::{Issues, stored};

use super::super::document::{stem, within};

/// The text of a file that is a tariff document; `None`: it holds rows.
pub(super) fn document(path: &Path, table: Option<&'static Table>) -> Option<String> {
    let is_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    let text = std::fs::read_to_string(path).ok().filter(|_| is_json && table.is_none())?;
    tariff_document::is_document(&text).then_some(text)
}

/// All tariffs of the document, or everything that is wrong with any.
pub(super) fn read(path: &Path, text: &str, options: &Options) -> Result<Import, Issues> {
    let source = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let zone = options.time_zone.or(options.site_zone);
    let defaults = Defaults { tariff_id: stem(path), time_zone: zone, ..Defaults::default() };
    let (tariffs, warnings) = tariff_document::read_with(text, &defaults).map_err(|issues| within(path, issues))?;
    let mut import = Import { issues: within(path, warnings), rows_read: tariffs.len(), ..Import::default() };
    let mut found = Issues::default();
    for tariff in &tariffs {
        match stored::tariff_changes(&options.tenant_id, tariff, "json", &source) {
            Ok(changes) => import.changes.extend(changes),
            Err(issues) => found.extend(issues),
        }
    }
    for issue in &mut found.0 {
        if issue.place.source == "tariff" {
            issue.place = Place { source: source.clone(), ..issue.place.clone() };
        }
    }
    found.into_result(import).map(|(import, _)| import)
}
