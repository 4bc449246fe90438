//! A row read as what it is. The rules are those of the problem document; what the file leaves out gets their defaults.

use udfs::document::{equipment, job, load, site, tariff};
use udfs::error::Place;
use udfs::model::{DayType, LocalTime};
use udfs::row::{Cell, Row, RowReader, cell_from_json};
use udfs::tables::Table;
use udfs::{Code, Issue, Issues};

/// Columns that belong to the table, not to the entity.
const OF_TABLE: [&str; 8] = [
    "tenant_id",
    "site_id",
    "schedule_id",
    "schedule_date",
    "tariff_id",
    "source_system",
    "source_reference",
    "provenance_hash",
];

/// Cells without which a row means nothing.
pub fn required(table: &Table) -> &'static [&'static str] {
    match table.name {
        "sites" => &["site_id", "time_zone"],
        "schedules" => &["site_id", "schedule_id", "schedule_date"],
        "production_jobs" => {
            &["site_id", "job_id", "heating_requirement_kwh", "duration_minutes", "earliest_start", "latest_end"]
        }
        "heating_equipment" => &["site_id", "equipment_id", "capacity_kw"],
        "equipment_availability" => &["site_id", "equipment_id", "unavailable_start", "unavailable_end"],
        "tariffs" => &["tariff_id", "time_zone"],
        "tariff_periods" => &["tariff_id", "period_category"],
        "demand_charges" => &["tariff_id", "name", "rate_kw"],
        "fixed_charges" => &["tariff_id", "name", "amount"],
        "holidays" => &["tariff_id", "holiday"],
        "energy_prices" => &["tariff_id", "start", "end", "energy_rate_kwh"],
        "site_load" => &["site_id", "start", "end", "kw"],
        "workforce_shifts" => &["site_id", "shift_id", "start", "end", "crew"],
        _ => &[],
    }
}

/// Notes what is wrong with the row and gives what it leaves out.
pub fn read(table: &Table, row: &Row, place: Place, issues: &mut Issues) -> Vec<(&'static str, Cell)> {
    let entity = entity_row(table, row);
    let mut reader = RowReader::new(&entity, place, issues);
    let mut own = Vec::new();
    let written = match table.name {
        "production_jobs" => job::write(&job::read(&mut reader)),
        "heating_equipment" => equipment::write(&equipment::read(&mut reader)),
        "equipment_availability" => load::write_unavailability(&load::read_unavailability(&mut reader)),
        "tariffs" => {
            own.push(("currency", Cell::Text("USD".into())));
            tariff::write_header(&tariff::read_header(&mut reader))
        }
        "tariff_periods" => tariff::write_period(&tariff::read_period(&mut reader)),
        "demand_charges" => tariff::write_demand_charge(&tariff::read_demand_charge(&mut reader)),
        "fixed_charges" => tariff::write_fixed_charge(&tariff::read_fixed_charge(&mut reader)),
        "energy_prices" => load::write_price(&load::read_price(&mut reader)),
        "site_load" => load::write_site_load(&load::read_site_load(&mut reader)),
        "workforce_shifts" => load::write_shift(&load::read_shift(&mut reader)),
        "sites" => {
            own.push(("site_name", row.get("site_id").cloned().unwrap_or(Cell::Null)));
            site::write(&site::read(&mut reader))
        }
        "schedules" => {
            own.push(("interval_minutes", Cell::Number(udfs::document::horizon::DEFAULT_INTERVAL_MINUTES.into())));
            own.push(("demand_allocation", Cell::Text("marginal".into())));
            own.push(("status", Cell::Text("draft".into())));
            Row::default()
        }
        _ => Row::default(),
    };
    let written = table.columns.iter().filter_map(|column| Some((column.name, written.get(column.name)?.clone())));
    written.chain(own).collect()
}

/// The row as the document has it: without the table's own columns, lists as lists.
fn entity_row(table: &Table, row: &Row) -> Row {
    let own: &[&str] = match table.name {
        "tariffs" => &["currency", "time_zone", "further_charges"],
        "tariff_periods" => &["period_no"],
        "demand_charges" => &["hours_no", "day_type", "start_time", "end_time", "hours_months", "terms"],
        "sites" => &["site_name"],
        "workforce_shifts" => &["shift_id"],
        _ => &[],
    };
    let is_key =
        |name: &str| (table.name == "sites" && name == "site_id") || (table.name == "tariffs" && name == "tariff_id");
    let keeps = |name: &str| is_key(name) || !OF_TABLE.contains(&name) && !own.contains(&name);
    let mut cells: Vec<(String, Cell)> = row.0.iter().filter(|(name, _)| keeps(name)).cloned().collect();
    for (name, cell) in &mut cells {
        if let ("must_run_windows", Cell::Text(text)) = (name.as_str(), &*cell) {
            *cell = windows(text);
        }
        if let ("energy_tiers" | "demand_tiers", Cell::Text(text)) = (name.as_str(), &*cell) {
            // what is no JSON stays text, which the entity refuses
            *cell = cell_from_json(text).unwrap_or_else(|_| cell.clone());
        }
    }
    if let Some(Cell::Text(text)) = row.get("terms")
        && let Ok(Cell::Row(terms)) = cell_from_json(text)
    {
        cells.extend(terms.0);
    }
    if table.name == "demand_charges" && row.get("day_type").is_some_and(|cell| *cell != Cell::Null) {
        let hours = [
            ("day_type", "day_type"),
            ("start_time", "start_time"),
            ("end_time", "end_time"),
            ("months", "hours_months"),
        ]
        .map(|(field, name)| (field.to_string(), row.get(name).cloned().unwrap_or(Cell::Null)));
        cells.push(("hours".into(), Cell::List(vec![Cell::Row(Row(hours.into()))])));
    }
    Row(cells)
}

/// `start/end,start/end`.
fn windows(text: &str) -> Cell {
    let window = |pair: &str| {
        let (start, end) = pair.split_once('/').unwrap_or((pair, ""));
        let cell = |name: &str, text: &str| (name.to_string(), Cell::Text(text.trim().to_string()));
        Cell::Row(Row(vec![cell("start", start), cell("end", end)]))
    };
    Cell::List(text.split(',').filter(|pair| !pair.trim().is_empty()).map(window).collect())
}

/// Numbers the rows of a tariff, where the file has no numbers of its own.
pub fn number_rows(table: &Table, rows: &mut [Row]) {
    let (column, by): (&str, &[&str]) = match table.name {
        "tariff_periods" => ("period_no", &["tariff_id"]),
        "demand_charges" => ("hours_no", &["tariff_id", "name"]),
        _ => return,
    };
    let mut counts: std::collections::HashMap<String, i64> = std::collections::HashMap::new();
    for row in rows {
        let group: String = by.iter().map(|name| row.get(name).map_or(String::new(), Cell::describe)).collect();
        let any_time = table.name == "demand_charges" && row.get("day_type").is_none_or(|cell| *cell == Cell::Null);
        let count = counts.entry(group).or_default();
        *count += i64::from(!any_time);
        let number = *count;
        if let Some((_, cell)) = row.0.iter_mut().find(|(name, cell)| name == column && *cell == Cell::Null) {
            *cell = Cell::Number(number.into());
        }
    }
}

/// Columns that hold a JSON object.
fn check_objects(row: &Row, place: &Place, issues: &mut Issues) {
    for name in ["further_charges", "terms"] {
        if let Some(Cell::Text(text)) = row.get(name)
            && !matches!(cell_from_json(text), Ok(Cell::Row(_)))
        {
            let fix = "give a JSON object with fields as in a problem document";
            issues.push(Issue::error(Code::Malformed, place.clone().column(name), "no JSON object", fix));
        }
    }
}

/// What no entity reader looks at.
pub fn check_words(table: &Table, row: &Row, place: &Place, issues: &mut Issues) {
    check_objects(row, place, issues);
    let text = |name: &str| match row.get(name) {
        Some(Cell::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    if table.name == "tariffs" && text("time_zone").is_some_and(|zone| zone.parse::<chrono_tz::Tz>().is_err()) {
        let message = format!("\"{}\" is no IANA time zone", text("time_zone").unwrap_or_default());
        issues.push(Issue::error(
            Code::OutOfRange,
            place.clone().column("time_zone"),
            message,
            "use a name such as America/Chicago",
        ));
    }
    if table.name == "demand_charges" && text("day_type").is_none() && text("start_time").or(text("end_time")).is_some()
    {
        let whole = text("start_time").and_then(|t| t.parse().ok()) == Some(LocalTime::MIDNIGHT)
            && text("end_time").and_then(|t| t.parse().ok()) == Some(LocalTime::END_OF_DAY);
        if !whole {
            let fix = format!("give the day type too, such as {}", DayType::All);
            issues.push(Issue::error(
                Code::MissingField,
                place.clone().column("day_type"),
                "hours without a day type",
                fix,
            ));
        }
    }
}
