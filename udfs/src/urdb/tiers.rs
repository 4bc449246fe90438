//! Lists of tiers by period: `[[{"max": 100, "rate": 0.1, "adj": 0.01, "unit": "kWh"}, ...], ...]`.

use super::fields::looks_like_a_price;
use super::source::Source;
use crate::error::Code;
use crate::model::{Decimal, DemandTier, EnergyTier, TierUnit};
use crate::row::{Cell, Row};

#[derive(Debug, Clone)]
pub(super) struct Tier<'a> {
    /// `None` in the last tier.
    pub max: Option<Decimal>,
    pub unit: TierUnit,
    pub rate: Decimal,
    pub adjustment: Decimal,
    of: Of,
    /// As written.
    pub cells: &'a Row,
}

impl Tier<'_> {
    pub fn price(&self) -> Decimal {
        self.rate + self.adjustment
    }

    pub fn energy(&self) -> EnergyTier {
        EnergyTier { up_to: self.max, unit: self.unit, rate_kwh: self.rate, adjustment_kwh: self.adjustment }
    }

    pub fn demand(&self) -> DemandTier {
        DemandTier { up_to_kw: self.max, rate_kw: self.rate, adjustment_kw: self.adjustment }
    }

    /// What the model does not hold of it.
    pub fn rest(&self) -> Cell {
        let held = |name: &str, cell: &Cell| match name {
            "rate" | "adj" => true,
            "unit" => self.of == Of::Energy,
            "max" => self.max.is_some() || *cell == Cell::Null,
            _ => *cell == Cell::Null,
        };
        Cell::Row(Row(self.cells.0.iter().filter(|(name, cell)| !held(name, cell)).cloned().collect()))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Energy,
    Demand,
}

pub(super) type Periods<'a> = Vec<Vec<Tier<'a>>>;

/// The periods of a structure. Nothing where it is absent, empty or wrong; what is wrong is noted.
pub(super) fn read<'a>(source: &mut Source<'a>, name: &str, of: Of) -> Option<Periods<'a>> {
    let cells = source.list(name, None)?;
    let mut complete = true;
    let mut periods = Vec::new();
    for (number, cell) in cells.iter().enumerate() {
        let path = format!("{name}[{number}]");
        match period(source, cell, &path, of) {
            Some(tiers) => periods.push(tiers),
            None => complete = false,
        }
    }
    (complete && !periods.is_empty()).then_some(periods)
}

fn period<'a>(source: &mut Source<'a>, cell: &'a Cell, path: &str, of: Of) -> Option<Vec<Tier<'a>>> {
    let cells = source.list_in(cell, path, None)?;
    if cells.is_empty() {
        source.error(Code::MissingField, path, "a period without a tier", "give at least {\"rate\": 0}");
        return None;
    }
    let read: Vec<Option<Tier<'a>>> =
        cells.iter().enumerate().map(|(number, cell)| tier(source, cell, &format!("{path}[{number}]"), of)).collect();
    let mut tiers = read.into_iter().collect::<Option<Vec<_>>>()?;
    let rising = limits_rise(source, path, &tiers);
    let same_unit = tiers.iter().all(|tier| tier.unit == tiers[0].unit);
    if !same_unit {
        source.error(Code::NotRepresentable, path, "tiers in different units", "give all tiers of a period one unit");
    }
    if let Some(last) = tiers.last_mut() {
        last.max = None;
    }
    (rising && same_unit).then_some(tiers)
}

fn limits_rise(source: &mut Source<'_>, path: &str, tiers: &[Tier<'_>]) -> bool {
    let mut holds = true;
    for (number, pair) in tiers.windows(2).enumerate() {
        let (below, above) = (pair[0].max, pair[1].max);
        let message = match (below, above) {
            (None, _) => "a tier without max is not the last".to_string(),
            (Some(below), Some(above)) if above <= below => format!("max {above} after {below}"),
            _ => continue,
        };
        holds = false;
        let number = if below.is_none() { number } else { number + 1 };
        let fix = "limits are cumulative: let them rise, and leave out only the last";
        source.error(Code::OutOfRange, &format!("{path}[{number}].max"), message, fix);
    }
    holds
}

fn tier<'a>(source: &mut Source<'a>, cell: &'a Cell, path: &str, of: Of) -> Option<Tier<'a>> {
    let Cell::Row(row) = cell else {
        let message = format!("{} is not an object", cell.describe());
        source.error(Code::WrongType, path, message, "give an object such as {\"rate\": 0.1}");
        return None;
    };
    let mut complete = true;
    let mut number = |source: &mut Source<'a>, name: &str| -> Option<Decimal> {
        let cell = row.get(name).filter(|cell| **cell != Cell::Null)?;
        let number = source.number_in(cell, &format!("{path}.{name}"));
        complete &= number.is_some();
        number
    };
    let (max, rate, adjustment) = (number(source, "max"), number(source, "rate"), number(source, "adj"));
    if let Some(max) = max.filter(|max| *max <= Decimal::ZERO) {
        complete = false;
        let message = format!("max {max} is not above 0");
        source.error(Code::OutOfRange, &format!("{path}.max"), message, "leave it out in a tier without limit");
    }
    let has = |name: &str| row.get(name).is_some_and(|cell| *cell != Cell::Null);
    if of == Of::Energy && !has("rate") && !has("adj") {
        complete = false;
        source.error(Code::MissingField, &format!("{path}.rate"), "a tier without a price", "give rate in $/kWh");
    }
    let unit = unit(source, row, path, of);
    complete &= unit.is_some() & only_known(source, row, path);
    complete.then_some(Tier {
        max,
        unit: unit.unwrap_or_default(),
        rate: rate.unwrap_or_default(),
        adjustment: adjustment.unwrap_or_default(),
        of,
        cells: row,
    })
}

fn unit(source: &mut Source<'_>, row: &Row, path: &str, of: Of) -> Option<TierUnit> {
    let allowed = match of {
        Of::Energy => "kWh, kWh/kW, kWh daily, kWh/kW daily",
        Of::Demand => "kW",
    };
    let found = match row.get("unit") {
        None | Some(Cell::Null) => Some(TierUnit::Kwh),
        Some(Cell::Text(text)) => match of {
            Of::Energy => text.parse().ok(),
            Of::Demand => (text == "kW").then_some(TierUnit::Kwh),
        },
        Some(_) => None,
    };
    if found.is_none() {
        let given = row.get("unit").map(Cell::describe).unwrap_or_default();
        let message = format!("unit {given} is not one of {allowed}");
        source.error(Code::NotRepresentable, &format!("{path}.unit"), message, format!("use one of {allowed}"));
    }
    found
}

fn only_known(source: &mut Source<'_>, row: &Row, path: &str) -> bool {
    let mut holds = true;
    for (name, _) in row.0.iter().filter(|(name, _)| !["max", "unit", "rate", "adj", "sell"].contains(&name.as_str())) {
        let path = format!("{path}.{name}");
        let message = format!("unknown field \"{name}\" of a tier");
        if looks_like_a_price(name) {
            holds = false;
            source.error(Code::UnknownField, &path, message, "remove it if no bill depends on it");
        } else {
            source.warning(Code::UnknownField, &path, message, "it is kept, and no bill depends on it");
        }
    }
    holds
}
