//! What a document says of a structure beyond the model, so that writing gives it back.

use std::collections::BTreeMap;

use super::attributes::list;
use super::source::Source;
use super::tiers::{Periods, Tier};
use crate::model::Decimal;
use crate::row::{Cell, Row};

/// Keeps what the model does not hold of a structure: all of the periods it has not, and of others what is left.
pub(super) fn keep(source: &mut Source<'_>, name: &str, periods: &Periods<'_>, held: impl Fn(usize) -> bool) {
    let rest: Vec<Vec<Cell>> = periods
        .iter()
        .enumerate()
        .map(|(number, tiers)| {
            let rest = |tier: &Tier<'_>| if held(number) { tier.rest() } else { Cell::Row(tier.cells.clone()) };
            tiers.iter().map(rest).collect()
        })
        .collect();
    let nothing = Cell::Row(Row::default());
    if (0..periods.len()).any(|number| !held(number)) || rest.iter().flatten().any(|cell| *cell != nothing) {
        source.keep_as(name, &Cell::List(rest.into_iter().map(Cell::List).collect()));
    }
}

/// A structure from the periods of the model and the rest that was kept.
pub(super) fn merge(rest: Option<&Cell>, held: &BTreeMap<usize, Vec<Row>>) -> Vec<Cell> {
    let rest = list(rest);
    let length = held.last_key_value().map_or(0, |(last, _)| last + 1).max(rest.len());
    let free = || Cell::List(vec![Cell::Row(Row(vec![("rate".into(), Cell::Number(Decimal::ZERO))]))]);
    (0..length)
        .map(|number| match held.get(&number) {
            None => rest.get(number).cloned().unwrap_or_else(free),
            Some(tiers) => {
                let left = list(rest.get(number));
                let left = if left.len() == tiers.len() { left } else { &[] };
                Cell::List(tiers.iter().enumerate().map(|(tier, row)| Cell::Row(joined(row, left.get(tier)))).collect())
            }
        })
        .collect()
}

fn joined(row: &Row, left: Option<&Cell>) -> Row {
    let mut joined = row.clone();
    if let Some(Cell::Row(left)) = left {
        joined.0.extend(left.0.iter().filter(|(name, _)| row.get(name).is_none()).cloned());
    }
    joined
}
