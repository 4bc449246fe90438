//! The tables of schema heatsched as the engine's store. The database checks who may see and change what.

use std::collections::BTreeMap;

use udfs::document::decimal_text;
use udfs::error::{Issue, Issues, Place};
use udfs::row::{Cell, Row};
use udfs::store::{Change, During, Store};
use udfs::tables::{ALL, Kind, Table, batch_to_rows, rows_to_batch};

use crate::spi::{self, Parameter};

/// Reads what the calling statement sees.
pub static READING: SpiStore = SpiStore { read_only: true };
/// Reads what this transaction has written, too.
pub static WRITING: SpiStore = SpiStore { read_only: false };

#[derive(Debug)]
pub struct SpiStore {
    read_only: bool,
}

impl Store for SpiStore {
    fn read(&self, table: &'static Table, filter: &[(&str, &str)]) -> Result<Vec<Row>, Issues> {
        self.query(table, filter, None)
    }

    fn read_during(&self, table: &'static Table, filter: &[(&str, &str)], during: &During) -> Result<Vec<Row>, Issues> {
        self.query(table, filter, Some(during))
    }

    fn write(&self, changes: &[Change]) -> Result<(), Issues> {
        let mut issues = Issues::default();
        let mut rows = Vec::new();
        for change in changes {
            // as a stored table keeps them
            match rows_to_batch(change.table, &change.rows).and_then(|batch| batch_to_rows(&batch)) {
                Ok(kept) => rows.push((change, last_of_each_key(change.table, kept))),
                Err(found) => issues.extend(found),
            }
        }
        if issues.has_errors() {
            return Err(issues);
        }
        // references point backwards
        rows.sort_by_key(|(change, _)| ALL.iter().position(|known| known.name == change.table.name));
        for (Change { table, replaces, .. }, rows) in &rows {
            let column =
                |name: &str| Parameter::Texts(rows.iter().map(|row| row.get(name).and_then(text_of)).collect());
            if !replaces.is_empty() {
                let values = replaces.iter().map(|(_, value)| Parameter::Text(value));
                let parameters: Vec<Parameter<'_>> = values.chain(table.key.iter().map(|name| column(name))).collect();
                spi::run(&delete_others(table, replaces)?, &parameters, &[], false)?;
            }
            if !rows.is_empty() {
                let parameters: Vec<Parameter<'_>> = table.columns.iter().map(|c| column(c.name)).collect();
                spi::run(&upsert(table), &parameters, &[], false)?;
            }
        }
        Ok(())
    }
}

impl SpiStore {
    fn query(
        &self,
        table: &'static Table,
        filter: &[(&str, &str)],
        during: Option<&During>,
    ) -> Result<Vec<Row>, Issues> {
        let kinds: Vec<Kind> = table.columns.iter().map(|column| column.kind).collect();
        let times: Vec<String> =
            during.iter().flat_map(|during| [during.span.start, during.span.end]).map(|at| at.to_rfc3339()).collect();
        let values = filter.iter().map(|(_, value)| *value).chain(times.iter().map(String::as_str));
        let parameters: Vec<Parameter<'_>> = values.map(Parameter::Text).collect();
        let rows = spi::run(&select(table, filter, during)?, &parameters, &kinds, self.read_only).map_err(|found| {
            Issues(found.0.into_iter().map(|issue| Issue { place: named(table, &issue.place), ..issue }).collect())
        })?;
        let names = table.columns.iter().map(|column| column.name.to_string());
        Ok(rows.into_iter().map(|cells| Row(names.clone().zip(cells).collect())).collect())
    }
}

fn named(table: &Table, place: &Place) -> Place {
    let column = place.column.as_deref().and_then(|number| number.parse::<usize>().ok());
    let column = column.and_then(|number| table.columns.get(number.wrapping_sub(1)));
    Place { row: place.row, ..Place::new(table.name).column(column.map_or("", |column| column.name)) }
}

fn select(table: &Table, filter: &[(&str, &str)], during: Option<&During>) -> Result<String, Issues> {
    let columns: Vec<String> = table.columns.iter().map(|column| quoted(column.name)).collect();
    let key: Vec<String> = table.key.iter().map(|name| quoted(name)).collect();
    Ok(format!(
        "SELECT {} FROM heatsched.{} AS t WHERE {}{} ORDER BY {}",
        columns.join(", "),
        quoted(table.name),
        conditions(table, filter)?,
        during.map_or(String::new(), |during| touches(during, filter.len())),
        key.join(", ")
    ))
}

/// A start and end that touch the span of the two parameters after the first ones.
fn touches(during: &During, parameters: usize) -> String {
    let sides = [(during.end_column, ">", parameters + 1), (during.start_column, "<", parameters + 2)];
    let side = |(column, compares, parameter)| {
        let column = format!("t.{}", quoted(column));
        format!(" AND ({column} {compares} ${parameter}::pg_catalog.timestamptz OR {column} IS NULL)")
    };
    sides.map(side).concat()
}

/// Columns that equal the first parameters.
fn conditions(table: &Table, filter: &[(&str, impl AsRef<str>)]) -> Result<String, Issues> {
    let mut conditions = vec!["true".to_string()];
    for (i, (name, _)) in filter.iter().enumerate() {
        let Some(column) = table.column(name) else {
            let message = format!("{} has no column {name}", table.name);
            return Err(Issue::error(udfs::Code::Internal, Place::new(table.name), message, "report it").into());
        };
        conditions.push(format!("t.{} = ${}::{}", quoted(name), i + 1, sql_type(column.kind)));
    }
    Ok(conditions.join(" AND "))
}

/// The rows with these values whose keys, in the parameters that follow, are not given.
fn delete_others(table: &Table, replaces: &[(&str, String)]) -> Result<String, Issues> {
    let of_key = |i: usize, name: &str| {
        let kind = table.column(name).map_or(Kind::Text, |column| column.kind);
        (format!("t.{}", quoted(name)), format!("v.c{i}::{}", sql_type(kind)))
    };
    let (stored, given): (Vec<String>, Vec<String>) =
        table.key.iter().enumerate().map(|(i, name)| of_key(i, name)).unzip();
    let arrays = (1..=table.key.len()).map(|i| format!("pg_catalog.unnest(${})", replaces.len() + i));
    let aliases = (0..table.key.len()).map(|i| format!("c{i}"));
    Ok(format!(
        "DELETE FROM heatsched.{} AS t WHERE {} AND NOT EXISTS (SELECT FROM ROWS FROM ({}) AS v ({}) WHERE ({}) = ({}))",
        quoted(table.name),
        conditions(table, replaces)?,
        arrays.collect::<Vec<_>>().join(", "),
        aliases.collect::<Vec<_>>().join(", "),
        stored.join(", "),
        given.join(", ")
    ))
}

/// A row that is there already, as it is, stays untouched.
fn upsert(table: &Table) -> String {
    let name = quoted(table.name);
    let columns: Vec<String> = table.columns.iter().map(|column| quoted(column.name)).collect();
    let key: Vec<String> = table.database_key().into_iter().map(quoted).collect();
    let cast = |(i, column): (usize, &udfs::tables::Column)| format!("v.c{i}::{}", sql_type(column.kind));
    let casts: Vec<String> = table.columns.iter().enumerate().map(cast).collect();
    let arrays: Vec<String> = (1..=columns.len()).map(|i| format!("pg_catalog.unnest(${i})")).collect();
    let aliases: Vec<String> = (0..columns.len()).map(|i| format!("c{i}")).collect();
    let set: Vec<String> = columns
        .iter()
        .filter(|column| !key.contains(column))
        .map(|column| format!("{column} = excluded.{column}"))
        .collect();
    let (stored, new) = (
        columns.iter().map(|column| format!("t.{column}")).collect::<Vec<_>>().join(", "),
        columns.iter().map(|column| format!("excluded.{column}")).collect::<Vec<_>>().join(", "),
    );
    let action = if set.is_empty() {
        "NOTHING".to_string()
    } else {
        format!("UPDATE SET {} WHERE ({stored}) IS DISTINCT FROM ({new})", set.join(", "))
    };
    format!(
        "INSERT INTO heatsched.{name} AS t ({}) SELECT {} FROM ROWS FROM ({}) AS v ({}) \
         ON CONFLICT ({}) DO {action}",
        columns.join(", "),
        casts.join(", "),
        arrays.join(", "),
        aliases.join(", "),
        key.join(", ")
    )
}

fn sql_type(kind: Kind) -> String {
    match kind {
        Kind::Bool => "pg_catalog.bool".to_string(),
        Kind::Int => "pg_catalog.int8".to_string(),
        other => format!("pg_catalog.{}", other.sql_type()),
    }
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// One statement cannot write a row twice.
fn last_of_each_key(table: &Table, rows: Vec<Row>) -> Vec<Row> {
    let key =
        |row: &Row| -> Vec<Option<String>> { table.key.iter().map(|name| row.get(name).and_then(text_of)).collect() };
    let kept: BTreeMap<_, _> = rows.into_iter().map(|row| (key(&row), row)).collect();
    kept.into_values().collect()
}

fn text_of(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Null | Cell::List(_) | Cell::Row(_) => None,
        Cell::Text(text) => Some(text.clone()),
        Cell::Number(number) => Some(decimal_text(*number)),
        // to the microsecond
        Cell::Time(at) => Some(at.to_rfc3339()),
        Cell::Bool(value) => Some(value.to_string()),
        Cell::Date(date) => Some(date.to_string()),
    }
}
