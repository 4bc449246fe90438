use std::path::PathBuf;

use udfs::error::Place;
use udfs::model::Tariff;
use udfs::tariff_document::{self, Defaults};
use udfs::{Code, Issue, Issues};

use super::super::document;

/// The tariffs of all files with warnings, or everything that is wrong with any.
pub(super) fn read(paths: &[PathBuf], id: Option<&str>) -> Result<(Vec<Tariff>, Issues), Issues> {
    let (mut tariffs, mut issues) = (Vec::new(), Issues::default());
    for path in paths {
        let read = document::text(path).and_then(|text| {
            let defaults = Defaults { tariff_id: document::stem(path), ..Defaults::default() };
            tariff_document::read_with(&text, &defaults).map_err(|issues| document::within(path, issues))
        });
        match read {
            Ok((found, warnings)) => {
                tariffs.extend(found);
                issues.extend(document::within(path, warnings));
            }
            Err(found) => issues.extend(found),
        }
    }
    let (mut tariffs, mut warnings) = issues.into_result(tariffs)?;
    if let Some(id) = id {
        let known = tariffs.iter().map(|tariff| tariff.tariff_id.clone()).collect::<Vec<_>>().join(", ");
        tariffs.retain(|tariff| tariff.tariff_id == id);
        if tariffs.is_empty() {
            let message = format!("no tariff \"{id}\"");
            let fix = format!("the documents have {known}");
            warnings.push(Issue::error(Code::UnknownReference, Place::new("--tariff-id"), message, fix));
        }
    }
    warnings.into_result(tariffs)
}
