//! Every site of a fleet's load on its own, straight from Parquet.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use arrow::record_batch::RecordBatch;
use chrono_tz::Tz;
use connectors::files;
use connectors::fleet::bill_files;
use udfs::billing::fleet::Plans;
use udfs::billing::{Bill, MonthStatement, Parts, by_month};
use udfs::error::Place;
use udfs::model::{Decimal, DemandAllocation, Tariff};
use udfs::{Code, Issue, Issues};

use super::super::{Context, Exit};
use super::meter::{self, MeterArgs};
use crate::output::{Columns, OutputArgs, io_failure};

/// A site's tariff, and its bill by month.
type Billed = (usize, Vec<MonthStatement>);

/// A row for each site and month. A site that cannot be billed stops no other.
pub(super) fn run(context: &Context, args: &MeterArgs, output: &OutputArgs) -> Result<Exit, Issues> {
    let (tariffs, mut warnings) = args.tariffs()?;
    let zone = args.time_zone.or_else(|| tariffs.iter().find_map(|tariff| tariff.time_zone));
    warnings.extend(meter::without_zone(zone));
    context.reporter.issues(&warnings);
    let sites = args.site_tariffs.as_deref().map(|path| of_sites(path, args, &tariffs)).transpose()?;
    let plan = |tariff: &Tariff| {
        let zone = args.time_zone.or(tariff.time_zone).unwrap_or(Tz::UTC);
        Plans::new(tariff.clone(), zone, DemandAllocation::default())
    };
    let plans: Vec<Plans> = tariffs.iter().map(plan).collect();
    let of_site = |site: &str| tariff_of(site, &tariffs, sites.as_ref());
    let found: Mutex<(BTreeMap<String, Billed>, Issues)> = Mutex::default();
    let each = |site: &str, bill: Result<Bill, Issues>| {
        let billed = bill.and_then(|bill| {
            let tariff = of_site(site)?;
            Ok((tariff, by_month(&tariffs[tariff..=tariff], &bill.cost)))
        });
        let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
        match billed {
            Ok(billed) => drop(found.0.insert(site.to_string(), billed)),
            Err(issues) => found.1.extend(issues),
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let totals = bill_files(&parquet_files(args)?, &|site| of_site(site).map(|tariff| &plans[tariff]), threads, &each)?;
    let (billed, failed) = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    context.reporter.issues(&failed);
    output.open()?.write_all(&table(&tariffs, &billed)?)?;
    context.reporter.timing(&format!("{} rows, {} sites, {} without a bill", totals.rows, totals.sites, totals.failed));
    Ok(if totals.failed == 0 { Exit::Done } else { Exit::Incomplete })
}

fn parquet_files(args: &MeterArgs) -> Result<Vec<PathBuf>, Issues> {
    let path = args.load.as_deref().unwrap_or(Path::new(""));
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let entries = std::fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut files: Vec<PathBuf> =
        entries.map_err(|e| io_failure(path, "be read", &e))?.iter().map(std::fs::DirEntry::path).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("parquet")));
    files.sort();
    Ok(files)
}

fn tariff_of(site: &str, tariffs: &[Tariff], sites: Option<&BTreeMap<String, usize>>) -> Result<usize, Issues> {
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
fn of_sites(path: &Path, args: &MeterArgs, tariffs: &[Tariff]) -> Result<BTreeMap<String, usize>, Issues> {
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

fn table(tariffs: &[Tariff], billed: &BTreeMap<String, Billed>) -> Result<RecordBatch, Issues> {
    let rows: Vec<(&str, &Tariff, &MonthStatement)> = billed
        .iter()
        .flat_map(|(site, (tariff, months))| months.iter().map(move |month| (site.as_str(), &tariffs[*tariff], month)))
        .collect();
    let amount = |of: fn(&Parts) -> Decimal| rows.iter().map(move |(_, _, month)| Some(of(&month.parts)));
    let named = |name: &'static str| {
        let part =
            move |parts: &Parts| parts.named().into_iter().find(|(known, _)| *known == name).map(|(_, part)| part);
        rows.iter().map(move |(_, _, month)| part(&month.parts))
    };
    let mut columns = Columns::default()
        .text("site_id", rows.iter().map(|(site, ..)| *site))
        .text("tariff_id", rows.iter().map(|(_, tariff, _)| tariff.tariff_id.as_str()))
        .text("currency", rows.iter().map(|(_, tariff, _)| tariff.currency.as_deref().unwrap_or_default()))
        .text("month", rows.iter().map(|(_, _, month)| month.month.as_str()));
    for (name, _) in Parts::default().named().into_iter().filter(|(name, _)| *name != "fuel") {
        columns = columns.decimal(name, 2, named(name));
    }
    columns.decimal("total", 2, amount(|parts| parts.total)).batch()
}
