use std::collections::BTreeSet;

use super::source::Source;
use crate::error::Code;
use crate::model::{Decimal, DemandCharge, Lookback, Ratchet};
use crate::row::Cell;

pub(super) const BY_MONTH: &str = "demandratchetpercentage";
pub(super) const LOOKBACK: [&str; 3] = ["lookbackpercent", "lookbackmonths", "lookbackrange"];
/// `demandratchetpercentage` looks at a year: the billed month and those before it.
pub(super) const MONTHS_BEFORE: u32 = 11;

/// Gives the ratchet to the charges at any time or, without any, to those with hours.
pub(super) fn read(source: &mut Source<'_>, flat: &mut [DemandCharge], tou: &mut [DemandCharge]) {
    let (by_month, lookback) = (by_month(source), lookback(source));
    if by_month.is_some() && lookback.is_some() {
        let message = format!("both {BY_MONTH} and lookbackpercent");
        source.error(Code::NotRepresentable, BY_MONTH, message, "give one ratchet");
    }
    let field = if by_month.is_some() { BY_MONTH } else { LOOKBACK[0] };
    // which months, and whether by name, cannot be told from the ratchet alone
    for name in LOOKBACK {
        source.keep(name);
    }
    let charges = if flat.is_empty() { &mut *tou } else { flat };
    if by_month.is_none() || charges.is_empty() {
        source.keep(BY_MONTH);
    }
    match by_month.or(lookback) {
        Some(ratchet) if !charges.is_empty() => {
            for charge in &mut *charges {
                charge.ratchet = Some(ratchet.clone());
            }
            if charges[0].hours.is_none() && !tou.is_empty() {
                let message = "a ratchet beside charges at any time and charges with hours";
                let fix = "it is taken for those at any time; check the utility's document";
                source.warning(Code::NotRepresentable, field, message, fix);
            }
        }
        _ => {}
    }
}

fn by_month(source: &mut Source<'_>) -> Option<Ratchet> {
    let cells = source.list(BY_MONTH, Some(12))?;
    let mut percent = [Decimal::ZERO; 12];
    for (month, cell) in cells.iter().enumerate() {
        let path = format!("{BY_MONTH}[{month}]");
        percent[month] = source.number_in(cell, &path).and_then(|number| as_percent(source, number, &path))?;
    }
    let looks_at = Lookback::Preceding(MONTHS_BEFORE);
    percent.iter().any(|percent| !percent.is_zero()).then_some(Ratchet { percent, looks_at })
}

fn lookback(source: &mut Source<'_>) -> Option<Ratchet> {
    let [name, months_name, range_name] = LOOKBACK;
    let percent = source.number(name).and_then(|number| as_percent(source, number, name));
    let months = lookback_months(source);
    let range = source.number(range_name);
    let range = range.and_then(|number| {
        let months = if number.fract().is_zero() { u32::try_from(number).ok() } else { None };
        let months = months.filter(|months| *months <= 12);
        if months.is_none() {
            let message = format!("{number} is not a number of months from 0 to 12");
            source.error(Code::OutOfRange, range_name, message, "give whole months");
        }
        months
    });
    let percent = percent.filter(|percent| !percent.is_zero())?;
    let (months, range) = (months.unwrap_or_default(), range.unwrap_or_default());
    let looks_at = match (months.is_empty(), range) {
        (false, 0) => Lookback::Months(months),
        (true, range) if range > 0 => Lookback::Preceding(range),
        (true, _) => {
            let message = format!("{name} without the months that are looked back at");
            source.error(Code::MissingField, months_name, message, format!("give {months_name} or {range_name}"));
            return None;
        }
        (false, _) => {
            let message = format!("both {months_name} and {range_name}");
            source.error(Code::NotRepresentable, range_name, message, "give one of them");
            return None;
        }
    };
    Some(Ratchet { percent: [percent; 12], looks_at })
}

fn lookback_months(source: &mut Source<'_>) -> Option<BTreeSet<u32>> {
    let name = LOOKBACK[1];
    let cells = source.list(name, Some(12))?;
    for (month, cell) in cells.iter().enumerate() {
        if flag(cell).is_none() {
            let message = format!("{} is neither 0 nor 1", cell.describe());
            source.error(
                Code::WrongType,
                &format!("{name}[{month}]"),
                message,
                "give 1 for a month that counts, else 0",
            );
        }
    }
    Some(months(cells))
}

/// The months that are 1 or true.
pub(super) fn months(cells: &[Cell]) -> BTreeSet<u32> {
    (1..).zip(cells).filter(|(_, cell)| flag(cell) == Some(true)).map(|(month, _)| month).collect()
}

fn flag(cell: &Cell) -> Option<bool> {
    match cell {
        Cell::Bool(flag) => Some(*flag),
        Cell::Number(number) if number.is_zero() => Some(false),
        Cell::Number(number) if *number == Decimal::ONE => Some(true),
        _ => None,
    }
}

fn as_percent(source: &mut Source<'_>, fraction: Decimal, path: &str) -> Option<Decimal> {
    if !(Decimal::ZERO..=Decimal::ONE).contains(&fraction) {
        let message = format!("{fraction} is not a fraction from 0 to 1");
        source.error(Code::OutOfRange, path, message, "give 0.35 for 35 percent");
        return None;
    }
    Some(fraction * Decimal::ONE_HUNDRED)
}
