use chrono::SecondsFormat;
use chrono_tz::Tz;
use rust_decimal::RoundingStrategy::MidpointAwayFromZero;
use serde::Serialize;
use serde_json::value::RawValue;

use super::decimal_text;
use crate::billing::{MonthStatement, by_month};
use crate::error::{Code, Issue, Place};
use crate::model::{BillLine, Cost, Decimal, Tariff};

/// Digits after the point of quantities and rates in a document; a part of a month may have any number.
const DECIMALS: u32 = 8;

/// The bill of a meter's load as a document: parts by month, and lines. Numbers have every digit; times are local, with
/// offset. The parts of a month add up to its total, and the months to the bill's; each part is rounded once, and `rounding`
/// is what rounding its lines adds.
pub fn bill_to_json(currency: Option<&str>, zone: Tz, tariffs: &[Tariff], cost: &Cost) -> Result<String, Issue> {
    let document = || -> Result<String, serde_json::Error> {
        let months = by_month(tariffs, cost).iter().map(Month::of).collect::<Result<_, _>>()?;
        let lines = cost.lines.iter().map(|line| Line::of(line, zone)).collect::<Result<_, _>>()?;
        serde_json::to_string_pretty(&Bill { currency, total: cents(cost.total)?, months, lines })
    };
    document().map_err(|e| Issue::error(Code::Internal, Place::new("bill"), e.to_string(), "report this"))
}

type Number = Box<RawValue>;

#[derive(Serialize)]
struct Bill<'a> {
    currency: Option<&'a str>,
    total: Number,
    months: Vec<Month>,
    lines: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Month {
    month: String,
    energy: Number,
    demand_any_time: Number,
    demand_tou: Number,
    coincident: Number,
    reactive: Number,
    fixed: Number,
    rider: Number,
    minimum: Number,
    tax: Number,
    rounding: Number,
    total: Number,
}

impl Month {
    fn of(statement: &MonthStatement) -> Result<Self, serde_json::Error> {
        let parts = &statement.parts;
        Ok(Self {
            month: statement.month.clone(),
            energy: cents(parts.energy)?,
            demand_any_time: cents(parts.demand_any_time)?,
            demand_tou: cents(parts.demand_tou)?,
            coincident: cents(parts.coincident)?,
            reactive: cents(parts.reactive)?,
            fixed: cents(parts.fixed)?,
            rider: cents(parts.rider)?,
            minimum: cents(parts.minimum)?,
            tax: cents(parts.tax)?,
            rounding: cents(parts.rounding)?,
            total: cents(parts.total)?,
        })
    }
}

#[derive(Serialize)]
struct Line<'a> {
    month: &'a str,
    charge: &'a str,
    category: &'a str,
    tier: Option<u32>,
    quantity: Number,
    unit: &'a str,
    rate: Option<Number>,
    amount: Number,
    at: Option<String>,
}

impl<'a> Line<'a> {
    fn of(line: &'a BillLine, zone: Tz) -> Result<Self, serde_json::Error> {
        let local = |at: crate::model::Instant| at.with_timezone(&zone).to_rfc3339_opts(SecondsFormat::Secs, true);
        Ok(Self {
            month: &line.month,
            charge: &line.charge,
            category: &line.category,
            tier: line.tier,
            quantity: number(line.quantity)?,
            unit: &line.unit,
            rate: line.rate.map(number).transpose()?,
            amount: cents(line.amount)?,
            at: line.at.map(local),
        })
    }
}

fn number(value: Decimal) -> Result<Number, serde_json::Error> {
    RawValue::from_string(decimal_text(value.round_dp_with_strategy(DECIMALS, MidpointAwayFromZero)))
}

fn cents(value: Decimal) -> Result<Number, serde_json::Error> {
    let mut value = value.round_dp_with_strategy(2, MidpointAwayFromZero);
    value.rescale(2);
    RawValue::from_string(value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_every_digit_and_times_their_offset() {
        let line = BillLine {
            month: "2026-01".into(),
            charge: "demand".into(),
            category: "on-peak".into(),
            tier: Some(2),
            quantity: Decimal::new(123_456, 4),
            unit: "kW".into(),
            rate: None,
            amount: Decimal::new(1010, 2),
            at: Some("2026-01-05T20:00:00Z".parse().expect("a time")),
        };
        let cost = Cost { lines: vec![line], total: Decimal::new(101, 1), ..Cost::default() };
        let json = bill_to_json(Some("USD"), Tz::America__Chicago, &[], &cost).expect("a document");
        for part in [
            r#""currency": "USD","#,
            r#""total": 10.10,"#,
            r#""demand_tou": 10.10,"#,
            r#""quantity": 12.3456,"#,
            r#""tier": 2,"#,
            r#""rate": null,"#,
            r#""at": "2026-01-05T14:00:00-06:00""#,
        ] {
            assert!(json.contains(part), "{part} in {json}");
        }
    }
}
