use std::collections::HashMap;

use arrow::array::RecordBatch;
use postgres::binary_copy::BinaryCopyOutIter;
use postgres::fallible_iterator::FallibleIterator;
use postgres::{Client, IsolationLevel, Transaction};
use udfs::row::Cell;
use udfs::store::Store;
use udfs::tables::{CONNECTOR_STATE, Table, rows_to_batch};
use udfs::{Code, Issue, Issues};

use super::binary::{Builder, sql_types};
use super::cursor::{self, JOB, JOB_COLUMN};
use super::database::{enter, failed, internal, refused};
use super::left_out::{self, NAMED, Rows};
use super::{Counts, Report, Settings, columns, is_own_job, joined, key, key_text, quoted, unfit};
use crate::warehouse::{self, Warehouse};

/// Rows that are held in memory. They come partition by partition, so that few partitions are written twice.
const ROWS_AT_ONCE: usize = 65_536;

pub fn sync(client: &mut Client, warehouse: &Warehouse, settings: &Settings) -> Result<Report, Issues> {
    // one snapshot for all tables
    let builder = client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true);
    let mut transaction = builder.start().map_err(failed)?;
    enter(&mut transaction, &settings.tenant)?;
    let source = Source::of(&mut transaction)?;
    let marks = if settings.all { HashMap::new() } else { source.marks(warehouse, &settings.tenant)? };
    let mut pull = Pull { transaction, warehouse: warehouse.begin(settings.dry_run)?, report: Report::default() };
    let mut marked = Vec::new();
    for table in &settings.tables {
        let since = marks.get(table.name).copied().filter(|mark| source.reaches(*mark));
        let counts = pull.table(table, since)?;
        if counts.refused == 0 && (counts.read > 0 || since.is_none()) {
            let row = cursor::row(&settings.tenant, &source.name, table.name, &source.open.to_string(), settings.now);
            marked.push(row);
        }
        pull.report.tables.push(counts);
    }
    let Pull { transaction, mut warehouse, report } = pull;
    transaction.rollback().map_err(failed)?;
    if !marked.is_empty() {
        warehouse.add(&CONNECTOR_STATE, rows_to_batch(&CONNECTOR_STATE, &marked)?)?;
    }
    warehouse.commit()?;
    Ok(report)
}

/// A database, and where its transactions are.
struct Source {
    /// Tells a database from others, and from what a backup of it becomes.
    name: String,
    /// The oldest transaction that is still open: of rows that a later sync finds new, none is older.
    open: u64,
    next: u64,
}

/// Transactions are compared in the circle of their 32-bit numbers.
const LONGEST_REACH: u64 = 1 << 30;

impl Source {
    fn of(transaction: &mut Transaction<'_>) -> Result<Self, Issue> {
        let sql = "SELECT format('postgres %s.%s.%s', (SELECT system_identifier FROM pg_control_system()),
                          (SELECT timeline_id FROM pg_control_checkpoint()),
                          (SELECT oid FROM pg_database WHERE datname = current_database())),
                          pg_snapshot_xmin(s)::text, pg_snapshot_xmax(s)::text FROM pg_current_snapshot() AS s";
        let row = transaction.query_one(sql, &[]).map_err(failed)?;
        let number = |i| row.get::<_, String>(i).parse().map_err(internal);
        Ok(Self { name: row.get(0), open: number(1)?, next: number(2)? })
    }

    /// The oldest open transaction of the last sync, by table.
    fn marks(&self, warehouse: &Warehouse, tenant: &str) -> Result<HashMap<String, u64>, Issues> {
        let filter = [("tenant_id", tenant), (JOB_COLUMN, JOB), ("stream", self.name.as_str())];
        let rows = warehouse.read(&CONNECTOR_STATE, &filter)?;
        let mark = |row: &udfs::row::Row| match (row.get("part"), row.get("cursor_value")) {
            (Some(Cell::Text(table)), Some(Cell::Text(value))) => Some((table.clone(), value.parse().ok()?)),
            _ => None,
        };
        Ok(rows.iter().filter_map(mark).collect())
    }

    fn reaches(&self, mark: u64) -> bool {
        mark <= self.open && self.next - mark < LONGEST_REACH
    }
}

struct Pull<'a> {
    transaction: Transaction<'a>,
    warehouse: warehouse::Transaction,
    report: Report,
}

impl Pull<'_> {
    fn table(&mut self, table: &'static Table, since: Option<u64>) -> Result<Counts, Issues> {
        let mut counts = Counts::of(table);
        let mut wanted = vec!["tenant_id IN (SELECT heatsched.my_tenants())".to_string()];
        wanted.extend(is_own_job(table).then(|| format!("{JOB_COLUMN} <> '{JOB}'")));
        // no row is older than the transaction that wrote it
        wanted.extend(since.map(|since| format!("age(xmin) <= age('{since}'::xid8::xid)")));
        if let Some(unfit) = unfit::condition(table) {
            counts.refused = self.name_unfit(table, &wanted, &unfit)?;
            wanted.push(format!("NOT {unfit}"));
        }
        counts.read = counts.refused;
        let by = table.partition.iter().map(|partition| partition.column()).chain(key(table));
        let copy = format!(
            "COPY (SELECT {} FROM heatsched.{} WHERE {} ORDER BY {}) TO STDOUT (FORMAT binary)",
            joined(columns(table), ", ", str::to_string),
            quoted(table.name),
            wanted.join(" AND "),
            joined(by, ", ", str::to_string)
        );
        let reader = self.transaction.copy_out(&copy).map_err(refused(table))?;
        let mut rows = BinaryCopyOutIter::new(reader, &sql_types(table));
        let mut builder = Builder::new(table);
        while let Some(row) = rows.next().map_err(refused(table))? {
            builder.push(&row).map_err(refused(table))?;
            if builder.len() >= ROWS_AT_ONCE {
                write(&mut self.warehouse, table, builder.take().map_err(internal)?, &mut counts)?;
            }
        }
        write(&mut self.warehouse, table, builder.take().map_err(internal)?, &mut counts)?;
        Ok(counts)
    }

    fn name_unfit(&mut self, table: &'static Table, wanted: &[String], unfit: &str) -> Result<u64, Issue> {
        let sql = format!(
            "SELECT {} AS id, count(*) OVER () FROM heatsched.{} r WHERE {} AND {unfit} ORDER BY id LIMIT {NAMED}",
            key_text(table, "r"),
            quoted(table.name),
            wanted.join(" AND ")
        );
        let rows = self.transaction.query(&sql, &[]).map_err(refused(table))?;
        let count = rows.first().map_or(0, |row| row.get::<_, i64>(1).unsigned_abs());
        let rows = Rows { keys: rows.iter().map(|row| row.get(0)).collect(), count };
        let message = "a number that is not finite, or a time outside the years 1 to 9999";
        let fix = "correct it in the database";
        self.report.issues.0.extend(left_out::issues(table, "", &rows, Code::OutOfRange, message, fix));
        Ok(rows.count)
    }
}

fn write(
    warehouse: &mut warehouse::Transaction,
    table: &'static Table,
    batch: RecordBatch,
    counts: &mut Counts,
) -> Result<(), Issues> {
    if batch.num_rows() == 0 {
        return Ok(());
    }
    counts.read += batch.num_rows() as u64;
    let effect = warehouse.add(table, batch)?;
    counts.added += effect.added;
    counts.changed += effect.changed;
    counts.unchanged += effect.unchanged;
    Ok(())
}
