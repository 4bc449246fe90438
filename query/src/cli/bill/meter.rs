use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use connectors::files::{self, MeterOptions, Options};
use udfs::billing::{self, Bill, LoadRow};
use udfs::document::bill_to_json;
use udfs::error::Place;
use udfs::model::{DemandAllocation, Span, Tariff};
use udfs::{Code, Issue, Issues};

use super::super::{Context, Exit, lines};
use super::{by_site, compare, explain, parquet, reconcile, tariffs};
use crate::output::{Format, OutputArgs, write_atomically};

/// A meter's load from a file, priced by tariffs from files.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "A meter file")]
pub(super) struct MeterArgs {
    /// Tariff: a document, heatsched's own or URDB; a workbook, CSV file or folder of CSV files with its tables. Several
    /// are versions, each in force from its effective date
    #[arg(long, value_name = "FILE", requires = "load")]
    tariff: Vec<PathBuf>,
    /// Tariff of a document that holds several
    #[arg(long, value_name = "ID", requires = "tariff")]
    tariff_id: Option<String>,
    /// Load: CSV, xlsx or Parquet with the columns start and kw or kwh
    #[arg(long, value_name = "FILE", requires = "tariff")]
    pub load: Option<PathBuf>,
    /// Bill each site of the load on its own: Parquet, a file or a folder of them, with site_id, start and kw
    #[arg(long, requires = "tariff", conflicts_with_all = ["compare", "invoice", "explain"])]
    by_site: bool,
    /// Tariff of each site: CSV or xlsx with site_id and tariff_id; the sites' tariffs are among --tariff
    #[arg(long, value_name = "FILE", requires = "by_site")]
    pub site_tariffs: Option<PathBuf>,
    /// Zone of the tariff's hours and of times without offset, such as America/Chicago; without it the tariff's
    #[arg(long, value_name = "ZONE", requires = "tariff", value_parser = zone_named)]
    pub time_zone: Option<Tz>,
    /// Time of a peak of the system, for a URDB tariff with coincident charges; may be given several times
    #[arg(long, value_name = "START/END", requires = "time_zone", value_parser = span_of_times)]
    coincident_peak: Vec<Span>,
    /// Sheet of a workbook
    #[arg(long, value_name = "NAME", requires = "tariff")]
    sheet: Option<String>,
    /// Form of times that are not ISO 8601, such as '%m/%d/%Y %H:%M'
    #[arg(long, value_name = "FORMAT", requires = "tariff")]
    date_format: Option<String>,
    /// What set each peak, and what one kW less would have saved
    #[arg(long, requires = "tariff", conflicts_with_all = ["compare", "invoice"])]
    explain: bool,
    /// Bill each tariff on its own, the cheapest first; the first one given is the current one
    #[arg(long, requires = "tariff", conflicts_with = "invoice")]
    compare: bool,
    /// Invoice to hold against the bill: CSV or xlsx with month, charge, category, quantity, unit, rate and amount
    #[arg(long, value_name = "FILE", requires = "tariff")]
    invoice: Option<PathBuf>,
}

fn zone_named(name: &str) -> Result<Tz, String> {
    name.parse().map_err(|_| "give an IANA name such as America/Chicago".to_string())
}

fn span_of_times(text: &str) -> Result<Span, String> {
    let time = |text: &str| chrono::DateTime::parse_from_rfc3339(text).ok().map(|time| time.to_utc());
    let span = text.split_once('/').and_then(|(start, end)| Some(Span { start: time(start)?, end: time(end)? }));
    let fix = "give two times such as 2026-07-05T17:00:00-05:00/2026-07-05T18:00:00-05:00";
    span.filter(|span| span.start < span.end).ok_or_else(|| fix.to_string())
}

/// What is billed.
pub(super) struct Metered {
    pub tariffs: Vec<Tariff>,
    /// Of the tariff's hours, and of times that are shown.
    pub zone: Tz,
    pub load: Vec<LoadRow>,
}

impl Metered {
    pub fn currency(&self) -> Option<&str> {
        self.tariffs.first().and_then(|tariff| tariff.currency.as_deref())
    }
}

impl MeterArgs {
    pub fn is_given(&self) -> bool {
        !self.tariff.is_empty()
    }

    pub fn tariffs(&self) -> Result<(Vec<Tariff>, Issues), Issues> {
        tariffs::read(&self.tariff, self.tariff_id.as_deref(), self.time_zone, &self.coincident_peak)
    }
}

pub(super) fn run(context: &Context, args: &MeterArgs, output: &OutputArgs) -> Result<Exit, Issues> {
    if args.by_site {
        return by_site::run(context, args, output);
    }
    let metered = read(context, args)?;
    if args.compare {
        output.open()?.write_all(&compare::table(context, &metered)?)?;
        return Ok(Exit::Done);
    }
    if args.explain {
        output.open()?.write_all(&explain::table(context, &metered, output.is_table())?)?;
        return Ok(Exit::Done);
    }
    let bill = bill(&metered)?;
    context.reporter.issues(&bill.warnings);
    let zone = metered.zone;
    if let Some(invoice) = &args.invoice {
        let (sheet, warnings) = files::read_sheet(invoice, &sheet_options(args))?;
        context.reporter.issues(&warnings);
        output.open()?.write_all(&reconcile::table(context, &sheet, &bill.cost, output.is_table())?)?;
    } else if output.format() == Format::Json {
        let mut json = bill_to_json(metered.currency(), zone, &metered.tariffs, &bill.cost)?;
        json.push('\n');
        write_atomically(output.output.as_deref().unwrap_or(Path::new("-")), json.as_bytes())?;
    } else {
        let currency = metered.currency().unwrap_or_default();
        output.open()?.write_all(&lines::bill(currency, zone, &bill.cost, output.is_table())?)?;
    }
    Ok(Exit::Done)
}

/// One tariff bills any time; versions bill the time in which they are in force.
pub(super) fn bill(metered: &Metered) -> Result<Bill, Issues> {
    let (zone, allocation) = (metered.zone, DemandAllocation::default());
    let [tariff] = metered.tariffs.as_slice() else {
        return billing::bill_versions(&metered.tariffs, zone, &metered.load, allocation);
    };
    let (tariff, outside) = billing::at_any_time(tariff, zone, billing::span_of(&metered.load));
    let mut bill = billing::bill(&tariff, zone, &metered.load, allocation)?;
    bill.warnings.0.extend(outside);
    Ok(bill)
}

/// Tariffs and load; what is wrong with either is told at once.
fn read(context: &Context, args: &MeterArgs) -> Result<Metered, Issues> {
    let tariffs = args.tariffs();
    let of_tariff = tariffs.as_ref().ok().and_then(|(tariffs, _)| tariffs.iter().find_map(|tariff| tariff.time_zone));
    let zone = args.time_zone.or(of_tariff);
    if let (Err(_), None) = (&tariffs, zone) {
        // the tariff might have said in which zone the load's times are
        return Err(tariffs.err().unwrap_or_default());
    }
    let load = load(args, zone);
    let (mut issues, mut warnings) = (Issues::default(), Issues::default());
    let tariffs = tariffs.map_err(|found| issues.extend(found)).ok();
    let load = load.map_err(|found| issues.extend(found)).ok();
    let (Some((tariffs, of_tariffs)), Some((meter, of_load))) = (tariffs, load) else { return Err(issues) };
    warnings.extend(of_tariffs);
    warnings.extend(of_load);
    warnings.extend(without_zone(zone));
    context.reporter.issues(&warnings);
    Ok(Metered { tariffs, zone: zone.unwrap_or(Tz::UTC), load: meter.load })
}

pub(super) fn without_zone(zone: Option<Tz>) -> Issues {
    let mut issues = Issues::default();
    if zone.is_none() {
        let message = "no time zone is known: the tariff's hours are taken in UTC";
        issues.push(Issue::warning(Code::NoOffset, Place::new("tariff"), message, "give --time-zone"));
    }
    issues
}

fn load(args: &MeterArgs, zone: Option<Tz>) -> Result<(files::Meter, Issues), Issues> {
    let path = args.load.as_deref().unwrap_or(Path::new(""));
    let is_parquet = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("parquet"));
    let (sheet, mut warnings) = if is_parquet {
        (parquet::sheet(path)?, Issues::default())
    } else {
        files::read_sheet(path, &sheet_options(args))?
    };
    let options = MeterOptions { time_zone: zone, date_format: args.date_format.clone(), ..MeterOptions::default() };
    let (meter, found) = files::meter(&sheet, &options)?;
    warnings.extend(found);
    Ok((meter, warnings))
}

pub(super) fn sheet_options(args: &MeterArgs) -> Options {
    Options { sheet: args.sheet.clone(), ..Options::default() }
}
