//! Tables from files: CSV, JSON, NDJSON, XML, Parquet and spreadsheets (xlsx, xls, ods).
//!
//! A file is read into sheets of raw cells, headers are matched to a table's columns, cells are converted by the column's
//! kind, and every row is read as the job, heater or rate that it is. What cannot be used is quarantined row by row, all of
//! it in one pass; nothing is written here.

mod annotate;
mod columns;
pub(crate) mod convert;
mod csv;
mod encoding;
pub(crate) mod entity;
mod format;
mod import;
mod invoice;
mod json;
mod json_options;
pub(crate) mod local;
mod mapping;
mod meter;
mod number;
mod options;
mod parquet;
mod quarantine;
mod raw;
mod schedules;
mod sites;
mod spreadsheet;
mod store;
mod time;
mod units;
mod xml;

#[cfg(test)]
mod tests;

pub use annotate::annotate;
pub use columns::OURS;
pub use format::Format;
pub use import::{Import, read, read_bytes, read_sheet};
pub use invoice::invoice;
pub use mapping::{ColumnMapping, Mapping, TableMapping};
pub use meter::{Meter, MeterOptions, meter};
pub use options::Options;
pub use parquet::write as to_parquet;
pub use quarantine::Quarantined;
pub use raw::{Raw, RawRow, Sheet};
pub use sites::Sites;
pub use store::{BadRows, Stored, store_file};

use udfs::tables::{self, Table};

/// The table that a sheet, file or element of this name holds: its own name, or a plain word such as `jobs`.
pub fn table_named(name: &str) -> Option<&'static Table> {
    let name = columns::normalize(name);
    let table = match name.as_str() {
        "jobs" | "job" | "orders" | "productionjobs" => &tables::PRODUCTION_JOBS,
        "schedules" => &tables::SCHEDULES,
        "equipment" | "heaters" | "heatingequipment" => &tables::HEATING_EQUIPMENT,
        "availability" | "maintenance" | "equipmentavailability" => &tables::EQUIPMENT_AVAILABILITY,
        "tariff" | "tariffs" => &tables::TARIFFS,
        "periods" | "tariffperiods" => &tables::TARIFF_PERIODS,
        "demandcharges" => &tables::DEMAND_CHARGES,
        "fixedcharges" => &tables::FIXED_CHARGES,
        "holidays" => &tables::HOLIDAYS,
        "prices" | "energyprices" => &tables::ENERGY_PRICES,
        "load" | "baseload" | "siteload" => &tables::SITE_LOAD,
        "shifts" | "workforce" | "workforceshifts" => &tables::WORKFORCE_SHIFTS,
        "site" | "sites" => &tables::SITES,
        _ => return None,
    };
    Some(table)
}
