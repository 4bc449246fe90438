use std::collections::HashMap;

use arrow::array::{AsArray, BooleanArray, RecordBatch};
use arrow::compute::filter_record_batch;
use postgres::{Client, Transaction};
use udfs::tables::Table;
use udfs::{Code, Issue, Issues};

use super::catalog::{Constraint, constraints};
use super::cursor::{FROM_WAREHOUSE, JOB, JOB_COLUMN};
use super::database::{enter, failed, internal, refused};
use super::left_out::{self, Rows};
use super::staging::Staging;
use super::{Counts, Report, Settings, is_own_job, unfit};
use crate::warehouse::{Snapshot, Warehouse};

pub fn sync(warehouse: &Warehouse, client: &mut Client, settings: &Settings) -> Result<Report, Issues> {
    let snapshot = warehouse.snapshot(&settings.tenant)?;
    let mut transaction = client.transaction().map_err(failed)?;
    enter(&mut transaction, &settings.tenant)?;
    // syncs of a tenant take turns
    let turn = "SELECT pg_advisory_xact_lock(hashtextextended('heatsched sync ' || $1, 0))";
    transaction.execute(turn, &[&settings.tenant]).map_err(failed)?;
    let marks = if settings.all { HashMap::new() } else { marks(&mut transaction)? };
    let mut push = Push { snapshot, transaction, runs: Vec::new(), report: Report::default() };
    for table in &settings.tables {
        let counts = push.table(table, marks.get(table.name).map(String::as_str))?;
        push.report.tables.push(counts);
    }
    let Push { transaction, report, .. } = push;
    let end = if settings.dry_run { transaction.rollback() } else { transaction.commit() };
    end.map_err(failed)?;
    Ok(report)
}

/// How far each table of a warehouse was read, as far as the role may see.
fn marks(transaction: &mut Transaction<'_>) -> Result<HashMap<String, String>, Issue> {
    let sql = "SELECT part, cursor_value FROM heatsched.connector_state
               WHERE tenant_id IN (SELECT heatsched.my_tenants()) AND job = $1 AND stream = $2";
    let rows = transaction.query(sql, &[&JOB, &FROM_WAREHOUSE]).map_err(failed)?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

struct Push<'a> {
    snapshot: Snapshot,
    transaction: Transaction<'a>,
    /// Runs that stay out because their schedule is published, with the schedule.
    runs: Vec<(String, String)>,
    report: Report,
}

impl Push<'_> {
    fn table(&mut self, table: &'static Table, mark: Option<&str>) -> Result<Counts, Issues> {
        let mut counts = Counts::of(table);
        let files = self.snapshot.files_since(table, mark)?;
        if files.is_empty() {
            return Ok(counts);
        }
        let snapshot = self.snapshot.clone();
        let mut bad = Bad::default();
        let batches = files.iter().map(|file| {
            let batch = synced(table, snapshot.load(table, file)?)?;
            counts.read += batch.num_rows() as u64;
            bad.take_out(table, batch)
        });
        let mut staging = Staging { transaction: &mut self.transaction, table };
        staging.create()?;
        staging.fill(batches)?;
        counts.refused += bad.report(table, &mut self.report.issues);
        counts.unchanged = staging.drop_unchanged().map_err(refused(table))?;
        for (schedule, count) in staging.drop_published(&mut self.runs).map_err(refused(table))? {
            self.report.issues.push(left_out::published(table, &schedule, count));
            counts.kept += count.unsigned_abs();
        }
        for constraint in constraints(staging.transaction, table).map_err(refused(table))? {
            let rows = staging.drop_refused(&constraint).map_err(refused(table))?;
            counts.refused += rows.count;
            self.report.issues.0.extend(issues(table, &constraint, &rows));
        }
        (counts.added, counts.changed) = staging.write().map_err(refused(table))?;
        staging.end().map_err(refused(table))?;
        // a row that was refused is tried again until it fits
        if counts.refused == 0 {
            self.remember(table)?;
        }
        Ok(counts)
    }

    fn remember(&mut self, table: &'static Table) -> Result<(), Issue> {
        let sql = "INSERT INTO heatsched.connector_state AS t (tenant_id, job, stream, part, cursor_value, updated_at, run_id)
                   SELECT m, $1, $2, $3, $4, now(), $1 FROM heatsched.my_tenants() AS m
                   ON CONFLICT (tenant_id, job, stream, part)
                   DO UPDATE SET cursor_value = excluded.cursor_value, updated_at = excluded.updated_at";
        let mark = self.snapshot.mark(table);
        self.transaction.execute(sql, &[&JOB, &FROM_WAREHOUSE, &table.name, &mark]).map_err(refused(table))?;
        Ok(())
    }
}

/// Without what the warehouse keeps of its own syncs.
fn synced(table: &'static Table, batch: RecordBatch) -> Result<RecordBatch, Issues> {
    if !is_own_job(table) {
        return Ok(batch);
    }
    let jobs = batch.column_by_name(JOB_COLUMN).map(|jobs| jobs.as_string::<i32>());
    let keep: BooleanArray = jobs.into_iter().flatten().map(|job| Some(job != Some(JOB))).collect();
    filter_record_batch(&batch, &keep).map_err(|error| internal(error).into())
}

/// Rows with a value that Postgres cannot hold, by column.
#[derive(Default)]
struct Bad(Vec<(&'static str, Rows)>);

impl Bad {
    fn take_out(&mut self, table: &'static Table, batch: RecordBatch) -> Result<RecordBatch, Issues> {
        let (fit, unfit) = unfit::split(table, batch.clone()).map_err(internal)?;
        for (row, column) in unfit {
            let index = self.0.iter().position(|(known, _)| *known == column).unwrap_or_else(|| {
                self.0.push((column, Rows::default()));
                self.0.len() - 1
            });
            self.0[index].1.push(key_of(table, &batch, row));
        }
        Ok(fit)
    }

    fn report(&self, table: &'static Table, issues: &mut Issues) -> u64 {
        let (message, fix) =
            ("a text with the character NUL, or a time outside the years 1 to 9999", "correct it in the warehouse");
        for (column, rows) in &self.0 {
            issues.0.extend(left_out::issues(table, column, rows, Code::OutOfRange, message, fix));
        }
        self.0.iter().map(|(_, rows)| rows.count).sum()
    }
}

fn key_of(table: &'static Table, batch: &RecordBatch, row: usize) -> String {
    let text = |name: &&&str| {
        let array = batch.column_by_name(name)?;
        arrow::util::display::array_value_to_string(array, row).ok()
    };
    let parts: Vec<String> = table.key.iter().filter(|name| **name != "tenant_id").filter_map(|n| text(&n)).collect();
    parts.join(", ")
}

fn issues(table: &'static Table, constraint: &Constraint, rows: &Rows) -> Vec<Issue> {
    match constraint {
        Constraint::Check { name, .. } => {
            let message = format!("the row breaks the rule {name} of the database");
            left_out::issues(table, "", rows, Code::OutOfRange, &message, "correct it in the warehouse").collect()
        }
        Constraint::Reference { columns, to, .. } => {
            let message = format!("there is no such row in {} of the database", to.trim_start_matches("heatsched."));
            let column = columns.last().map(String::as_str).unwrap_or_default();
            let fix = "sync or import that row first; this one is tried again with every sync";
            left_out::issues(table, column, rows, Code::UnknownReference, &message, fix).collect()
        }
    }
}
