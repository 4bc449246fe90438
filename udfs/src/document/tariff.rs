use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::load::{read_price, write_price};
use super::text::{cell, number, row, text};
use crate::error::Code;
use crate::model::{ChargeHours, DayType, Decimal, DemandCharge, FixedCharge, LocalTime, Per, Tariff, TariffPeriod};
use crate::row::{Cell, Row, RowReader};

pub fn read(reader: &mut RowReader<'_>) -> Tariff {
    let mut tariff = read_header(reader);
    tariff.holidays = reader.optional::<Vec<NaiveDate>>("holidays").unwrap_or_default().into_iter().collect();
    reader.rows("periods", |r| tariff.periods.push(read_period(r)));
    reader.rows("demand_charges", |r| tariff.demand_charges.push(read_demand_charge(r)));
    reader.rows("fixed_charges", |r| tariff.fixed_charges.push(read_fixed_charge(r)));
    reader.rows("prices", |r| tariff.prices.push(read_price(r)));
    tariff.month_to_date_peaks = month_to_date_peaks(reader);
    tariff
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

pub fn read_period(reader: &mut RowReader<'_>) -> TariffPeriod {
    let (start_time, end_time) = local_span(reader);
    TariffPeriod {
        day_type: day_type(reader),
        months: months(reader),
        start_time,
        end_time,
        period_category: reader.required("period_category"),
        energy_rate_kwh: reader.required("energy_rate_kwh"),
        energy_tiers: Vec::new(),
        demand_rate_kw: reader.optional("demand_rate_kw"),
        demand_tiers: Vec::new(),
    }
}

pub fn read_demand_charge(reader: &mut RowReader<'_>) -> DemandCharge {
    let name = reader.key("name");
    let hours = reader.optional::<Cell>("hours").map(|_| {
        let mut hours = Vec::new();
        reader.rows("hours", |r| hours.push(charge_hours(r)));
        hours
    });
    let window_minutes: u32 = reader.or("window_minutes", DemandCharge::DEFAULT_WINDOW_MINUTES);
    let divides = window_minutes > 0 && 60 % window_minutes == 0;
    let message = format!("{window_minutes} minutes do not divide an hour");
    reader.check(divides, Code::OutOfRange, "window_minutes", message, "use 15, 30 or 60");
    DemandCharge {
        months: months(reader),
        hours,
        window_minutes,
        month_to_date_peak_kw: reader.or("month_to_date_peak_kw", Decimal::ZERO),
        ..DemandCharge::any_time(name, reader.required("rate_kw"))
    }
}

fn charge_hours(reader: &mut RowReader<'_>) -> ChargeHours {
    let (start_time, end_time) = local_span(reader);
    ChargeHours { day_type: day_type(reader), months: months(reader), start_time, end_time }
}

pub fn read_fixed_charge(reader: &mut RowReader<'_>) -> FixedCharge {
    let name = reader.key("name");
    let per = reader.word("per", |word| word.parse().ok(), "day, month, year").unwrap_or(Per::Month);
    FixedCharge { name, amount: reader.required("amount"), per }
}

fn day_type(reader: &mut RowReader<'_>) -> DayType {
    let allowed = "weekday, weekend, holiday, all, or days such as mon,tue";
    reader.word("day_type", |word| word.parse().ok(), allowed).unwrap_or(DayType::All)
}

fn local_span(reader: &mut RowReader<'_>) -> (LocalTime, LocalTime) {
    let start = reader.or("start_time", LocalTime::MIDNIGHT);
    let end = reader.or("end_time", LocalTime::END_OF_DAY);
    reader.check(
        start != end,
        Code::OutOfRange,
        "end_time",
        "the period is empty",
        "for a whole day use 00:00 to 24:00",
    );
    (start, end)
}

fn months(reader: &mut RowReader<'_>) -> Option<BTreeSet<u32>> {
    let months: BTreeSet<u32> = reader.optional::<Vec<u32>>("months")?.into_iter().collect();
    let valid = months.iter().all(|month| (1..=12).contains(month));
    reader.check(
        valid,
        Code::OutOfRange,
        "months",
        "a month that is not from 1 to 12",
        "use 1 (January) to 12 (December)",
    );
    (!months.is_empty()).then_some(months)
}

fn month_to_date_peaks(reader: &mut RowReader<'_>) -> BTreeMap<String, Decimal> {
    let Row(cells) = reader.or("month_to_date_peaks", Row::default());
    let mut peaks = BTreeMap::new();
    for (category, cell) in cells {
        match <Decimal as crate::row::FromCell>::from_cell(&cell) {
            Ok(peak) => drop(peaks.insert(category, peak)),
            Err((code, _)) => {
                let message = format!("{} for \"{category}\" is no number", cell.describe());
                reader.error(code, "month_to_date_peaks", message, "give the peak in kW");
            }
        }
    }
    peaks
}

pub fn write(tariff: &Tariff) -> Row {
    fn rows<T>(items: &[T], write: impl Fn(&T) -> Row) -> Cell {
        Cell::List(items.iter().map(|item| Cell::Row(write(item))).collect())
    }
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
    tariff_row
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

pub fn write_period(period: &TariffPeriod) -> Row {
    row([
        ("day_type", text(period.day_type.to_string())),
        ("months", cell(period.months.as_ref(), months_cell)),
        ("start_time", text(period.start_time.to_string())),
        ("end_time", text(period.end_time.to_string())),
        ("period_category", text(&period.period_category)),
        ("energy_rate_kwh", number(period.energy_rate_kwh)),
        ("demand_rate_kw", cell(period.demand_rate_kw, number)),
    ])
}

pub fn write_demand_charge(charge: &DemandCharge) -> Row {
    let hours = |hours: &Vec<ChargeHours>| Cell::List(hours.iter().map(|h| Cell::Row(write_hours(h))).collect());
    row([
        ("name", text(&charge.name)),
        ("rate_kw", number(charge.rate_kw)),
        ("months", cell(charge.months.as_ref(), months_cell)),
        ("hours", cell(charge.hours.as_ref(), hours)),
        ("window_minutes", number(charge.window_minutes)),
        ("month_to_date_peak_kw", number(charge.month_to_date_peak_kw)),
    ])
}

fn write_hours(hours: &ChargeHours) -> Row {
    row([
        ("day_type", text(hours.day_type.to_string())),
        ("start_time", text(hours.start_time.to_string())),
        ("end_time", text(hours.end_time.to_string())),
    ])
}

pub fn write_fixed_charge(charge: &FixedCharge) -> Row {
    row([("name", text(&charge.name)), ("amount", number(charge.amount)), ("per", text(charge.per.as_str()))])
}

fn months_cell(months: &BTreeSet<u32>) -> Cell {
    Cell::List(months.iter().map(|month| number(*month)).collect())
}
