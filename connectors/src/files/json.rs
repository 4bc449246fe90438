use std::collections::HashMap;

use udfs::document::instant_text;
use udfs::error::Place;
use udfs::row::{Cell, Row, cell_from_json, cell_to_json};
use udfs::{Code, Issue, Issues};

use super::csv::too_many;
use super::raw::{Malformed, Raw, RawRow, Sheet, clip};

/// An array of objects, or an object with such an array a table.
pub fn read(name: &str, source: &str, text: &str, max_rows: usize) -> Result<Vec<Sheet>, Issues> {
    let fix = "give an array of objects, or an object with an array for each table";
    let malformed = |message: String| Issues::from(Issue::error(Code::Malformed, Place::new(source), message, fix));
    match cell_from_json(text).map_err(malformed)? {
        Cell::List(items) => Ok(vec![sheet(name, source.to_string(), items, max_rows)?]),
        Cell::Row(Row(members)) => {
            let single = members.len() == 1;
            let lists = members.into_iter().filter_map(|(key, cell)| match cell {
                Cell::List(items) => Some((key, items)),
                _ => None,
            });
            let sheets = lists.map(|(key, items)| {
                let source = if single { source.to_string() } else { format!("{source}!{key}") };
                sheet(&key, source, items, max_rows)
            });
            let sheets = sheets.collect::<Result<Vec<_>, _>>()?;
            if sheets.is_empty() { Err(malformed("the object holds no array".into())) } else { Ok(sheets) }
        }
        other => Err(malformed(format!("{} is no table", other.describe()))),
    }
}

/// An object a line.
pub fn read_lines(name: &str, source: &str, text: &str, max_rows: usize) -> Result<Sheet, Issues> {
    let mut builder = Builder::new(name, source.to_string());
    for (i, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        if builder.len() >= max_rows {
            return Err(too_many(source, max_rows));
        }
        match cell_from_json(line) {
            Ok(cell) => builder.push(i + 1, cell),
            Err(message) => builder.malformed(i + 1, line, message),
        }
    }
    Ok(builder.sheet)
}

fn sheet(name: &str, source: String, items: Vec<Cell>, max_rows: usize) -> Result<Sheet, Issues> {
    if items.len() > max_rows {
        return Err(too_many(&source, max_rows));
    }
    let mut builder = Builder::new(name, source);
    for (i, item) in items.into_iter().enumerate() {
        builder.push(i + 1, item);
    }
    Ok(builder.sheet)
}

/// Collects objects whose keys differ into rows under headers.
pub struct Builder {
    pub sheet: Sheet,
    columns: HashMap<String, usize>,
}

impl Builder {
    /// A file may not make a column a row.
    pub const MAX_COLUMNS: usize = 1_000;

    pub fn new(name: &str, source: String) -> Self {
        let sheet = Sheet {
            name: name.into(),
            source,
            headers: Vec::new(),
            rows: Vec::new(),
            malformed: Vec::new(),
            typed: false,
            comma_likely: false,
        };
        Self { sheet, columns: HashMap::new() }
    }

    /// For a file whose columns are known before its rows.
    pub fn with_headers(name: &str, source: String, headers: Vec<String>) -> Self {
        let mut builder = Self::new(name, source);
        builder.columns = headers.iter().enumerate().map(|(index, header)| (header.clone(), index)).collect();
        builder.sheet.headers = headers;
        builder
    }

    pub fn len(&self) -> usize {
        self.sheet.rows.len() + self.sheet.malformed.len()
    }

    fn push(&mut self, number: usize, cell: Cell) {
        match cell {
            Cell::Row(Row(members)) => self.row(number, members.into_iter().map(|(key, cell)| (key, raw(cell)))),
            other => {
                self.malformed(number, &cell_to_json(&other).to_string(), format!("{} is no object", other.describe()));
            }
        }
    }

    pub fn row(&mut self, number: usize, members: impl Iterator<Item = (String, Raw)>) {
        let mut cells = vec![Raw::Empty; self.sheet.headers.len()];
        for (key, value) in members {
            let next = self.sheet.headers.len();
            let index = *self.columns.entry(key.clone()).or_insert(next);
            if index == next {
                if next >= Self::MAX_COLUMNS {
                    let message = format!("more than {} different fields", Self::MAX_COLUMNS);
                    return self.malformed(number, &key, message);
                }
                self.sheet.headers.push(key);
            }
            if index >= cells.len() {
                cells.resize(index + 1, Raw::Empty);
            }
            cells[index] = value;
        }
        self.sheet.rows.push(RawRow { number, cells });
    }

    pub fn malformed(&mut self, number: usize, raw: &str, message: String) {
        self.sheet.malformed.push(Malformed {
            number,
            raw: clip(raw),
            message,
            fix: "give an object with a field for each column",
        });
    }
}

pub fn raw(cell: Cell) -> Raw {
    match cell {
        Cell::Null => Raw::Empty,
        Cell::Bool(value) => Raw::Bool(value),
        Cell::Number(number) => Raw::Number(number),
        Cell::Text(text) => Raw::Text(text),
        Cell::Date(date) => Raw::Text(date.to_string()),
        Cell::Time(time) => Raw::Text(instant_text(time)),
        Cell::List(items) => list(items),
        Cell::Row(row) => window(&row).map_or_else(|| Raw::Error("an object".into()), Raw::Text),
    }
}

/// A list as the tables write it: `a,b`, windows as `start/end`.
fn list(items: Vec<Cell>) -> Raw {
    let mut parts = Vec::new();
    for item in items {
        match raw(item) {
            Raw::Error(what) => return Raw::Error(format!("a list with {what}")),
            part => parts.push(part.text()),
        }
    }
    Raw::Text(parts.join(","))
}

fn window(row: &Row) -> Option<String> {
    match (row.0.len(), row.get("start"), row.get("end")) {
        (2, Some(Cell::Text(start)), Some(Cell::Text(end))) => Some(format!("{start}/{end}")),
        _ => None,
    }
}
