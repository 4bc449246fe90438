use chrono_tz::Tz;

use super::text::{cell, number, row, text};
use crate::error::Code;
use crate::model::{Decimal, Site};
use crate::row::{Row, RowReader};

pub fn read(reader: &mut RowReader<'_>) -> Site {
    let site_id = reader.key("site_id");
    let time_zone: String = reader.required("time_zone");
    let zone = time_zone.trim().parse::<Tz>();
    if !time_zone.is_empty() {
        let message = format!("\"{time_zone}\" is no IANA time zone");
        reader.check(zone.is_ok(), Code::OutOfRange, "time_zone", message, "use a name such as America/Chicago");
    }
    let demand_limit_kw: Option<Decimal> = reader.optional("demand_limit_kw");
    let positive = demand_limit_kw.is_none_or(|limit| limit > Decimal::ZERO);
    reader.check(
        positive,
        Code::OutOfRange,
        "demand_limit_kw",
        "the demand limit is not above 0",
        "give kW above 0, or null",
    );
    Site {
        site_id,
        time_zone: zone.unwrap_or(Tz::UTC),
        currency: reader.or("currency", "USD".to_string()),
        demand_limit_kw,
    }
}

pub fn write(site: &Site) -> Row {
    row([
        ("site_id", text(&site.site_id)),
        ("time_zone", text(site.time_zone.name())),
        ("currency", text(&site.currency)),
        ("demand_limit_kw", cell(site.demand_limit_kw, number)),
    ])
}
