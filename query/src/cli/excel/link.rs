use std::path::PathBuf;

use chrono::NaiveDate;
use udfs::{Code, Issue, Issues};

use super::address;
use crate::cli::{Context, Exit};
use crate::output::{place, write_atomically};
use crate::queue::{Failure, connect};

const EXAMPLES: &str = "\
Examples:
  heatsched excel link --dsn postgres://bi@db/plants --site plant-a --from 2026-01-05 --to 2026-01-11 -o plant.xlsx
  heatsched excel link --dsn postgres://bi@db/plants --site plant-a --from 2026-01-05 -o plant.ods
  heatsched excel link --dsn postgres://bi@db/plants --site plant-a --from 2026-01-05 -o schedule.pq --sheet Schedule

The file's ending is its form:
  xlsx  Excel: tables that ask the database when the workbook is opened, charts, sheets to edit and load back
  ods   LibreOffice, with its data source in a file .odb beside it: register that as heatsched under Tools, Options, Base
  odc   a data connection, to be opened with Excel         dqy  the same for Microsoft Query
  pq    a query for Power Query and Power BI
Who opens it needs the ODBC driver psqlODBC (ods: none) and a password of their own; none is written.";

/// Write a workbook whose tables ask the database again
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Database with the extension pg_heatsched
    #[arg(long, env = "HEATSCHED_DSN", hide_env_values = true, value_name = "URL|SETTINGS")]
    dsn: String,
    /// Site to show
    #[arg(long, value_name = "ID")]
    site: String,
    /// First local day to show
    #[arg(long, value_name = "DATE")]
    from: NaiveDate,
    /// Last local day to show [default: the first]
    #[arg(long, value_name = "DATE")]
    to: Option<NaiveDate>,
    /// File to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Sheet whose query an odc, dqy or pq file holds
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// ODBC driver by which the workbook connects
    #[arg(long, value_name = "NAME", default_value = "PostgreSQL Unicode(x64)")]
    driver: String,
    /// ODBC connection string in place of the one that --dsn and --driver make, such as DSN=plants
    #[arg(long, value_name = "SETTINGS")]
    odbc: Option<String>,
}

pub fn run(context: &Context, args: &Args) -> Result<Exit, Issues> {
    let ending =
        args.output.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let form = args.sheet.as_ref().map_or(ending.clone(), |sheet| format!("{ending}:{sheet}"));
    let mut client = connect(&args.dsn, "heatsched excel")?;
    let unreadable = || {
        let fix = "write postgres://USER@HOST/DATABASE, or give --odbc";
        Issue::error(Code::OutOfRange, place("--dsn"), "the address cannot be told in ODBC", fix)
    };
    let odbc = args.odbc.clone().or_else(|| address::odbc(&args.dsn, &args.driver)).ok_or_else(unreadable)?;
    let mut write = |form: &str, path: &PathBuf| -> Result<(), Issues> {
        let sql = "SELECT heatsched.linked_workbook($1, $2, $3::text::date, $4::text::date, $5)";
        let (from, to) = (args.from.to_string(), args.to.unwrap_or(args.from).to_string());
        let row = client.query_one(sql, &[&odbc, &args.site, &from, &to, &form]);
        let bytes: Vec<u8> = row.map_err(|error| Failure::from(error).into_issue())?.get(0);
        write_atomically(path, &bytes)?;
        context.reporter.info(&format!("wrote {}", path.display()));
        Ok(())
    };
    write(&form, &args.output)?;
    if ending == "ods" {
        write("odb", &args.output.with_extension("odb"))?;
    }
    Ok(Exit::Done)
}
