use std::io::Write;

use arrow::array::RecordBatch;
use bytes::BytesMut;
use postgres::{Error, Transaction};
use udfs::tables::Table;
use udfs::{Issue, Issues};

use super::catalog::Constraint;
use super::database::{internal, not_copied, refused};
use super::left_out::{NAMED, Rows};
use super::{binary, columns, is_part_of_run, joined, key, key_text, quoted};

/// Rows to be brought into a table, in a temporary one of the same columns.
pub struct Staging<'a, 'b> {
    pub transaction: &'a mut Transaction<'b>,
    pub table: &'static Table,
}

impl Staging<'_, '_> {
    fn target(&self) -> String {
        format!("heatsched.{}", quoted(self.table.name))
    }

    fn list(&self, row: &str) -> String {
        joined(columns(self.table), ", ", |name| format!("{row}.{name}"))
    }

    fn same_key(&self) -> String {
        joined(key(self.table), " AND ", |name| format!("t.{name} = s.{name}"))
    }

    pub fn create(&mut self) -> Result<(), Issue> {
        let (list, target) = (self.list("t"), self.target());
        let sql = format!("CREATE TEMPORARY TABLE staged ON COMMIT DROP AS SELECT {list} FROM {target} t WHERE false");
        self.transaction.batch_execute(&sql).map_err(refused(self.table))
    }

    pub fn fill(&mut self, batches: impl Iterator<Item = Result<RecordBatch, Issues>>) -> Result<(), Issues> {
        let table = self.table;
        let copy = "COPY pg_temp.staged FROM STDIN (FORMAT binary)";
        let mut writer = self.transaction.copy_in(copy).map_err(refused(table))?;
        let mut bytes = BytesMut::from(binary::HEADER);
        for batch in batches {
            binary::encode(table, &batch?, &mut bytes).map_err(internal)?;
            writer.write_all(&bytes).map_err(not_copied(table))?;
            bytes.clear();
        }
        bytes.extend_from_slice(&binary::TRAILER);
        writer.write_all(&bytes).map_err(not_copied(table))?;
        writer.finish().map_err(refused(table))?;
        self.transaction.batch_execute("ANALYZE pg_temp.staged").map_err(refused(table))?;
        Ok(())
    }

    pub fn drop_unchanged(&mut self) -> Result<u64, Error> {
        let sql = format!(
            "DELETE FROM pg_temp.staged s USING {} t WHERE {} AND ({}) IS NOT DISTINCT FROM ({})",
            self.target(),
            self.same_key(),
            self.list("t"),
            self.list("s")
        );
        self.transaction.execute(&sql, &[])
    }

    /// Deletes the table's rows that meet the condition on `t` and are not staged.
    pub fn delete_others(&mut self, condition: &str) -> Result<u64, Error> {
        let (target, same_key) = (self.target(), self.same_key());
        let sql = format!(
            "DELETE FROM {target} t WHERE {condition} AND NOT EXISTS (SELECT FROM pg_temp.staged s WHERE {same_key})"
        );
        self.transaction.execute(&sql, &[])
    }

    /// Takes out what is of a published schedule: how many rows of which. `runs` are runs that were taken out before, with
    /// their schedules; those of this table are added.
    pub fn drop_published(&mut self, runs: &mut Vec<(String, String)>) -> Result<Vec<(String, i64)>, Error> {
        let has = |name: &str| self.table.column(name).is_some();
        let published = "FROM heatsched.schedule_versions v
                         WHERE v.published_run_id IS NOT NULL AND v.tenant_id IN (SELECT heatsched.my_tenants())";
        let (of, by) = if has("schedule_id") {
            (format!("SELECT v.schedule_id AS id, v.schedule_id {published}"), "schedule_id")
        } else if is_part_of_run(self.table) {
            let of = format!(
                "SELECT v.published_run_id AS id, v.schedule_id {published}
                 UNION SELECT * FROM unnest($1::text[], $2::text[])"
            );
            (of, "run_id")
        } else {
            return Ok(Vec::new());
        };
        let run = if has("run_id") { "s.run_id" } else { "''" };
        let sql = format!(
            "WITH gone AS (
                 DELETE FROM pg_temp.staged s USING ({of}) p WHERE p.id = s.{by} RETURNING p.schedule_id, {run} AS run_id
             )
             SELECT schedule_id, count(*), array_agg(DISTINCT run_id) FROM gone GROUP BY schedule_id ORDER BY schedule_id"
        );
        let (ids, schedules): (Vec<&str>, Vec<&str>) = runs.iter().map(|(run, of)| (run.as_str(), of.as_str())).unzip();
        let rows = if by == "run_id" {
            self.transaction.query(&sql, &[&ids, &schedules])?
        } else {
            self.transaction.query(&sql, &[])?
        };
        for row in rows.iter().filter(|_| by == "schedule_id" && has("run_id")) {
            runs.extend(row.get::<_, Vec<String>>(2).into_iter().map(|run| (run, row.get(0))));
        }
        Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
    }

    /// Takes out the rows that do not meet the constraint.
    pub fn drop_refused(&mut self, constraint: &Constraint) -> Result<Rows, Error> {
        let condition = match constraint {
            Constraint::Check { condition, .. } => format!("({condition}) IS FALSE"),
            Constraint::Reference { columns, to, to_columns } => {
                let given = columns.iter().map(|name| format!("s.{} IS NOT NULL", quoted(name)));
                let pairs = columns.iter().zip(to_columns);
                let same = pairs.map(|(name, to)| format!("s.{} = p.{}", quoted(name), quoted(to)));
                format!(
                    "{} AND NOT EXISTS (SELECT FROM {to} p WHERE {})",
                    given.collect::<Vec<_>>().join(" AND "),
                    same.collect::<Vec<_>>().join(" AND ")
                )
            }
        };
        let sql = format!(
            "WITH gone AS (DELETE FROM pg_temp.staged s WHERE {condition} RETURNING {} AS id)
             SELECT id, count(*) OVER () FROM gone ORDER BY id LIMIT {NAMED}",
            key_text(self.table, "s")
        );
        let rows = self.transaction.query(&sql, &[])?;
        let count = rows.first().map_or(0, |row| row.get::<_, i64>(1).unsigned_abs());
        Ok(Rows { keys: rows.iter().map(|row| row.get(0)).collect(), count })
    }

    /// How many rows there are, and how many of their keys the table has.
    pub fn count(&mut self) -> Result<(u64, u64), Error> {
        let sql = format!(
            "SELECT count(*), count(t.tenant_id) FROM pg_temp.staged s LEFT JOIN {} t ON {}",
            self.target(),
            self.same_key()
        );
        let row = self.transaction.query_one(&sql, &[])?;
        let [all, known] = [0, 1].map(|i| row.get::<_, i64>(i).unsigned_abs());
        Ok((all, known))
    }

    /// Writes what is left: how many rows are new, and how many replace another. Without such rows it asks no right to
    /// write.
    pub fn write(&mut self) -> Result<(u64, u64), Error> {
        let (target, same_key) = (self.target(), self.same_key());
        let (all, known) = self.count()?;
        if known > 0 {
            let others = columns(self.table).filter(|name| !self.table.key.contains(name));
            let set = joined(others, ", ", |name| format!("{name} = s.{name}"));
            let sql = format!("UPDATE {target} t SET {set} FROM pg_temp.staged s WHERE {same_key}");
            self.transaction.execute(&sql, &[])?;
        }
        if all > known {
            self.insert_where(&format!("WHERE NOT EXISTS (SELECT FROM {target} t WHERE {same_key})"))?;
        }
        Ok((all - known, known))
    }

    /// Writes rows of which the table has none.
    pub fn insert(&mut self) -> Result<(), Error> {
        self.insert_where("")
    }

    fn insert_where(&mut self, condition: &str) -> Result<(), Error> {
        let names = joined(columns(self.table), ", ", str::to_string);
        let sql = format!(
            "INSERT INTO {} ({names}) SELECT {} FROM pg_temp.staged s {condition}",
            self.target(),
            self.list("s")
        );
        self.transaction.execute(&sql, &[])?;
        Ok(())
    }

    pub fn end(&mut self) -> Result<(), Error> {
        self.transaction.batch_execute("DROP TABLE pg_temp.staged")
    }
}
