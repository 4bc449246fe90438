use arrow::record_batch::RecordBatch;
use chrono::{SubsecRound, Utc};
use udfs::Issues;
use udfs::model::Decimal;
use udfs::tables::Table;

use super::{Context, Exit, source};
use crate::output::{Columns, OutputArgs};
use crate::queue::connect;
use crate::sync::{Counts, Report, Settings, from_postgres, tables, to_postgres};

const EXAMPLES: &str = "\
Examples:
  heatsched sync --to postgres --dsn postgres://admin@db/plant       bring the warehouse's rows into the database
  heatsched sync --from postgres --dsn 'host=/run/postgresql dbname=plant' --tables optimization_runs,cost_lines
  heatsched sync --to postgres --dry-run                             what would be written; the address is HEATSCHED_DSN

The rows are those of --tenant; the role has to be a member of it. Only rows that have changed since the last sync are
read, the same sync twice changes nothing, and all of it is written at once or not at all. No row is deleted. What the
receiving side changes by itself stays until the row changes here, too; --all compares every row again.

Rows that cannot be taken (a reference to a row that is not there, a value out of range) are named, left out, and tried
again with every sync. A schedule that the database has published stays as it is there: rows that would change it are
named once (HS1601) and count as kept. Publications themselves (schedule_versions) stay where they were made. Exit codes:
0 done; 3 done, but rows were refused; 1 nothing was written.";

/// Copy rows between the warehouse and a Postgres database
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
#[group(id = "direction", required = true, multiple = false, args = ["to", "from"])]
pub(super) struct Args {
    /// Bring the warehouse's rows there
    #[arg(long, value_enum, value_name = "PLACE")]
    to: Option<Place>,
    /// Bring rows from there into the warehouse
    #[arg(long, value_enum, value_name = "PLACE")]
    from: Option<Place>,
    /// Database with the extension pg_heatsched
    #[arg(long, env = "HEATSCHED_DSN", hide_env_values = true, value_name = "URL|SETTINGS")]
    dsn: String,
    /// Only these tables, separated by commas
    #[arg(long, value_name = "TABLE", value_delimiter = ',', value_parser = table_named)]
    tables: Vec<&'static Table>,
    /// Compare all rows, not only those that have changed since the last sync
    #[arg(long)]
    all: bool,
    /// Read and compare, write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Place {
    Postgres,
}

fn table_named(name: &str) -> Result<&'static Table, String> {
    let name = name.trim();
    tables().find(|table| table.name == name).ok_or_else(|| "no table that is copied has this name".to_string())
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Issues> {
    let wanted = |table: &Table| args.tables.is_empty() || args.tables.iter().any(|named| named.name == table.name);
    let settings = Settings {
        tenant: context.global.tenant.clone(),
        tables: tables().filter(|table| wanted(table)).collect(),
        all: args.all,
        dry_run: args.dry_run,
        now: Utc::now().trunc_subsecs(6),
    };
    let mut client = connect(&args.dsn, "heatsched sync")?;
    let report = if args.to.is_some() {
        to_postgres(&source::open(context)?, &mut client, &settings)?
    } else {
        from_postgres(&mut client, &source::open(context)?, &settings)?
    };
    context.reporter.issues(&report.issues);
    args.output.or_table().open()?.write_all(&table(&report)?)?;
    if args.dry_run {
        context.reporter.info("dry run: nothing was written");
    }
    Ok(if report.sum(|counts| counts.refused) == 0 { Exit::Done } else { Exit::Incomplete })
}

fn table(report: &Report) -> Result<RecordBatch, Issues> {
    let count = |columns: Columns, name: &str, of: fn(&Counts) -> u64| {
        columns.decimal(name, 0, report.tables.iter().map(|counts| Some(Decimal::from(of(counts)))))
    };
    let columns = Columns::default().text("table", report.tables.iter().map(|counts| counts.table));
    let columns = count(columns, "read", |counts| counts.read);
    let columns = count(columns, "added", |counts| counts.added);
    let columns = count(columns, "changed", |counts| counts.changed);
    let columns = count(columns, "unchanged", |counts| counts.unchanged);
    let columns = count(columns, "kept", |counts| counts.kept);
    count(columns, "refused", |counts| counts.refused).batch()
}
