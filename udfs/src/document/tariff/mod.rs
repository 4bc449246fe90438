mod contract;
mod demand_charge;
mod event;
mod hours;
mod map;
mod period;
mod ratchet;
mod rider;
#[cfg(test)]
mod tests;
mod tier;

use chrono::NaiveDate;
use chrono_tz::Tz;

pub use demand_charge::{read as read_demand_charge, write as write_demand_charge, write_terms as write_demand_terms};
pub use hours::write_hours;
pub use period::{read as read_period, write as write_period};
pub use rider::{read_fixed_charge, write_fixed_charge};

use super::load::{read_price, write_price};
use super::text::{cell, number, row, text};
use crate::error::Code;
use crate::model::{PriceMode, Tariff};
use crate::row::{Cell, Row, RowReader};

pub fn read(reader: &mut RowReader<'_>) -> Tariff {
    let mut tariff = read_header(reader);
    tariff.holidays = reader.optional::<Vec<NaiveDate>>("holidays").unwrap_or_default().into_iter().collect();
    tariff.currency = currency(reader);
    tariff.time_zone =
        reader.word("time_zone", |name| name.parse::<Tz>().ok(), "IANA time zones such as America/Chicago");
    reader.rows("periods", |r| tariff.periods.push(read_period(r)));
    reader.rows("demand_charges", |r| tariff.demand_charges.push(read_demand_charge(r)));
    reader.rows("fixed_charges", |r| tariff.fixed_charges.push(read_fixed_charge(r)));
    reader.rows("prices", |r| tariff.prices.push(read_price(r)));
    tariff.month_to_date_peaks = map::peaks(reader, "month_to_date_peaks");
    read_further(reader, &mut tariff);
    tariff
}

/// The parts that few tariffs have.
fn read_further(reader: &mut RowReader<'_>, tariff: &mut Tariff) {
    let dates = reader.optional::<Vec<NaiveDate>>("billing_dates").unwrap_or_default();
    let given = dates.len();
    tariff.billing_dates = dates.into_iter().collect();
    let distinct = given == tariff.billing_dates.len();
    reader.check(distinct, Code::BillingDates, "billing_dates", "a date is given twice", "give each date once");
    reader.rows("coincident_charges", |r| tariff.coincident_charges.push(event::read_coincident(r)));
    reader.rows("critical_peaks", |r| tariff.critical_peaks.push(event::read_critical_peak(r)));
    reader.rows("reactive_charges", |r| tariff.reactive_charges.push(rider::read_reactive(r)));
    reader.rows("riders", |r| tariff.riders.push(rider::read_rider(r)));
    reader.rows("minimum_charges", |r| tariff.minimum_charges.push(rider::read_minimum(r)));
    reader.rows("taxes", |r| tariff.taxes.push(rider::read_tax(r)));
    let mode = |word: &str| match word {
        "replace" => Some(PriceMode::Replace),
        "add" => Some(PriceMode::Add),
        _ => None,
    };
    tariff.price_mode = reader.word("price_mode", mode, "replace, add").unwrap_or_default();
    tariff.attributes = map::attributes(reader, "attributes");
}

fn currency(reader: &mut RowReader<'_>) -> Option<String> {
    let code = reader.optional::<String>("currency")?;
    let valid = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    let message = format!("\"{code}\" is no currency code");
    reader.check(valid, Code::OutOfRange, "currency", message, "use an ISO 4217 code such as USD");
    Some(code)
}

/// The tariff's own fields, without its parts.
pub fn read_header(reader: &mut RowReader<'_>) -> Tariff {
    let tariff_id = reader.key("tariff_id");
    Tariff {
        tariff_name: reader.or("tariff_name", tariff_id.clone()),
        tariff_id,
        utility_provider: reader.or("utility_provider", String::new()),
        rate_schedule_code: reader.or("rate_schedule_code", String::new()),
        effective_date: reader.optional("effective_date"),
        expiry_date: reader.optional("expiry_date"),
        ..Tariff::default()
    }
}

pub fn write(tariff: &Tariff) -> Row {
    let mut tariff_row = write_header(tariff);
    let peaks = tariff.month_to_date_peaks.iter().map(|(category, peak)| (category.clone(), number(*peak)));
    tariff_row.0.extend(
        row([
            ("holidays", Cell::List(tariff.holidays.iter().map(|date| Cell::Date(*date)).collect())),
            ("periods", rows(&tariff.periods, write_period)),
            ("demand_charges", rows(&tariff.demand_charges, write_demand_charge)),
            ("fixed_charges", rows(&tariff.fixed_charges, write_fixed_charge)),
            ("prices", rows(&tariff.prices, write_price)),
            ("month_to_date_peaks", Cell::Row(Row(peaks.collect()))),
        ])
        .0,
    );
    tariff_row.0.extend(write_further(tariff).0);
    tariff_row
}

/// Each part only where the tariff has it, so that other tariffs are written as they always were.
fn write_further(tariff: &Tariff) -> Row {
    let dates = tariff.billing_dates.iter().map(|date| Cell::Date(*date));
    let attributes = tariff.attributes.iter().map(|(name, json)| (name.clone(), text(json)));
    given(row([
        ("currency", cell(tariff.currency.as_ref(), text)),
        ("time_zone", cell(tariff.time_zone, |zone| text(zone.name()))),
        ("billing_dates", Cell::List(dates.collect())),
        ("coincident_charges", rows(&tariff.coincident_charges, event::write_coincident)),
        ("critical_peaks", rows(&tariff.critical_peaks, event::write_critical_peak)),
        ("reactive_charges", rows(&tariff.reactive_charges, rider::write_reactive)),
        ("riders", rows(&tariff.riders, rider::write_rider)),
        ("minimum_charges", rows(&tariff.minimum_charges, rider::write_minimum)),
        ("taxes", rows(&tariff.taxes, rider::write_tax)),
        ("price_mode", if tariff.price_mode == PriceMode::Add { text("add") } else { Cell::Null }),
        ("attributes", Cell::Row(Row(attributes.collect()))),
    ]))
}

pub fn write_header(tariff: &Tariff) -> Row {
    row([
        ("tariff_id", text(&tariff.tariff_id)),
        ("tariff_name", text(&tariff.tariff_name)),
        ("utility_provider", text(&tariff.utility_provider)),
        ("rate_schedule_code", text(&tariff.rate_schedule_code)),
        ("effective_date", cell(tariff.effective_date, Cell::Date)),
        ("expiry_date", cell(tariff.expiry_date, Cell::Date)),
    ])
}

fn rows<T>(items: &[T], write: impl Fn(&T) -> Row) -> Cell {
    Cell::List(items.iter().map(|item| Cell::Row(write(item))).collect())
}

/// The row without the fields that hold nothing.
fn given(row: Row) -> Row {
    let is_given = |cell: &Cell| match cell {
        Cell::Null => false,
        Cell::List(cells) => !cells.is_empty(),
        Cell::Row(Row(cells)) => !cells.is_empty(),
        _ => true,
    };
    Row(row.0.into_iter().filter(|(_, cell)| is_given(cell)).collect())
}
