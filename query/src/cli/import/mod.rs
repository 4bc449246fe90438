mod annotate;
mod quarantine;
mod summary;
mod tariffs;

use std::path::PathBuf;

use chrono_tz::Tz;
use connectors::files::{self, Import, Mapping, Options, Sites};
use udfs::store::{Change, Store};
use udfs::tables::{self, Table};
use udfs::{Code, Issue, Issues};

use super::{Context, Exit, source};
use crate::output::{OutputArgs, place};
use crate::warehouse::Warehouse;

const EXAMPLES: &str = "\
Examples:
  heatsched import sites.csv heating_equipment.xlsx tariffs.xlsx
  heatsched import export.csv --table production_jobs --site plant-a --time-zone America/Chicago
  heatsched import export.xml --mapping erp.toml --dry-run     what would be read and written, and all that is wrong
  heatsched import export.csv --table jobs --quarantine bad.csv
  heatsched import plant.xlsx --annotate checked.xlsx          a copy that says what is wrong beside each row
  heatsched import urdb.json --time-zone America/Chicago       a tariff document, ours or URDB's

CSV, TSV, JSON, NDJSON, XML, Parquet, xlsx, xls and ods. A file, sheet or element is read into the table that it is named after
(jobs, equipment, tariffs, periods, load, ...), or into --table. A mapping is a file that says which header is which column:

  time_zone = \"America/Chicago\"
  [production_jobs.columns]
  job_id = \"Order\"
  heating_requirement_kwh = { header = \"Heat\", unit = \"MWh\" }

All files are written at once or not at all; the same import twice changes nothing. Rows that cannot be used are left out
and listed, all of them, with what to do. Exit codes: 0 all rows are in; 3 some are in quarantine; 1 nothing was written.";

/// Import jobs, equipment, tariffs, load and other tables from files
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Files to read
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Table that the files hold; without it by the names of files and sheets
    #[arg(long, value_name = "TABLE", value_parser = table_named)]
    table: Option<&'static Table>,
    /// Which header is which column, where the names differ (TOML)
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Site of rows that name none; without it the warehouse's only site
    #[arg(long, value_name = "ID")]
    site: Option<String>,
    /// Tariff of rows that name none
    #[arg(long, value_name = "ID")]
    tariff: Option<String>,
    /// Schedule of jobs that name none; without it one a local day
    #[arg(long, value_name = "ID")]
    schedule: Option<String>,
    /// Zone of times that are written without offset, such as America/Chicago; without it the site's
    #[arg(long, value_name = "ZONE", value_parser = zone_named)]
    time_zone: Option<Tz>,
    /// Sheet of a workbook
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Read and check, write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Write the rows that were left out to this CSV file, with what is wrong with them
    #[arg(long, value_name = "FILE")]
    quarantine: Option<PathBuf>,
    /// Write a copy of the workbook with what is wrong beside each row
    #[arg(long, value_name = "FILE.xlsx")]
    annotate: Option<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
}

fn table_named(name: &str) -> Result<&'static Table, String> {
    files::table_named(name)
        .or_else(|| tables::find(name))
        .ok_or_else(|| "no table of the warehouse has this name".to_string())
}

fn zone_named(name: &str) -> Result<Tz, String> {
    name.parse().map_err(|_| "give an IANA name such as America/Chicago".to_string())
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Issues> {
    let warehouse = match source::open(context) {
        Ok(warehouse) => Some(warehouse),
        Err(issues) if args.dry_run && issues.0.iter().all(|issue| issue.code == Code::WarehouseMissing) => None,
        Err(issues) => return Err(issues),
    };
    let mapping = args.mapping.as_deref().map(Mapping::load).transpose()?.unwrap_or_default();
    let imports = read(context, args, &mapping, warehouse.as_ref())?;
    if let Some(path) = &args.quarantine {
        quarantine::write(path, imports.iter().flat_map(|(_, import)| &import.quarantined))?;
    }
    if let Some(path) = &args.annotate {
        annotate::write(path, &imports)?;
    }
    for import in imports.iter().map(|(_, import)| import) {
        context.reporter.issues(&import.issues);
        for issue in import.quarantined.iter().flat_map(|row| &row.issues) {
            context.reporter.issue(issue);
        }
    }
    let table = summary::table(&imports)?;
    let quarantined: usize = imports.iter().map(|(_, import)| import.quarantined.len()).sum();
    if let Some(warehouse) = warehouse.filter(|_| !args.dry_run) {
        // what a later file says of a key is what counts
        let changes: Vec<Change> = imports.into_iter().flat_map(|(_, import)| import.changes).collect();
        warehouse.write(&changes)?;
    }
    args.output.or_table().open()?.write_all(&table)?;
    if args.dry_run {
        context.reporter.info("dry run: nothing was written");
    }
    Ok(if quarantined == 0 { Exit::Done } else { Exit::Incomplete })
}

/// Reads every file before it gives up on any.
fn read(
    context: &Context,
    args: &Args,
    mapping: &Mapping,
    warehouse: Option<&Warehouse>,
) -> Result<Vec<(PathBuf, Import)>, Issues> {
    let mut sites = match warehouse {
        Some(warehouse) => Sites::load(warehouse, &context.global.tenant)?,
        None => Sites::default(),
    };
    let mut paths = args.files.clone();
    // sites say in which zone the other files' times are
    paths.sort_by_key(|path| {
        path.file_stem()
            .and_then(|stem| files::table_named(&stem.to_string_lossy()))
            .is_none_or(|table| table.name != "sites")
    });
    let (mut imports, mut issues) = (Vec::new(), Issues::default());
    for path in paths {
        let site = args.site.clone().or_else(|| sites.only());
        let options = Options {
            table: args.table,
            tenant_id: context.global.tenant.clone(),
            site_zone: site.as_deref().and_then(|site| sites.zone(site)),
            site_id: site,
            tariff_id: args.tariff.clone(),
            schedule_id: args.schedule.clone(),
            time_zone: args.time_zone,
            sheet: args.sheet.clone(),
            ..Options::default()
        };
        let read = match tariffs::document(&path, args.table) {
            Some(text) => tariffs::read(&path, &text, &options),
            None => files::read(&path, &options, mapping),
        };
        match read {
            Ok(import) => {
                sites.learn(&import);
                imports.push((path, import));
            }
            Err(found) => issues.extend(found),
        }
    }
    if issues.has_errors() {
        let message = "nothing was written";
        issues.push(Issue::warning(
            Code::Io,
            place("import"),
            message,
            "mend the files named above and import them again",
        ));
        return Err(issues);
    }
    Ok(imports)
}
