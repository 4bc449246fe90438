use super::site_zone::site_zone;
use super::{Moment, Source, number, row, text, text_of};
use crate::error::Issues;
use crate::forecast::{ForecastDay, Period, days, forecast};
use crate::model::Decimal;
use crate::row::{Cell, Row};
use crate::tables::Kind::{Cents, Date, Figure, Int, Quantity, Text};
use crate::tables::{SITES, Table, optional, required};

pub static COST_FORECAST: Table = Table {
    name: "cost_forecast",
    comment: "What a site's coming days cost and save",
    columns: &[
        required("site_id", Text, "", "Plant, as in sites"),
        required("day", Date, "", "Local day"),
        required(
            "basis",
            Text,
            "",
            "plan (current runs), baseline (first in, first out: not planned yet), plan and baseline, or none",
        ),
        required("schedules", Int, "", "Schedules that start on the day"),
        optional("cost", Cents, "currency", "Of these schedules; null where nothing is known"),
        optional("baseline_cost", Cents, "currency", "Of the same by first in, first out"),
        optional("savings", Cents, "currency", "baseline_cost - cost"),
        optional("constraints_violated", Int, "", "Violations of these schedules"),
        optional("peak_kw", Quantity, "kW", "Highest metered mean power of an interval of any one schedule"),
        optional("utilization_percent", Figure, "%", "Heat given off by what the site's capacity gives in the day"),
        required("currency", Text, "", "ISO 4217"),
        optional("note", Text, "", "What the figures leave out or estimate"),
    ],
    key: &["site_id", "day"],
    partition: &[],
};

pub fn cost_forecast(source: &Source<'_>, site_id: &str, period: Period, at: Moment) -> Result<Vec<Row>, Issues> {
    let site = source.row(&SITES, "site_id", site_id)?;
    let zone = site_zone(&site)?;
    let currency = text_of(&site, "currency");
    let days = days(at.instant(zone)?, period, zone)?;
    let forecast = forecast(source, site_id, zone, &currency, &days)?;
    Ok(forecast.iter().map(|day| written(site_id, &currency, day)).collect())
}

fn written(site_id: &str, currency: &str, day: &ForecastDay) -> Row {
    let figure = |value: Option<Decimal>| value.map_or(Cell::Null, number);
    let savings = day.baseline_cost.zip(day.cost).map(|(baseline, cost)| baseline - cost);
    row([
        ("site_id", text(site_id)),
        ("day", Cell::Date(day.date)),
        ("basis", text(day.basis.as_str())),
        ("schedules", number(day.schedules)),
        ("cost", figure(day.cost)),
        ("baseline_cost", figure(day.baseline_cost)),
        ("savings", figure(savings)),
        ("constraints_violated", figure(day.violations)),
        ("peak_kw", figure(day.peak_kw)),
        ("utilization_percent", figure(day.utilization_percent)),
        ("currency", text(currency)),
        ("note", if day.notes.is_empty() { Cell::Null } else { text(day.notes.join("; ")) }),
    ])
}
