//! Stretches of time with a value: unavailability, site load, shifts, prices.

use super::text::{number, row, text};
use crate::error::Code;
use crate::model::{Decimal, Price, Shift, SiteLoad, Span, Unavailability};
use crate::row::{Cell, Row, RowReader};

pub fn read_span<'a>(reader: &mut RowReader<'a>, start: &'a str, end: &'a str) -> Span {
    let span = Span { start: reader.required(start), end: reader.required(end) };
    if reader.is_clean() {
        let message = format!("{end} is not after {start}");
        reader.check(span.start < span.end, Code::OutOfRange, end, message, "swap or correct the times");
    }
    span
}

pub fn read_unavailability(reader: &mut RowReader<'_>) -> Unavailability {
    Unavailability {
        equipment_id: reader.key("equipment_id"),
        span: read_span(reader, "unavailable_start", "unavailable_end"),
        reason: reader.or("reason", "offline".to_string()),
    }
}

pub fn write_unavailability(unavailability: &Unavailability) -> Row {
    row([
        ("equipment_id", text(&unavailability.equipment_id)),
        ("unavailable_start", Cell::Time(unavailability.span.start)),
        ("unavailable_end", Cell::Time(unavailability.span.end)),
        ("reason", text(&unavailability.reason)),
    ])
}

pub fn read_site_load(reader: &mut RowReader<'_>) -> SiteLoad {
    let load = SiteLoad { span: read_span(reader, "start", "end"), kw: reader.required("kw") };
    reader.check(load.kw >= Decimal::ZERO, Code::LoadValue, "kw", "a load below 0", "give kW from 0");
    load
}

pub fn write_site_load(load: &SiteLoad) -> Row {
    row([("start", Cell::Time(load.span.start)), ("end", Cell::Time(load.span.end)), ("kw", number(load.kw))])
}

pub fn read_shift(reader: &mut RowReader<'_>) -> Shift {
    Shift { span: read_span(reader, "start", "end"), crew: reader.required("crew") }
}

pub fn write_shift(shift: &Shift) -> Row {
    row([("start", Cell::Time(shift.span.start)), ("end", Cell::Time(shift.span.end)), ("crew", number(shift.crew))])
}

pub fn read_price(reader: &mut RowReader<'_>) -> Price {
    Price { span: read_span(reader, "start", "end"), energy_rate_kwh: reader.required("energy_rate_kwh") }
}

pub fn write_price(price: &Price) -> Row {
    row([
        ("start", Cell::Time(price.span.start)),
        ("end", Cell::Time(price.span.end)),
        ("energy_rate_kwh", number(price.energy_rate_kwh)),
    ])
}
