//! Rows of any table, made from numbers.

use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate, TimeDelta};
use query::warehouse::Warehouse;
use udfs::model::Decimal;
use udfs::row::{Cell, Row};
use udfs::store::{Change, Store};
use udfs::tables::{Column, Kind, SCHEDULES, SITE_LOAD, Table};

/// Row `i`, of the day `i % 3`, different from other rows in its key.
pub fn row(table: &Table, i: u32) -> Row {
    let row = Row(table.columns.iter().map(|column| (column.name.to_string(), cell(column, i))).collect());
    if table.key.last() == Some(&"site_id") { with(row, "site_id", Cell::Text(format!("P{i}"))) } else { row }
}

fn cell(column: &Column, i: u32) -> Cell {
    let date = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap() + Days::new(u64::from(i % 3));
    match column.kind {
        _ if column.nullable && i % 2 == 1 => Cell::Null,
        Kind::Text if column.name == "tenant_id" => Cell::Text("default".into()),
        Kind::Text if column.name == "site_id" => Cell::Text("P1".into()),
        Kind::Text => Cell::Text(format!("{}-{i:03}", column.name)),
        Kind::Bool => Cell::Bool(i.is_multiple_of(2)),
        Kind::Int => Cell::Number(i.into()),
        Kind::Date => Cell::Date(date),
        Kind::Time => Cell::Time(date.and_hms_opt(0, 0, 0).unwrap().and_utc() + TimeDelta::minutes(i.into())),
        Kind::Quantity | Kind::Rate | Kind::Money | Kind::Cents | Kind::Figure => {
            Cell::Number(Decimal::new(i64::from(i) + 1, 2))
        }
    }
}

pub fn rows(table: &Table, count: u32) -> Vec<Row> {
    (0..count).map(|i| row(table, i)).collect()
}

pub fn with(mut row: Row, name: &str, cell: Cell) -> Row {
    row.0.iter_mut().filter(|(known, _)| known == name).for_each(|(_, old)| *old = cell.clone());
    row
}

/// In the order of the key: as a table is read.
pub fn sorted(table: &Table, mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by_cached_key(|row| table.key.iter().map(|name| order(row.get(name).unwrap())).collect::<Vec<_>>());
    rows
}

fn order(cell: &Cell) -> String {
    match cell {
        Cell::Number(number) => format!("{number:0>12}"),
        Cell::Time(time) => time.to_rfc3339(),
        other => other.describe(),
    }
}

pub fn change(table: &'static Table, rows: Vec<Row>) -> Change {
    Change::upsert(table, rows)
}

pub fn count(warehouse: &Warehouse, table: &'static Table) -> usize {
    warehouse.read(table, &[]).unwrap().len()
}

pub fn text(text: &str) -> Cell {
    Cell::Text(text.into())
}

/// All files below a folder, by paths relative to it.
pub fn files(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { found.push(path.strip_prefix(root).unwrap().to_path_buf()) }
        }
    }
    found.sort();
    found
}

pub fn data_files(root: &Path) -> Vec<PathBuf> {
    files(&root.join("_heatsched/data")).into_iter().map(|path| root.join("_heatsched/data").join(path)).collect()
}

/// A write of generation `generation` that replaces all rows of two tables in several partitions.
pub fn generation(generation: u32) -> [Change; 2] {
    let mark = |row: Row| with(row, "source_reference", Cell::Text(generation.to_string()));
    [SITE_LOAD.name, SCHEDULES.name].map(|name| {
        let table = udfs::tables::find(name).unwrap();
        change(table, rows(table, 6).into_iter().map(mark).collect())
    })
}

/// The generations that the rows of both tables say they are of.
pub fn generations(warehouse: &Warehouse) -> Vec<Cell> {
    let rows = [&SITE_LOAD, &SCHEDULES].into_iter().flat_map(|table| warehouse.read(table, &[]).unwrap());
    let mut found: Vec<Cell> = rows.map(|row| row.get("source_reference").unwrap().clone()).collect();
    found.dedup();
    found
}
