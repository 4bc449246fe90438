use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use chrono::TimeDelta;
use chrono_tz::Tz;
use udfs::error::Place;
use udfs::provenance::hash_rows;
use udfs::row::{Cell, Row};
use udfs::tables::{self, Table};
use udfs::{Code, Issue, Issues, Severity};

use super::columns::{self, Matched};
use super::convert::Converter;
use super::mapping::TableMapping;
use super::number::NumberStyle;
use super::raw::{Raw, RawRow, Sheet};
use super::{
    Format, Mapping, Options, Quarantined, csv, encoding, entity, json, schedules, spreadsheet, table_named, xml,
};

/// What a file gave. Nothing is written: a dry run is a caller who writes nothing.
#[derive(Debug, Default)]
pub struct Import {
    pub changes: Vec<(&'static Table, Vec<Row>)>,
    pub quarantined: Vec<Quarantined>,
    /// Warnings about the file as a whole.
    pub issues: Issues,
    pub rows_read: usize,
}

/// Reads a file. An error is something for which no row can be read at all.
pub fn read(path: &Path, options: &Options, mapping: &Mapping) -> Result<Import, Issues> {
    let source = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let io = |e: std::io::Error| {
        Issues::from(Issue::error(Code::Io, Place::new(path.display().to_string()), e.to_string(), "check the path"))
    };
    let mut bytes = Vec::new();
    File::open(path).map_err(io)?.take(options.max_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(io)?;
    read_bytes(&source, &bytes, options, mapping)
}

/// Reads a file's content; `source` is its name in messages and references.
pub fn read_bytes(source: &str, bytes: &[u8], options: &Options, mapping: &Mapping) -> Result<Import, Issues> {
    let place = || Place::new(source);
    if bytes.len() as u64 > options.max_bytes {
        let message = format!("the file is larger than {} bytes", options.max_bytes);
        return Err(Issue::error(Code::TooLarge, place(), message, "split the file, or raise the limit").into());
    }
    let Some(format) = options.format.or_else(|| Format::of(source)) else {
        let known = Format::ALL.map(Format::as_str).join(", ");
        return Err(Issue::error(
            Code::NotSupported,
            place(),
            "the name tells no format",
            format!("give one of {known}"),
        )
        .into());
    };
    let mut import = Import::default();
    let sheets = read_sheets(source, bytes, format, options, mapping, &mut import.issues)?;
    for (table, sheet) in choose(source, sheets, options, mapping, &mut import.issues)? {
        read_table(table, &sheet, format, options, mapping, &mut import)?;
    }
    Ok(import)
}

fn read_sheets(
    source: &str,
    bytes: &[u8],
    format: Format,
    options: &Options,
    mapping: &Mapping,
    issues: &mut Issues,
) -> Result<Vec<Sheet>, Issues> {
    let name = Path::new(source).file_stem().map_or(String::new(), |stem| stem.to_string_lossy().into_owned());
    let table = options.table.or_else(|| table_named(&name)).map(|table| mapping.table(table)).unwrap_or_default();
    let label = options.encoding.as_deref().or(mapping.encoding.as_deref());
    let text = |issues: &mut Issues| encoding::decode(source, bytes, label, issues);
    if bytes.is_empty() {
        return Err(Issue::error(Code::EmptyInput, Place::new(source), "the file is empty", "check the export").into());
    }
    match format {
        Format::Csv => {
            let delimiter = options.delimiter.or(mapping.delimiter.and_then(|c| u8::try_from(c).ok()));
            let header_row = table.header_row.unwrap_or(1).max(1);
            Ok(vec![csv::read(&name, source, &text(issues)?, delimiter, header_row, options.max_rows)?])
        }
        Format::Json => json::read(&name, source, &text(issues)?, options.max_rows),
        Format::Ndjson => Ok(vec![json::read_lines(&name, source, &text(issues)?, options.max_rows)?]),
        Format::Xml => xml::read(&name, source, &text(issues)?, table.row_element.as_deref(), options.max_rows),
        Format::Xlsx | Format::Xls | Format::Ods => {
            let header_row = |sheet: &str| {
                let named = mapping.tables.values().find(|table| table.sheet.as_deref() == Some(sheet));
                let named = named.or_else(|| table_named(sheet).and_then(|table| mapping.tables.get(table.name)));
                named.unwrap_or(&table).header_row
            };
            spreadsheet::read(source, bytes, format, header_row, options.max_rows)
        }
    }
}

/// Which sheet is which table: as the options or the mapping say, by the sheet's name, or the only or first one.
fn choose(
    source: &str,
    sheets: Vec<Sheet>,
    options: &Options,
    mapping: &Mapping,
    issues: &mut Issues,
) -> Result<Vec<(&'static Table, Sheet)>, Issues> {
    let known = || sheets.iter().map(|sheet| format!("\"{}\"", sheet.name)).collect::<Vec<_>>().join(", ");
    let table_of = |sheet: &Sheet| {
        let mapped =
            mapping.tables.iter().find(|(_, table)| table.sheet.as_deref().is_some_and(|name| name == sheet.name));
        mapped.and_then(|(name, _)| tables::find(name)).or_else(|| table_named(&sheet.name))
    };
    if let Some(table) = options.table {
        let wanted = options
            .sheet
            .clone()
            .or_else(|| mapping.table(table).sheet)
            .filter(|_| sheets.len() > 1 || options.sheet.is_some());
        let index = match wanted {
            Some(name) => sheets.iter().position(|sheet| sheet.name.eq_ignore_ascii_case(&name)).ok_or_else(|| {
                Issue::error(
                    Code::UnknownReference,
                    Place::new(source),
                    format!("no sheet \"{name}\""),
                    format!("the file has {}", known()),
                )
            })?,
            None => sheets.iter().position(|sheet| table_of(sheet).is_some_and(|t| t.name == table.name)).unwrap_or(0),
        };
        return Ok(sheets.into_iter().nth(index).map(|sheet| (table, sheet)).into_iter().collect());
    }
    let single = sheets.len() == 1;
    let file_table = Path::new(source).file_stem().and_then(|stem| table_named(&stem.to_string_lossy()));
    let (mut chosen, mut skipped) = (Vec::new(), Vec::new());
    for sheet in sheets {
        match table_of(&sheet).or(if single { file_table } else { None }) {
            Some(table) => chosen.push((table, sheet)),
            None => skipped.push(format!("\"{}\"", sheet.name)),
        }
    }
    if chosen.is_empty() {
        let message =
            format!("{} name no table", if skipped.is_empty() { source.to_string() } else { skipped.join(", ") });
        let fix = "say which table the file holds, such as production_jobs, heating_equipment or site_load";
        return Err(Issue::error(Code::UnknownReference, Place::new(source), message, fix).into());
    }
    if !skipped.is_empty() {
        let message = format!("sheets that are not read: {}", skipped.join(", "));
        issues.push(Issue::warning(
            Code::UnknownField,
            Place::new(source),
            message,
            "name them in a mapping to read them",
        ));
    }
    // tables that others refer to come first
    chosen.sort_by_key(|(table, _)| tables::ALL.iter().position(|known| known.name == table.name));
    Ok(chosen)
}

/// What is the same for every row of a table.
struct Context<'a> {
    table: &'static Table,
    sheet: &'a Sheet,
    matched: Vec<Matched>,
    constants: Vec<(&'static str, Cell)>,
    mapping: TableMapping,
    format: Format,
    tenant_id: &'a str,
}

fn read_table(
    table: &'static Table,
    sheet: &Sheet,
    format: Format,
    options: &Options,
    mapping: &Mapping,
    import: &mut Import,
) -> Result<(), Issues> {
    let table_mapping = mapping.table(table);
    let mut issues = Issues::default();
    let zone = zone(sheet, options, mapping, &table_mapping, &mut issues);
    let numbers = options.decimal.or(mapping.decimal).map(NumberStyle::given);
    if sheet.headers.is_empty() {
        return Err(Issue::error(
            Code::EmptyInput,
            Place::new(&sheet.source),
            "no rows and no headers",
            "check the export",
        )
        .into());
    }
    let matched = columns::match_headers(table, sheet, &table_mapping, numbers, zone, &mut issues);
    let constants = constants(table, sheet, options, &table_mapping, zone, &mut issues);
    let context =
        Context { table, sheet, matched, constants, mapping: table_mapping, format, tenant_id: &options.tenant_id };
    context.check_required(&mut issues);
    import.issues.extend(issues);
    if import.issues.has_errors() {
        return Err(std::mem::take(&mut import.issues));
    }
    if sheet.rows.is_empty() && sheet.malformed.is_empty() {
        import.issues.push(Issue::warning(
            Code::EmptyInput,
            Place::new(&sheet.source),
            "there are headers, but no rows",
            "check the export",
        ));
    }
    import.rows_read += sheet.rows.len() + sheet.malformed.len();
    import.quarantined.extend(sheet.malformed.iter().map(|row| context.malformed(row)));
    let mut rows: Vec<Row> = Vec::new();
    let mut numbers_of_rows: Vec<&RawRow> = Vec::new();
    for raw in &sheet.rows {
        let mut row_issues = Issues::default();
        let row = context.row(raw, &mut row_issues);
        if row_issues.has_errors() {
            import.quarantined.push(context.quarantined(raw, row_issues));
        } else {
            rows.push(row);
            numbers_of_rows.push(raw);
        }
    }
    if table.name == tables::PRODUCTION_JOBS.name && schedules::needs_zone(&rows) {
        let site_zone = options.site_zone.or(zone).ok_or_else(|| {
            let message = "which jobs share a day depends on the site's time zone, and it is not known";
            Issue::error(
                Code::NoOffset,
                Place::new(&sheet.source),
                message,
                "import the site first, or give the time zone",
            )
        })?;
        schedules::assign(&mut rows, options.schedule_id.as_deref(), site_zone);
    }
    entity::number_rows(table, &mut rows);
    let mut rows = context.drop_duplicates(rows, &numbers_of_rows, &mut import.quarantined);
    let mut jobs_schedules =
        if table.name == tables::PRODUCTION_JOBS.name { schedules::of_jobs(&rows) } else { Vec::new() };
    if !jobs_schedules.is_empty() {
        stamp(&mut jobs_schedules);
        import.changes.push((&tables::SCHEDULES, jobs_schedules));
    }
    stamp(&mut rows);
    import.changes.push((table, rows));
    import.quarantined.sort_by(|a, b| (&a.source, a.row).cmp(&(&b.source, b.row)));
    Ok(())
}

fn zone(sheet: &Sheet, options: &Options, mapping: &Mapping, table: &TableMapping, issues: &mut Issues) -> Option<Tz> {
    let mapped = table.time_zone.as_deref().or(mapping.time_zone.as_deref());
    let mapped = mapped.and_then(|name| columns::parse_zone(name, &sheet.source, issues));
    options.time_zone.or(mapped).or(options.site_zone)
}

/// Cells that every row gets where the file has no column or leaves it blank.
fn constants(
    table: &'static Table,
    sheet: &Sheet,
    options: &Options,
    mapping: &TableMapping,
    zone: Option<Tz>,
    issues: &mut Issues,
) -> Vec<(&'static str, Cell)> {
    let mut constants = Vec::new();
    for (name, value) in &mapping.constants {
        let Some(column) = table.column(name) else { continue };
        let converter = Converter::plain(column, zone);
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_string);
        match converter.convert(&Raw::Text(text)) {
            Ok(cell) => constants.push((column.name, cell)),
            Err(problem) => {
                let place = Place::new(&sheet.source).column(name).key("constant of the mapping");
                issues.push(Issue::error(problem.code, place, problem.message, problem.fix));
            }
        }
    }
    let given =
        [("site_id", &options.site_id), ("tariff_id", &options.tariff_id), ("schedule_id", &options.schedule_id)];
    for (name, value) in given {
        // a site's tariff is not the tariff that rows belong to
        let is_reference = table.name == "sites" && name == "tariff_id";
        if let (Some(column), Some(value), false) = (table.column(name), value, is_reference) {
            constants.push((column.name, Cell::Text(value.clone())));
        }
    }
    if let (Some(column), Some(zone)) = (table.column("time_zone"), options.time_zone.or(options.site_zone)) {
        constants.push((column.name, Cell::Text(zone.name().into())));
    }
    constants
}

impl Context<'_> {
    fn has(&self, column: &str) -> bool {
        self.matched.iter().any(|m| m.converter.column.name == column)
            || self.constants.iter().any(|(name, _)| *name == column)
    }

    fn check_required(&self, issues: &mut Issues) {
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

    fn row(&self, raw: &RawRow, issues: &mut Issues) -> Row {
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

    fn malformed(&self, row: &super::raw::Malformed) -> Quarantined {
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

    fn quarantined(&self, raw: &RawRow, issues: Issues) -> Quarantined {
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
    fn drop_duplicates(&self, rows: Vec<Row>, raws: &[&RawRow], quarantined: &mut Vec<Quarantined>) -> Vec<Row> {
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

/// Every row of an input set carries the hash of the set, taken before the hash is part of the rows.
fn stamp(rows: &mut [Row]) {
    let bare = |row: &Row| Row(row.0.iter().filter(|(name, _)| name != "provenance_hash").cloned().collect());
    let hash = hash_rows(&rows.iter().map(bare).collect::<Vec<_>>());
    for row in rows {
        set(row, "provenance_hash", Cell::Text(hash.clone()));
    }
}

fn is_null(row: &Row, name: &str) -> bool {
    row.get(name).is_none_or(|cell| match cell {
        Cell::Null => true,
        Cell::Text(text) => text.is_empty(),
        _ => false,
    })
}

fn set(row: &mut Row, name: &str, value: Cell) {
    if let Some((_, cell)) = row.0.iter_mut().find(|(column, _)| column == name) {
        *cell = value;
    }
}

fn set_if_null(row: &mut Row, name: &str, value: Cell) {
    if is_null(row, name) {
        set(row, name, value);
    }
}
