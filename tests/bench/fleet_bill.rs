//! Bills of a fleet straight from Parquet: a year of 15-minute load for each site.
//!
//!     cargo bench -p connectors --bench fleet_bill -- generate FOLDER [SITES]
//!     cargo bench -p connectors --bench fleet_bill -- bill FOLDER
//!
//! `generate` writes the load, the same for the same number of sites, in files sorted by site, with the kWh and the energy
//! rate of each row joined as columns for whoever wants to sum them. `bill` reads only site, time and kW, bills every site
//! on two threads, and prints one JSON object: rows, sites, seconds, peak memory and the sum of all bills.
//! `fleet_bill.py` runs both, and others on the same rows.

use std::error::Error;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use arrow::array::{ArrayRef, Decimal128Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use chrono_tz::Tz;
use connectors::fleet::bill_files;
use parquet::arrow::ArrowWriter;
use rust_decimal::Decimal;
use udfs::billing::fleet::Plans;
use udfs::model::{DemandAllocation, Span, Tariff};
use udfs::sample::Rng;
use udfs::tariff::Calendar;
use udfs::tariff_document;
use udfs::urdb::ReadOptions;

const TARIFF: &str = include_str!("fleet_tariff.json");
const SITES: usize = 1000;
const FILES: usize = 4;
const THREADS: usize = 2;
/// 2029, whose first day is a Monday, in UTC: what other calculators take every year for.
const START: i64 = 1_861_920_000;
const INTERVALS: i64 = 365 * 96;
const STEP: i64 = 900;

fn main() -> Result<(), Box<dyn Error>> {
    // cargo adds --bench
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["generate", folder] => generate(Path::new(folder), SITES),
        ["generate", folder, sites] => generate(Path::new(folder), sites.parse()?),
        ["bill", folder] => bill(Path::new(folder)),
        _ => Err("give generate FOLDER [SITES], or bill FOLDER".into()),
    }
}

fn tariff() -> Result<Tariff, Box<dyn Error>> {
    let (tariffs, _) = tariff_document::read(TARIFF, &ReadOptions::default())?;
    tariffs.into_iter().next().ok_or_else(|| "no tariff".into())
}

fn generate(folder: &Path, sites: usize) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    let rates = rates(&tariff()?)?;
    for (number, first) in (0..sites).step_by(sites.div_ceil(FILES).max(1)).enumerate() {
        let last = (first + sites.div_ceil(FILES).max(1)).min(sites);
        let file = File::create(folder.join(format!("load-{number}.parquet")))?;
        let mut writer = ArrowWriter::try_new(file, rows(first, &rates)?.schema(), None)?;
        for site in first..last {
            writer.write(&rows(site, &rates)?)?;
        }
        writer.close()?;
    }
    Ok(())
}

/// The energy rate of each interval, in units of 1e-8.
fn rates(tariff: &Tariff) -> Result<Vec<i128>, Box<dyn Error>> {
    let calendar = Calendar::new(tariff, Tz::UTC)?;
    let at = |index: i64| chrono::DateTime::from_timestamp(START + index * STEP, 0).unwrap_or_default();
    let mut rates = Vec::new();
    for segment in calendar.segments(Span { start: at(0), end: at(INTERVALS) })? {
        let mut rate = segment.energy_rate_kwh;
        rate.rescale(8);
        rates.resize(rates.len() + usize::try_from(segment.span.minutes() / 15)?, rate.mantissa());
    }
    Ok(rates)
}

/// A day's course with noise, of four decimals of a kW, so that a quarter hour's kWh have six.
fn rows(site: usize, rates: &[i128]) -> Result<RecordBatch, Box<dyn Error>> {
    let mut rng = Rng::new(u64::try_from(site)?);
    let (base, swing) = (rng.between(20_0000, 300_0000), rng.between(10_0000, 500_0000));
    let micro_kw = |index: i64| {
        let from_noon = (index % 96 - 48).abs();
        i128::from((base + swing * (48 - from_noon) / 48 + rng.between(0, 50_0000)) * 100)
    };
    let kw: Vec<i128> = (0..INTERVALS).map(micro_kw).collect();
    let start: Vec<i64> = (0..INTERVALS).map(|index| (START + index * STEP) * 1_000_000).collect();
    let decimals = |values: Vec<i128>, scale| {
        Ok::<ArrayRef, Box<dyn Error>>(Arc::new(Decimal128Array::from(values).with_precision_and_scale(18, scale)?))
    };
    let name = format!("site-{site:05}");
    Ok(RecordBatch::try_from_iter([
        ("site_id", Arc::new(StringArray::from(vec![name.as_str(); kw.len()])) as ArrayRef),
        ("start", Arc::new(TimestampMicrosecondArray::from(start).with_timezone("UTC"))),
        ("kwh", decimals(kw.iter().map(|kw| kw / 4).collect(), 6)?),
        ("kw", decimals(kw, 6)?),
        ("rate", decimals(rates.to_vec(), 8)?),
    ])?)
}

fn bill(folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        files.push(entry?.path());
    }
    files.retain(|path| path.extension().is_some_and(|extension| extension == "parquet"));
    files.sort();
    let before = Instant::now();
    let plans = Plans::new(tariff()?, Tz::UTC, DemandAllocation::Marginal);
    let (sums, fault) = (Mutex::new((Decimal::ZERO, Decimal::ZERO, Decimal::ZERO)), Mutex::new(None));
    let totals = bill_files(&files, &|_| Ok(&plans), THREADS, &|site, bill| match (bill, sums.lock(), fault.lock()) {
        (Ok(bill), Ok(mut sums), _) => {
            sums.0 += bill.cost.total;
            sums.1 += bill.cost.energy;
            if site == "site-00000" {
                sums.2 = bill.cost.total;
            }
        }
        (Err(issues), _, Ok(mut fault)) => *fault = Some(format!("{site}: {issues}")),
        _ => {}
    })?;
    let seconds = before.elapsed().as_secs_f64();
    if let Some(fault) = fault.into_inner()? {
        return Err(fault.into());
    }
    let (total, energy, first) = sums.into_inner()?;
    println!(
        r#"{{"rows": {}, "sites": {}, "seconds": {seconds:.3}, "peak_mib": {}, "total": "{total}", "energy": "{energy}", "first_site": "{first}"}}"#,
        totals.rows,
        totals.sites,
        peak_mib()
    );
    Ok(())
}

/// Highest resident memory of this process; 0 where the system does not say.
fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok()).unwrap_or(0) / 1024
}
