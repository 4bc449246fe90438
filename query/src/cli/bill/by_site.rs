//! Every site of a fleet's load on its own, straight from Parquet.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use arrow::record_batch::RecordBatch;
use chrono_tz::Tz;
use connectors::fleet::bill_files;
use udfs::Issues;
use udfs::billing::fleet::Plans;
use udfs::billing::{Bill, MonthStatement, Parts, by_month};
use udfs::model::{Decimal, DemandAllocation, Tariff};

use super::super::{Context, Exit};
use super::meter::{self, MeterArgs};
use super::{folder, site_tariffs};
use crate::output::{Columns, OutputArgs};

/// A site's tariff, and its bill by month.
type Billed = (usize, Vec<MonthStatement>);

/// A row for each site and month. A site that cannot be billed stops no other.
pub(super) fn run(context: &Context, args: &MeterArgs, output: &OutputArgs) -> Result<Exit, Issues> {
    let (tariffs, mut warnings) = args.tariffs()?;
    let zone = args.time_zone.or_else(|| tariffs.iter().find_map(|tariff| tariff.time_zone));
    warnings.extend(meter::without_zone(zone));
    context.reporter.issues(&warnings);
    let sites = args.site_tariffs.as_deref().map(|path| site_tariffs::read(path, args, &tariffs)).transpose()?;
    let plan = |tariff: &Tariff| {
        let zone = args.time_zone.or(tariff.time_zone).unwrap_or(Tz::UTC);
        Plans::new(tariff.clone(), zone, DemandAllocation::default())
    };
    let plans: Vec<Plans> = tariffs.iter().map(plan).collect();
    let of_site = |site: &str| site_tariffs::of(site, &tariffs, sites.as_ref());
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
    let totals = bill_files(
        &folder::files(args.load.as_deref().unwrap_or(Path::new("")), is_parquet)?,
        &|site| of_site(site).map(|tariff| &plans[tariff]),
        threads,
        &each,
    )?;
    let (billed, failed) = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    context.reporter.issues(&failed);
    output.open()?.write_all(&table(&tariffs, &billed)?)?;
    context.reporter.timing(&format!("{} rows, {} sites, {} without a bill", totals.rows, totals.sites, totals.failed));
    Ok(if totals.failed == 0 { Exit::Done } else { Exit::Incomplete })
}

fn is_parquet(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("parquet"))
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
