//! Which tariff bills which site.

use std::collections::BTreeMap;
use std::path::Path;

use connectors::files;
use udfs::error::Place;
use udfs::model::Tariff;
use udfs::{Code, Issue, Issues};

use super::meter::{self, MeterArgs};

/// The number of a site's tariff. Without a list of sites there is one tariff for all.
pub(super) fn of(site: &str, tariffs: &[Tariff], sites: Option<&BTreeMap<String, usize>>) -> Result<usize, Issues> {
    let place = || Place::new("load").key(site);
    match (sites, tariffs) {
        (Some(sites), _) => sites.get(site).copied().ok_or_else(|| {
            let fix = "give the site a row in --site-tariffs";
            Issue::error(Code::UnknownReference, place(), "the site has no tariff", fix).into()
        }),
        (None, [_]) => Ok(0),
        (None, _) => {
            let message = format!("{} tariffs are given", tariffs.len());
            let fix = "say with --site-tariffs which one bills the site";
            Err(Issue::error(Code::OutOfRange, place(), message, fix).into())
        }
    }
}

/// The number of each site's tariff.
pub(super) fn read(path: &Path, args: &MeterArgs, tariffs: &[Tariff]) -> Result<BTreeMap<String, usize>, Issues> {
    let (sheet, _) = files::read_sheet(path, &meter::sheet_options(args))?;
    let place = || Place::new(&sheet.source);
    let column = |name: &str| {
        let header = |header: &String| header.trim().eq_ignore_ascii_case(name);
        sheet.headers.iter().position(header).ok_or_else(|| {
            let message = format!("there is no column {name}");
            Issue::error(Code::MissingField, place().column(name), message, "give site_id and tariff_id")
        })
    };
    let (site_id, tariff_id) = (column("site_id")?, column("tariff_id")?);
    let (mut sites, mut issues) = (BTreeMap::new(), Issues::default());
    for row in &sheet.rows {
        let text = |column: usize| row.cells.get(column).map(files::Raw::text).unwrap_or_default().trim().to_string();
        let (site, id) = (text(site_id), text(tariff_id));
        let place = place().row(row.number);
        let Some(tariff) = tariffs.iter().position(|tariff| tariff.tariff_id == id) else {
            let fix = "give a tariff of --tariff";
            issues.push(Issue::error(
                Code::UnknownReference,
                place.column("tariff_id"),
                format!("no tariff \"{id}\""),
                fix,
            ));
            continue;
        };
        if sites.insert(site.clone(), tariff).is_some_and(|known| known != tariff) {
            let message = format!("\"{site}\" has two tariffs");
            issues.push(Issue::error(Code::DuplicateId, place.column("site_id"), message, "give each site one row"));
        }
    }
    issues.into_result(sites).map(|(sites, _)| sites)
}
