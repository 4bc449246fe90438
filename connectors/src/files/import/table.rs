use chrono_tz::Tz;
use udfs::error::Place;
use udfs::row::{Cell, Row};
use udfs::store::Change;
use udfs::tables::{self, Table};
use udfs::{Code, Issue, Issues};

use super::super::convert::Converter;
use super::super::mapping::TableMapping;
use super::super::number::NumberStyle;
use super::super::raw::{Raw, RawRow, Sheet};
use super::super::{Format, Mapping, Options, columns, entity, schedules};
use super::Import;
use super::cells::stamp;
use super::context::Context;

pub fn read(
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
        import.changes.push(Change::upsert(&tables::SCHEDULES, jobs_schedules));
    }
    stamp(&mut rows);
    import.changes.push(Change::upsert(table, rows));
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
