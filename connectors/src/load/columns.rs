//! Rows in the form that a store keeps them in, in columns: a hundred thousand of them take little room.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use arrow::array::{Array, AsArray, RecordBatch, StringArray};
use arrow::compute::interleave_record_batch;
use arrow::error::ArrowError;
use arrow::row::{RowConverter, Rows as Keys, SortField};
use udfs::error::Place;
use udfs::row::Row;
use udfs::tables::{Table, batch_to_rows, rows_to_batch};
use udfs::{Code, Issue, Issues};

use super::page::{Record, Rows};

/// Rows of a table, and their keys in a form whose order is that of the rows.
#[derive(Debug)]
pub struct Columns {
    pub table: &'static Table,
    pub batch: RecordBatch,
    keys: Keys,
}

impl Columns {
    pub fn new(table: &'static Table, batch: RecordBatch) -> Result<Self, Issue> {
        let keys = encode(&batch, |name| table.key.contains(&name))?;
        Ok(Self { table, batch, keys })
    }

    pub fn len(&self) -> usize {
        self.batch.num_rows()
    }

    pub fn key(&self, row: usize) -> &[u8] {
        self.keys.row(row).data()
    }

    pub fn texts(&self, name: &str) -> Option<&StringArray> {
        self.batch.column_by_name(name)?.as_string_opt::<i32>()
    }

    pub fn text(&self, name: &str, row: usize) -> Option<&str> {
        self.texts(name).filter(|texts| texts.is_valid(row)).map(|texts| texts.value(row))
    }

    pub fn row(&self, row: usize) -> Result<Row, Issues> {
        Ok(batch_to_rows(&self.batch.slice(row, 1))?.pop().unwrap_or_default())
    }
}

/// The columns with such names in a form that can be compared.
pub fn encode(batch: &RecordBatch, takes: impl Fn(&str) -> bool) -> Result<Keys, Issue> {
    let schema = batch.schema();
    let columns = schema.fields().iter().zip(batch.columns()).filter(|(field, _)| takes(field.name()));
    let columns: Vec<_> = columns.map(|(_, column)| Arc::clone(column)).collect();
    let fields = columns.iter().map(|column| SortField::new(column.data_type().clone())).collect();
    RowConverter::new(fields).and_then(|converter| converter.convert_columns(&columns)).map_err(internal)
}

pub fn internal(error: ArrowError) -> Issue {
    Issue::error(Code::Internal, Place::new("load"), error.to_string(), "report this")
}

/// A row among others.
#[derive(Debug, Clone)]
pub struct At {
    pub rows: Arc<Columns>,
    pub row: usize,
}

impl At {
    pub fn table(&self) -> &'static Table {
        self.rows.table
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.rows.text(name, self.row)
    }
}

/// The rows of a page's records by table, in the order of the records.
#[derive(Debug, Default)]
pub struct Settled(BTreeMap<&'static str, (Arc<Columns>, usize)>);

impl Settled {
    /// Takes the rows out of the records; a record with a row that does not fit its table has its issues instead.
    pub fn of(records: &mut [Record]) -> Result<Self, Issues> {
        loop {
            let mut tables: BTreeMap<&'static str, (&'static Table, Vec<Row>)> = BTreeMap::new();
            for (table, row) in records.iter_mut().flat_map(rows_of) {
                tables.entry(table.name).or_insert_with(|| (table, Vec::new())).1.push(std::mem::take(row));
            }
            let (mut settled, mut unfit) = (Self::default(), Vec::new());
            for (name, (table, rows)) in &tables {
                match rows_to_batch(table, rows) {
                    Ok(batch) => {
                        settled.0.insert(name, (Arc::new(Columns::new(table, batch)?), 0));
                    }
                    Err(_) => unfit.push(*name),
                }
            }
            if unfit.is_empty() {
                return Ok(settled);
            }
            put_back(records, tables);
            let mut is_found = false;
            for record in records.iter_mut() {
                is_found |= refuse(record, &unfit);
            }
            if !is_found {
                return Err(
                    Issue::error(Code::Internal, Place::new("load"), "rows fit alone only", "report this").into()
                );
            }
        }
    }

    /// The rows of the next record, those to create last.
    pub fn of_record(&mut self, rows: &Rows) -> Vec<At> {
        rows.upsert.iter().chain(&rows.create).filter_map(|(table, _)| self.next(table)).collect()
    }

    fn next(&mut self, table: &Table) -> Option<At> {
        let (rows, next) = self.0.get_mut(table.name)?;
        let row = *next;
        *next += 1;
        (row < rows.len()).then(|| At { rows: Arc::clone(rows), row })
    }
}

fn rows_of(record: &mut Record) -> impl Iterator<Item = (&'static Table, &mut Row)> {
    let rows = record.read.as_mut().ok();
    let both = rows.into_iter().flat_map(|rows| rows.upsert.iter_mut().chain(rows.create.iter_mut()));
    both.map(|(table, row)| (*table, row))
}

fn put_back(records: &mut [Record], tables: BTreeMap<&'static str, (&'static Table, Vec<Row>)>) {
    let mut taken: BTreeMap<&str, _> = tables.into_iter().map(|(name, (_, rows))| (name, rows.into_iter())).collect();
    for (table, row) in records.iter_mut().flat_map(rows_of) {
        *row = taken.get_mut(table.name).and_then(Iterator::next).unwrap_or_default();
    }
}

/// Whether one of the record's rows in these tables does not fit.
fn refuse(record: &mut Record, unfit: &[&str]) -> bool {
    let rows = rows_of(record).filter(|(table, _)| unfit.contains(&table.name));
    let issues = rows.filter_map(|(table, row)| rows_to_batch(table, std::slice::from_ref(row)).err());
    let issues: Vec<Issue> = issues.flat_map(|issues| issues.0).collect();
    if issues.is_empty() {
        return false;
    }
    record.read = Err(issues);
    true
}

/// Rows of one table that wait to be written, each key once.
#[derive(Debug)]
pub struct Held {
    table: &'static Table,
    pages: Vec<Arc<Columns>>,
    /// Page and row of each key.
    at: HashMap<Box<[u8]>, (usize, usize)>,
}

impl Held {
    pub fn new(table: &'static Table) -> Self {
        Self { table, pages: Vec::new(), at: HashMap::new() }
    }

    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// In place of what has the same key.
    pub fn replace(&mut self, at: &At) {
        let place = (self.page(&at.rows), at.row);
        self.at.insert(at.rows.key(at.row).into(), place);
    }

    /// Unless something has the same key.
    pub fn keep(&mut self, at: &At) {
        if !self.at.contains_key(at.rows.key(at.row)) {
            self.replace(at);
        }
    }

    pub fn retain(&mut self, keeps: impl Fn(&Columns, usize) -> bool) {
        let pages = &self.pages;
        self.at.retain(|_, (page, row)| keeps(&pages[*page], *row));
    }

    fn page(&mut self, rows: &Arc<Columns>) -> usize {
        self.pages.iter().rposition(|known| Arc::ptr_eq(known, rows)).unwrap_or_else(|| {
            self.pages.push(Arc::clone(rows));
            self.pages.len() - 1
        })
    }

    /// In key order.
    pub fn into_columns(self) -> Result<Columns, Issue> {
        let mut live: Vec<_> = self.at.into_iter().collect();
        live.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let places: Vec<(usize, usize)> = live.into_iter().map(|(_, place)| place).collect();
        let pages: Vec<&RecordBatch> = self.pages.iter().map(|page| &page.batch).collect();
        let batch = if places.is_empty() {
            RecordBatch::new_empty(self.table.schema())
        } else {
            interleave_record_batch(&pages, &places).map_err(internal)?
        };
        Columns::new(self.table, batch)
    }
}
