use super::{IdAndSpan, Source, row, text};
use crate::error::Issues;
use crate::row::{Cell, Row};
use crate::stored;
use crate::tables::Kind::{Rate, Text, Time};
use crate::tables::{Table, optional, required};
use crate::tariff::Calendar;

pub static TARIFF_RATES: Table = Table {
    name: "tariff_rates",
    comment: "Stretches of time with one rate",
    columns: &[
        required("start", Time, "", "From this instant"),
        required("end", Time, "", "To this instant, excluded"),
        required("energy_rate_kwh", Rate, "currency/kWh", "Energy rate"),
        optional("demand_rate_kw", Rate, "currency/kW", "Demand rate of the category"),
        required("period_category", Text, "", "Category"),
        required("day_type", Text, "", "Day type of the period that applies"),
    ],
    key: &["start"],
    partition: &[],
};

pub fn tariff_rates(source: &Source<'_>, asked: &IdAndSpan) -> Result<Vec<Row>, Issues> {
    let (tariff, zone) = stored::tariff(source.store, source.tenant, &asked.id)?;
    let calendar = Calendar::new(&tariff, zone)?;
    let segments = calendar.segments(asked.span(zone)?)?;
    let rates = segments.into_iter().map(|segment| {
        row([
            ("start", Cell::Time(segment.span.start)),
            ("end", Cell::Time(segment.span.end)),
            ("energy_rate_kwh", Cell::Number(segment.energy_rate_kwh)),
            ("demand_rate_kw", segment.demand_rate_kw.map_or(Cell::Null, Cell::Number)),
            ("period_category", text(segment.period_category)),
            ("day_type", text(segment.day_type.to_string())),
        ])
    });
    Ok(rates.collect())
}
