use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use arrow::array::RecordBatch;
use postgres::binary_copy::BinaryCopyOutIter;
use postgres::fallible_iterator::FallibleIterator;
use postgres::{Client, Transaction};
use udfs::error::Place;
use udfs::row::Row;
use udfs::store::{Change, Store};
use udfs::tables::{ALL, Kind, Table, batch_to_rows, rows_to_batch};
use udfs::{Code, Issue, Issues};

use super::binary::{Builder, sql_types};
use super::database::{enter, failed, internal, refused};
use super::staging::Staging;
use super::{joined, key, quoted};
use crate::queue::connect;

/// A tenant's rows in a database with the extension. Each write is one transaction.
pub struct PostgresStore {
    client: Mutex<Client>,
    tenant: String,
}

impl PostgresStore {
    pub fn connect(dsn: &str, application: &str, tenant: &str) -> Result<Self, Issues> {
        Ok(Self { client: Mutex::new(connect(dsn, application)?), tenant: tenant.into() })
    }

    /// Whether nobody else holds the name's lock; it is let go of when the connection ends.
    pub fn try_lock(&self, name: &str) -> Result<bool, Issues> {
        let sql = "SELECT pg_catalog.pg_try_advisory_lock(pg_catalog.hashtextextended('heatsched ' || $1, 0))";
        let mut client = self.client.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(client.query_one(sql, &[&name]).map_err(failed)?.get(0))
    }

    fn with<T>(&self, work: impl FnOnce(&mut Transaction<'_>) -> Result<T, Issues>) -> Result<T, Issues> {
        let mut client = self.client.lock().unwrap_or_else(PoisonError::into_inner);
        let mut transaction = client.transaction().map_err(failed)?;
        enter(&mut transaction, &self.tenant)?;
        let done = work(&mut transaction)?;
        transaction.commit().map_err(failed)?;
        Ok(done)
    }

    fn write_steps(&self, mut steps: Vec<Step<'_>>) -> Result<(), Issues> {
        steps.retain(|step| !step.is_empty());
        // references point backwards
        steps.sort_by_key(|step| ALL.iter().position(|known| known.name == step.table.name));
        self.with(|transaction| steps.iter().try_for_each(|step| step.write(transaction)))
    }
}

impl fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresStore").field("tenant", &self.tenant).finish_non_exhaustive()
    }
}

impl Store for PostgresStore {
    fn read(&self, table: &'static Table, filter: &[(&str, &str)]) -> Result<Vec<Row>, Issues> {
        self.with(|transaction| {
            let conditions = conditions(transaction, table, filter)?;
            batch_to_rows(&select(transaction, table, &conditions)?)
        })
    }

    fn batch_any(
        &self,
        table: &'static Table,
        filter: &[(&str, &str)],
        column: &str,
        values: &BTreeSet<&str>,
    ) -> Result<RecordBatch, Issues> {
        self.with(|transaction| {
            let values: Vec<&str> = values.iter().copied().collect();
            let sql = "CREATE TEMPORARY TABLE wanted ON COMMIT DROP AS SELECT pg_catalog.unnest($1::text[]) AS value";
            transaction.execute(sql, &[&values]).map_err(failed)?;
            transaction.batch_execute("ANALYZE pg_temp.wanted").map_err(failed)?;
            let own = conditions(transaction, table, filter)?;
            let conditions = format!("{own} AND t.{} IN (SELECT value FROM pg_temp.wanted)", quoted(column));
            select(transaction, table, &conditions)
        })
    }

    fn write(&self, changes: &[Change]) -> Result<(), Issues> {
        self.write_steps(changes.iter().map(|change| Step { table: change.table, of: Of::Change(change) }).collect())
    }

    fn write_batches(&self, changes: Vec<Change>, batches: &[(&'static Table, RecordBatch)]) -> Result<(), Issues> {
        let changes = changes.iter().map(|change| Step { table: change.table, of: Of::Change(change) });
        let batches = batches.iter().map(|(table, batch)| Step { table, of: Of::Batch(batch) });
        self.write_steps(changes.chain(batches).collect())
    }

    fn checks_references(&self) -> bool {
        true
    }
}

fn select(transaction: &mut Transaction<'_>, table: &'static Table, conditions: &str) -> Result<RecordBatch, Issues> {
    let sql = format!(
        "COPY (SELECT {} FROM heatsched.{} AS t WHERE {conditions} ORDER BY {}) TO STDOUT (FORMAT binary)",
        table.columns.iter().map(|column| cast("t", column.name, column.kind)).collect::<Vec<_>>().join(", "),
        quoted(table.name),
        joined(key(table), ", ", |name| format!("t.{name}"))
    );
    let reader = transaction.copy_out(&sql).map_err(refused(table))?;
    let mut rows = BinaryCopyOutIter::new(reader, &sql_types(table));
    let mut builder = Builder::new(table);
    while let Some(row) = rows.next().map_err(refused(table))? {
        builder.push(&row).map_err(refused(table))?;
    }
    builder.take().map_err(|e| internal(e).into())
}

/// What becomes of a table.
struct Step<'a> {
    table: &'static Table,
    of: Of<'a>,
}

enum Of<'a> {
    Change(&'a Change),
    /// Rows to upsert.
    Batch(&'a RecordBatch),
}

impl Step<'_> {
    fn is_empty(&self) -> bool {
        match self.of {
            Of::Change(change) => change.rows.is_empty() && change.replaces.is_empty(),
            Of::Batch(batch) => batch.num_rows() == 0,
        }
    }

    fn write(&self, transaction: &mut Transaction<'_>) -> Result<(), Issues> {
        let table = self.table;
        let (batch, replaces) = match self.of {
            Of::Change(change) => (rows_to_batch(table, &change.rows)?, change.replaces.as_slice()),
            Of::Batch(batch) => (batch.clone(), [].as_slice()),
        };
        let values: Vec<(&str, &str)> = replaces.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let others = if values.is_empty() { None } else { Some(conditions(transaction, table, &values)?) };
        let mut staging = Staging { transaction, table };
        staging.create()?;
        staging.fill(std::iter::once(Ok(batch)))?;
        if let Some(others) = others {
            staging.delete_others(&others).map_err(refused(table))?;
        }
        let (_, known) = staging.count().map_err(refused(table))?;
        if known > 0 {
            staging.drop_unchanged().map_err(refused(table))?;
            staging.write().map_err(refused(table))?;
        } else {
            staging.insert().map_err(refused(table))?;
        }
        staging.end().map_err(refused(table))?;
        Ok(())
    }
}

/// The tenant's rows whose columns equal the values.
fn conditions(
    transaction: &mut Transaction<'_>,
    table: &'static Table,
    filter: &[(&str, &str)],
) -> Result<String, Issues> {
    // a COPY has no parameters; the server knows best how its literals are written
    let values: Vec<&str> = filter.iter().map(|(_, value)| *value).collect();
    let sql =
        "SELECT pg_catalog.quote_literal(v) FROM pg_catalog.unnest($1::text[]) WITH ORDINALITY AS t (v, i) ORDER BY i";
    let literals = transaction.query(sql, &[&values]).map_err(failed)?;
    let mut conditions = vec!["t.tenant_id IN (SELECT heatsched.my_tenants())".to_string()];
    for ((name, _), literal) in filter.iter().zip(literals) {
        let column = table.column(name).ok_or_else(|| {
            let message = format!("{} has no column {name}", table.name);
            Issue::error(Code::Internal, Place::new(table.name), message, "report it")
        })?;
        let literal: String = literal.get(0);
        conditions.push(format!("t.{} = {literal}::{}", quoted(name), sql_type(column.kind)));
    }
    Ok(conditions.join(" AND "))
}

fn cast(row: &str, name: &str, kind: Kind) -> String {
    format!("{row}.{}::{}", quoted(name), sql_type(kind))
}

fn sql_type(kind: Kind) -> String {
    match kind {
        Kind::Bool => "pg_catalog.bool".to_string(),
        Kind::Int => "pg_catalog.int8".to_string(),
        other => format!("pg_catalog.{}", other.sql_type()),
    }
}
