//! The sheets: what each shows, and in which columns.

use chrono::{NaiveDate, NaiveDateTime};

use super::target::Choice;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::Decimal;
use crate::report::grid::Form::{self, Count, Day, Duration, Money, Percent, Quantity, Rate, Text, Time};
use crate::row::Cell;

/// A sheet, and the query that fills it.
#[derive(Debug)]
pub struct Sheet {
    pub name: &'static str,
    /// Its three parameters, in this order: site, first day, last day.
    pub sql: &'static str,
    pub(crate) columns: &'static [(&'static str, Form)],
    /// People edit it, and load it back: it is not asked again by itself.
    pub edited: bool,
}

macro_rules! sheet {
    ($name:literal, $file:literal, $edited:literal, [$(($column:literal, $form:expr)),* $(,)?]) => {
        Sheet {
            name: $name,
            sql: include_str!(concat!("sql/", $file, ".sql")),
            columns: &[$(($column, $form)),*],
            edited: $edited,
        }
    };
}

pub static SHEETS: [Sheet; 9] = [
    sheet!(
        "Schedule",
        "schedule",
        false,
        [
            ("Lane", Text),
            ("Equipment", Text),
            ("Job", Text),
            ("Product", Text),
            ("Start", Time),
            ("End", Time),
            ("Lasts", Duration),
            ("From", Duration),
            ("Heat, kW", Quantity),
            ("Input, kWh", Quantity),
            ("Energy cost", Money),
            ("Period", Text),
            ("Share of demand, kW", Quantity),
            ("Currency", Text),
            ("Schedule", Text),
            ("Status", Text),
        ]
    ),
    sheet!(
        "Load profile",
        "load_profile",
        false,
        [
            ("Start", Time),
            ("End", Time),
            ("Plan, kW", Quantity),
            ("FIFO, kW", Quantity),
            ("Of that not scheduled, kW", Quantity),
            ("Other fuel, kW", Quantity),
            ("Rate per kWh", Rate),
        ]
    ),
    sheet!(
        "Costs",
        "costs",
        false,
        [
            ("Period", Text),
            ("FIFO", Money),
            ("Plan", Money),
            ("Savings", Money),
            ("FIFO, kWh", Quantity),
            ("Plan, kWh", Quantity),
            ("FIFO, demand", Money),
            ("Plan, demand", Money),
            ("Currency", Text),
        ]
    ),
    sheet!(
        "Savings",
        "savings",
        false,
        [
            ("Day", Day),
            ("Schedule", Text),
            ("Status", Text),
            ("FIFO", Money),
            ("Plan", Money),
            ("Savings", Money),
            ("Savings, %", Percent),
            ("Violations", Count),
            ("Currency", Text),
            ("Tariff", Text),
            ("Run", Text),
        ]
    ),
    sheet!(
        "Equipment use",
        "equipment",
        false,
        [
            ("Day", Day),
            ("Equipment", Text),
            ("Capacity, kW", Quantity),
            ("On, h", Quantity),
            ("On, %", Percent),
            ("Heat, kWh", Quantity),
            ("Used, %", Percent),
            ("Peak heat, kW", Quantity),
        ]
    ),
    sheet!(
        "production_jobs",
        "production_jobs",
        true,
        [
            ("schedule_id", Text),
            ("job_id", Text),
            ("product_id", Text),
            ("product_name", Text),
            ("quantity", Quantity),
            ("unit", Text),
            ("heating_requirement_kwh", Quantity),
            ("temperature_setpoint_c", Quantity),
            ("duration_minutes", Count),
            ("earliest_start", Time),
            ("latest_end", Time),
            ("priority", Count),
            ("must_run_windows", Text),
            ("allowed_equipment", Text),
            ("crew_size", Count),
            ("predecessor_job_id", Text),
            ("fixed_equipment_id", Text),
            ("fixed_start", Time),
        ]
    ),
    sheet!(
        "heating_equipment",
        "heating_equipment",
        true,
        [
            ("equipment_id", Text),
            ("equipment_name", Text),
            ("equipment_type", Text),
            ("capacity_kw", Quantity),
            ("min_load_kw", Quantity),
            ("efficiency_percent", Quantity),
            ("cop", Quantity),
            ("fuel_type", Text),
            ("fuel_rate_per_kwh", Rate),
            ("min_run_time_minutes", Count),
            ("max_starts_per_day", Count),
            ("startup_energy_kwh", Quantity),
            ("startup_minutes", Count),
            ("shutdown_energy_kwh", Quantity),
            ("shutdown_minutes", Count),
            ("max_concurrent_jobs", Count),
            ("min_temperature_c", Quantity),
            ("max_temperature_c", Quantity),
            ("initial_state", Text),
        ]
    ),
    sheet!(
        "equipment_availability",
        "equipment_availability",
        true,
        [("equipment_id", Text), ("unavailable_start", Time), ("unavailable_end", Time), ("reason", Text),]
    ),
    sheet!(
        "energy_prices",
        "energy_prices",
        true,
        [("tariff_id", Text), ("start", Time), ("end", Time), ("energy_rate_kwh", Rate),]
    ),
];

/// The query as a server's own client asks it: `$1`, `$2`, `$3`, and every column as text.
pub fn select(sheet: &Sheet) -> String {
    let mut parts = sheet.sql.trim().split('?');
    let mut sql = parts.next().unwrap_or_default().to_string();
    for (number, part) in (1..).zip(parts) {
        sql.push_str(&format!("${number}{part}"));
    }
    let columns: Vec<String> = sheet.columns.iter().map(|(name, _)| format!("q.\"{name}\"::text")).collect();
    format!("SELECT {} FROM ({sql}) q", columns.join(", "))
}

impl Sheet {
    /// Columns.
    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// The query for what is chosen now, where there are no cells to take it from.
    pub(crate) fn chosen(&self, choice: &Choice) -> String {
        let quote = |text: &str| format!("'{}'", text.replace('\'', "''"));
        let values =
            [quote(&choice.site_id), quote(&choice.first_day.to_string()), quote(&choice.last_day.to_string())];
        let mut parts = self.sql.trim().split('?');
        let mut sql = parts.next().unwrap_or_default().to_string();
        for (value, part) in values.iter().zip(parts) {
            sql.push_str(value);
            sql.push_str(part);
        }
        sql
    }
}

/// What [`select`] gave, as cells.
pub fn rows(sheet: &Sheet, texts: Vec<Vec<Option<String>>>) -> Result<Vec<Vec<Cell>>, Issues> {
    let row = |texts: Vec<Option<String>>| {
        let cells = texts.into_iter().zip(sheet.columns);
        cells.map(|(text, (name, form))| text.map_or(Ok(Cell::Null), |text| cell(sheet, name, *form, text))).collect()
    };
    texts.into_iter().map(row).collect()
}

fn cell(sheet: &Sheet, column: &str, form: Form, text: String) -> Result<Cell, Issues> {
    let read = match form {
        Form::Text | Form::Prose => return Ok(Cell::Text(text)),
        // a wall clock's time, whatever zone it is of
        Form::Time => {
            NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S%.f").ok().map(|at| Cell::Time(at.and_utc()))
        }
        Form::Day => text.parse::<NaiveDate>().ok().map(Cell::Date),
        _ => Decimal::from_str_exact(&text).ok().map(Cell::Number),
    };
    read.ok_or_else(|| {
        let place = Place::new(sheet.name).column(column);
        Issue::error(Code::Internal, place, format!("\"{text}\" does not fit the sheet"), "report this").into()
    })
}
