//! Charges with a name and a rate or amount: fixed, reactive, riders, minimum, taxes.

use super::super::text::{cell, number, row, text};
use super::demand_charge::{per, window_minutes};
use super::given;
use super::hours::{months, months_cell};
use crate::error::Code;
use crate::model::{Decimal, DemandCharge, FixedCharge, MinimumCharge, ReactiveCharge, Rider, RiderUnit, Tax};
use crate::row::{Row, RowReader};

pub fn read_fixed_charge(reader: &mut RowReader<'_>) -> FixedCharge {
    FixedCharge { name: reader.key("name"), per: per(reader), amount: reader.required("amount") }
}

pub fn write_fixed_charge(charge: &FixedCharge) -> Row {
    row([("name", text(&charge.name)), ("amount", number(charge.amount)), ("per", text(charge.per.as_str()))])
}

pub fn read_reactive(reader: &mut RowReader<'_>) -> ReactiveCharge {
    let name = reader.key("name");
    let factor = reader.optional::<Decimal>("free_power_factor");
    let valid = factor.is_none_or(|factor| (Decimal::new(1, 2)..=Decimal::ONE).contains(&factor));
    let message = "a power factor outside 0.01 to 1";
    reader.check(valid, Code::OutOfRange, "free_power_factor", message, "give a factor such as 0.9");
    ReactiveCharge {
        name,
        rate_kvar: reader.required("rate_kvar"),
        months: months(reader),
        window_minutes: window_minutes(reader),
        free_power_factor: factor,
    }
}

pub fn write_reactive(charge: &ReactiveCharge) -> Row {
    let minutes = (charge.window_minutes != DemandCharge::DEFAULT_WINDOW_MINUTES).then_some(charge.window_minutes);
    given(row([
        ("name", text(&charge.name)),
        ("rate_kvar", number(charge.rate_kvar)),
        ("months", cell(charge.months.as_ref(), months_cell)),
        ("window_minutes", cell(minutes, number)),
        ("free_power_factor", cell(charge.free_power_factor, number)),
    ]))
}

pub fn read_rider(reader: &mut RowReader<'_>) -> Rider {
    let name = reader.key("name");
    let unit = reader.required::<String>("unit");
    let known = unit.trim().parse::<RiderUnit>();
    let message = format!("\"{unit}\" is not one of kWh, kW, percent");
    let is_known = known.is_ok() || unit.is_empty();
    reader.check(is_known, Code::OutOfRange, "unit", message, "use one of kWh, kW, percent");
    Rider { name, rate: reader.required("rate"), unit: known.unwrap_or(RiderUnit::Kwh), months: months(reader) }
}

pub fn write_rider(rider: &Rider) -> Row {
    given(row([
        ("name", text(&rider.name)),
        ("rate", number(rider.rate)),
        ("unit", text(rider.unit.as_str())),
        ("months", cell(rider.months.as_ref(), months_cell)),
    ]))
}

pub fn read_minimum(reader: &mut RowReader<'_>) -> MinimumCharge {
    let charge = MinimumCharge { name: reader.key("name"), per: per(reader), amount: reader.required("amount") };
    let valid = charge.amount >= Decimal::ZERO;
    reader.check(valid, Code::OutOfRange, "amount", "a minimum below 0", "give an amount from 0");
    charge
}

pub fn write_minimum(charge: &MinimumCharge) -> Row {
    row([("name", text(&charge.name)), ("amount", number(charge.amount)), ("per", text(charge.per.as_str()))])
}

pub fn read_tax(reader: &mut RowReader<'_>) -> Tax {
    let tax = Tax { name: reader.key("name"), percent: reader.required("percent") };
    let valid = (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&tax.percent);
    let message = format!("{} percent", tax.percent);
    reader.check(valid, Code::OutOfRange, "percent", message, "give percent from 0 to 100");
    tax
}

pub fn write_tax(tax: &Tax) -> Row {
    row([("name", text(&tax.name)), ("percent", number(tax.percent))])
}
