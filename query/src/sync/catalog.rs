use postgres::{Error, Row, Transaction};
use udfs::tables::Table;

/// What the database asks of each row of a table.
#[derive(Debug)]
pub enum Constraint {
    Check { name: String, condition: String },
    Reference { columns: Vec<String>, to: String, to_columns: Vec<String> },
}

/// As the catalog has them, so that what a database adds of its own is known, too.
pub fn constraints(transaction: &mut Transaction<'_>, table: &'static Table) -> Result<Vec<Constraint>, Error> {
    let sql = format!(
        "SELECT c.contype = 'c', c.conname::text, coalesce(pg_get_expr(c.conbin, c.conrelid), c.confrelid::regclass::text),
                ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY AS k (n, i)
                      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.n ORDER BY k.i),
                ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY AS k (n, i)
                      JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.n ORDER BY k.i)
         FROM pg_constraint c
         WHERE c.conrelid = 'heatsched.{}'::regclass AND c.contype IN ('c', 'f') AND c.conparentid = 0
         ORDER BY c.contype, c.conname",
        super::quoted(table.name)
    );
    let rows = transaction.query(&sql, &[])?;
    // a column that is not of the engine has its default
    let is_ours = |constraint: &(Vec<String>, Constraint)| constraint.0.iter().all(|name| table.column(name).is_some());
    Ok(rows.iter().map(read).filter(is_ours).map(|(_, constraint)| constraint).collect())
}

fn read(row: &Row) -> (Vec<String>, Constraint) {
    let columns: Vec<String> = row.get(3);
    let constraint = if row.get(0) {
        Constraint::Check { name: row.get(1), condition: row.get(2) }
    } else {
        Constraint::Reference { columns: columns.clone(), to: row.get(2), to_columns: row.get(4) }
    };
    (columns, constraint)
}
