//! A mapping file says how a file of one's own differs from the tables:
//!
//! ```toml
//! time_zone = "America/Chicago"        # of times without offset
//!
//! [production_jobs]
//! sheet = "Orders"
//! date_format = "%m/%d/%Y %H:%M"
//! ignore = ["Planner"]
//!
//! [production_jobs.columns]
//! job_id = "Order"
//! heating_requirement_kwh = { header = "Heat", unit = "MWh" }
//! priority = { header = "Prio", values = { high = "1", normal = "3" } }
//!
//! [production_jobs.constants]
//! unit = "pieces"
//! ```

use std::collections::BTreeMap;
use std::path::Path;

use rust_decimal::Decimal;
use serde::Deserialize;
use udfs::error::Place;
use udfs::tables::Table;
use udfs::{Code, Issue, Issues};

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mapping {
    pub time_zone: Option<String>,
    pub delimiter: Option<char>,
    pub decimal: Option<char>,
    pub encoding: Option<String>,
    pub tables: BTreeMap<&'static str, TableMapping>,
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TableMapping {
    /// Worksheet, JSON key or XML element around the rows.
    pub sheet: Option<String>,
    /// XML element of a row.
    pub row_element: Option<String>,
    /// 1-based row of the headers.
    pub header_row: Option<usize>,
    pub time_zone: Option<String>,
    /// As in strftime; for times without one of their own.
    pub date_format: Option<String>,
    /// Headers that are known not to matter.
    pub ignore: Vec<String>,
    pub columns: BTreeMap<String, ColumnMapping>,
    pub constants: BTreeMap<String, toml::Value>,
    /// Length of a row of a series that gives no end.
    pub length_minutes: Option<u32>,
}

#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(from = "ColumnForm")]
pub struct ColumnMapping {
    pub header: String,
    pub unit: Option<String>,
    pub factor: Option<Decimal>,
    pub date_format: Option<String>,
    pub time_zone: Option<String>,
    /// The file's word to the table's.
    pub values: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum ColumnForm {
    Header(String),
    Full(ColumnFull),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnFull {
    header: String,
    unit: Option<String>,
    factor: Option<toml::Value>,
    date_format: Option<String>,
    time_zone: Option<String>,
    #[serde(default)]
    values: BTreeMap<String, String>,
}

impl From<ColumnForm> for ColumnMapping {
    fn from(form: ColumnForm) -> Self {
        match form {
            ColumnForm::Header(header) => Self { header, ..Self::default() },
            ColumnForm::Full(full) => Self {
                header: full.header,
                unit: full.unit,
                factor: full.factor.and_then(|factor| factor.to_string().trim_matches('"').parse().ok()),
                date_format: full.date_format,
                time_zone: full.time_zone,
                values: full.values,
            },
        }
    }
}

#[derive(Deserialize)]
struct Document {
    time_zone: Option<String>,
    delimiter: Option<char>,
    decimal: Option<char>,
    encoding: Option<String>,
    #[serde(flatten)]
    tables: BTreeMap<String, TableMapping>,
}

impl Mapping {
    pub fn load(path: &Path) -> Result<Self, Issues> {
        let source = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|e| Issue::error(Code::Io, Place::new(&source), e.to_string(), "check the path of the mapping"))?;
        Self::parse(&source, &text)
    }

    pub fn parse(source: &str, text: &str) -> Result<Self, Issues> {
        let document: Document = toml::from_str(text).map_err(|e| {
            let fix = "a mapping has a section per table, such as [production_jobs.columns] with column = \"Header\"";
            Issue::error(Code::Malformed, Place::new(source), e.to_string().trim_end().replace('\n', "; "), fix)
        })?;
        let mut issues = Issues::default();
        let mut tables = BTreeMap::new();
        for (name, mapping) in document.tables {
            let place = Place::new(source).key(&name);
            let Some(table) = super::table_named(&name) else {
                issues.push(Issue::error(
                    Code::UnknownReference,
                    place,
                    format!("no table \"{name}\""),
                    "use a table's name",
                ));
                continue;
            };
            check(table, &mapping, &place, &mut issues);
            tables.insert(table.name, mapping);
        }
        let mapping = Self {
            time_zone: document.time_zone,
            delimiter: document.delimiter,
            decimal: document.decimal,
            encoding: document.encoding,
            tables,
        };
        issues.into_result(mapping).map(|(mapping, _)| mapping)
    }

    pub fn table(&self, table: &Table) -> TableMapping {
        self.tables.get(table.name).cloned().unwrap_or_default()
    }
}

fn check(table: &'static Table, mapping: &TableMapping, place: &Place, issues: &mut Issues) {
    for name in mapping.columns.keys().chain(mapping.constants.keys()) {
        if table.column(name).is_none() {
            let message = format!("{} has no column \"{name}\"", table.name);
            let fix = format!("use one of {}", super::columns::names(table).join(", "));
            issues.push(Issue::error(Code::UnknownReference, place.clone().column(name), message, fix));
        }
    }
    for (name, column) in &mapping.columns {
        let Some(unit) = &column.unit else { continue };
        let column_unit = table.column(name).map_or("", |column| column.unit);
        if super::units::factor(&super::columns::normalize(unit), column_unit).is_none() {
            let known = super::units::names(column_unit).join(", ");
            let fix = if known.is_empty() {
                "the column has no unit; use factor".into()
            } else {
                format!("use one of {known}, or factor")
            };
            issues.push(Issue::error(
                Code::UnknownOption,
                place.clone().column(name),
                format!("unknown unit \"{unit}\""),
                fix,
            ));
        }
    }
}
