use std::path::Path;

use udfs::error::Place;
use udfs::tables::{self, Table};
use udfs::{Code, Issue, Issues};

use super::super::raw::Sheet;
use super::super::{Format, Mapping, Options, csv, encoding, json, parquet, spreadsheet, table_named, xml};

pub fn read(
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
        Format::Xml => {
            let text = text(issues)?;
            xml::read(&name, source, &text, table.row_element.as_deref(), options.max_rows, issues)
        }
        Format::Parquet => Ok(vec![parquet::read(&name, source, bytes, options.max_rows)?]),
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

/// The sheet of this name, or the first that has rows.
pub fn only(source: &str, sheets: Vec<Sheet>, name: Option<&str>) -> Result<Sheet, Issues> {
    let known = sheets.iter().map(|sheet| format!("\"{}\"", sheet.name)).collect::<Vec<_>>().join(", ");
    let index = match name {
        Some(name) => sheets.iter().position(|sheet| sheet.name.eq_ignore_ascii_case(name)),
        None => sheets.iter().position(|sheet| !sheet.rows.is_empty()).or(Some(0)),
    };
    index.and_then(|index| sheets.into_iter().nth(index)).ok_or_else(|| {
        let message = name.map_or("no sheet".to_string(), |name| format!("no sheet \"{name}\""));
        Issue::error(Code::UnknownReference, Place::new(source), message, format!("the file has {known}")).into()
    })
}

/// Which sheet is which table: as the options or the mapping say, by the sheet's name, or the only or first one.
pub fn choose(
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
