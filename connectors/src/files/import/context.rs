use std::collections::HashMap;

use chrono::TimeDelta;
use udfs::error::Place;
use udfs::row::{Cell, Row};
use udfs::tables::Table;
use udfs::{Code, Issue, Issues, Severity};

use super::super::columns::{self, Matched};
use super::super::mapping::TableMapping;
use super::super::raw::{Malformed, Raw, RawRow, Sheet};
use super::super::{Format, Quarantined, entity};
use super::cells::{is_null, set, set_if_null};

/// What is the same for every row of a table.
pub struct Context<'a> {
    pub table: &'static Table,
    pub sheet: &'a Sheet,
    pub matched: Vec<Matched>,
    pub constants: Vec<(&'static str, Cell)>,
    pub mapping: TableMapping,
    pub format: Format,
    pub tenant_id: &'a str,
}

impl Context<'_> {
    fn has(&self, column: &str) -> bool {
        self.matched.iter().any(|m| m.converter.column.name == column)
            || self.constants.iter().any(|(name, _)| *name == column)
    }

    pub fn check_required(&self, issues: &mut Issues) {
        for name in entity::required(self.table) {
            let from_length = *name == "end" && self.mapping.length_minutes.is_some();
            let reported = issues
                .0
                .iter()
                .any(|issue| issue.severity == Severity::Error && issue.place.column.as_deref() == Some(name));
            if !self.has(name) && !from_length && !reported {
                let how = match *name {
                    "site_id" => "give the site, or map the column",
                    "tariff_id" => "give the tariff, or map the column",
                    "time_zone" => "give the time zone, or map the column",
                    "end" => "map the column, or give length_minutes in a mapping",
                    _ => "map the column to its header in a mapping",
                };
                issues.push(columns::missing_column(self.sheet, name, how));
            }
        }
    }

    fn header(&self, column: &str) -> String {
        let matched = self.matched.iter().find(|m| m.converter.column.name == column);
        matched.map_or_else(|| column.to_string(), |m| m.header.clone())
    }

    fn place(&self, raw: &RawRow) -> Place {
        Place::new(&self.sheet.source).row(raw.number)
    }

    pub fn row(&self, raw: &RawRow, issues: &mut Issues) -> Row {
        let mut row = Row(self.table.columns.iter().map(|column| (column.name.to_string(), Cell::Null)).collect());
        for m in &self.matched {
            match m.converter.convert(raw.cells.get(m.index).unwrap_or(&Raw::Empty)) {
                Ok(cell) => set(&mut row, m.converter.column.name, cell),
                Err(problem) => {
                    let place = self.place(raw).column(&m.header);
                    issues.push(Issue::error(problem.code, place, problem.message, problem.fix));
                }
            }
        }
        self.fill(&mut row, raw);
        let mut found = Issues::default();
        for name in entity::required(self.table) {
            if is_null(&row, name) {
                let fix = format!("give {name}");
                found.push(Issue::error(Code::MissingField, self.place(raw).column(*name), "no value", fix));
            }
        }
        let defaults = entity::read(self.table, &row, self.place(raw), &mut found);
        entity::check_words(self.table, &row, &self.place(raw), &mut found);
        for (name, cell) in defaults {
            if self.table.column(name).is_some_and(|column| !column.nullable) {
                set_if_null(&mut row, name, cell);
            }
        }
        self.merge(found, issues);
        row
    }

    /// Constants, references and the end of a series' row.
    fn fill(&self, row: &mut Row, raw: &RawRow) {
        for (name, cell) in &self.constants {
            set_if_null(row, name, cell.clone());
        }
        set(row, "tenant_id", Cell::Text(self.tenant_id.into()));
        set(row, "source_system", Cell::Text(self.format.as_str().into()));
        set(row, "source_reference", Cell::Text(format!("{}:{}", self.sheet.source, raw.number)));
        if let (Some(Cell::Time(start)), Some(minutes)) = (row.get("start"), self.mapping.length_minutes) {
            let end = Cell::Time(*start + TimeDelta::minutes(minutes.into()));
            set_if_null(row, "end", end);
        }
    }

    /// Adds what the entity's reader found, under the file's own headers, where the cell is not known to be bad already.
    fn merge(&self, found: Issues, issues: &mut Issues) {
        for mut issue in found.0 {
            let column = issue.place.column.take().map(|column| self.header(&column));
            let known = issues.0.iter().any(|known| known.place.column == column);
            issue.place.column = column;
            if !known {
                issues.push(issue);
            }
        }
    }

    pub fn malformed(&self, row: &Malformed) -> Quarantined {
        let place = Place::new(&self.sheet.source).row(row.number);
        let issues = vec![Issue::error(Code::Malformed, place, &row.message, row.fix)];
        Quarantined {
            table: self.table,
            source: self.sheet.source.clone(),
            row: row.number,
            raw: row.raw.clone(),
            issues,
        }
    }

    pub fn quarantined(&self, raw: &RawRow, issues: Issues) -> Quarantined {
        let raw_text = self.sheet.raw_json(raw);
        Quarantined {
            table: self.table,
            source: self.sheet.source.clone(),
            row: raw.number,
            raw: raw_text,
            issues: issues.0,
        }
    }

    /// Keeps the first row of each key.
    pub fn drop_duplicates(&self, rows: Vec<Row>, raws: &[&RawRow], quarantined: &mut Vec<Quarantined>) -> Vec<Row> {
        let mut seen: HashMap<Vec<String>, usize> = HashMap::new();
        let mut kept = Vec::with_capacity(rows.len());
        for (row, raw) in rows.into_iter().zip(raws) {
            let key: Vec<String> =
                self.table.key.iter().map(|name| row.get(name).map_or(String::new(), Cell::describe)).collect();
            match seen.get(&key) {
                None => {
                    seen.insert(key, raw.number);
                    kept.push(row);
                }
                Some(first) => {
                    let column = self
                        .table
                        .key
                        .iter()
                        .rev()
                        .find(|name| self.matched.iter().any(|m| m.converter.column.name == **name));
                    let place = self.place(raw).column(self.header(column.unwrap_or(&self.table.key[0])));
                    let message = format!("the same {} as row {first}", self.table.key[1..].join(" and "));
                    let issue = Issue::error(
                        Code::DuplicateId,
                        place,
                        message,
                        "remove one of the two rows, or correct the id",
                    );
                    quarantined.push(self.quarantined(raw, issue.into()));
                }
            }
        }
        kept
    }
}
