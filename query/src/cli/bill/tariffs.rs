use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use udfs::error::Place;
use udfs::model::{Span, Tariff};
use udfs::tariff_document::{self, Defaults};
use udfs::{Code, Issue, Issues};

use super::super::document;
use super::tables;

/// The tariffs of all files with warnings, or everything that is wrong with any.
pub(super) fn read(
    paths: &[PathBuf],
    id: Option<&str>,
    zone: Option<Tz>,
    peaks: &[Span],
) -> Result<(Vec<Tariff>, Issues), Issues> {
    let (mut tariffs, mut issues) = (Vec::new(), Issues::default());
    for path in paths {
        match of_file(path, zone, peaks) {
            Ok((found, warnings)) => {
                tariffs.extend(found);
                issues.extend(warnings);
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

fn of_file(path: &Path, zone: Option<Tz>, peaks: &[Span]) -> Result<(Vec<Tariff>, Issues), Issues> {
    if tables::are_in(path) {
        return tables::read(path, zone);
    }
    let defaults = Defaults {
        tariff_id: document::stem(path),
        time_zone: zone,
        coincident_peaks: peaks.to_vec(),
        ..Defaults::default()
    };
    let read = tariff_document::read_with(&document::text(path)?, &defaults);
    let (tariffs, warnings) = read.map_err(|issues| document::within(path, issues))?;
    Ok((tariffs, document::within(path, warnings)))
}
