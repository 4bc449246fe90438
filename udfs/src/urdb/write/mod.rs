mod demand;
mod document;
mod energy;
mod fixed;
mod header;
mod limits;

use std::collections::{BTreeSet, HashSet};

use self::document::Document;
use crate::error::Issues;
use crate::model::Tariff;

/// The tariff as a URDB document, or everything in it that the database cannot state.
pub fn write(tariff: &Tariff) -> Result<String, Issues> {
    let mut document = Document::new(tariff);
    limits::check(tariff, &mut document.issues);
    header::write(tariff, &mut document);
    energy::write(tariff, &mut document);
    energy::write_riders(tariff, &mut document);
    demand::write(tariff, &mut document);
    limits::check_coincident(tariff, &mut document);
    fixed::write(tariff, &mut document);
    fixed::write_minimum(tariff, &mut document);
    document.finish()
}

fn all_months() -> BTreeSet<u32> {
    (1..=12).collect()
}

/// An index for each name: the one that `prefix` and the name say, as long as it is free, and others after `used`.
fn indices<'a>(names: impl Iterator<Item = &'a str> + Clone, prefix: &str, used: usize) -> Vec<usize> {
    const MOST: usize = 10_000;
    let mut taken = HashSet::new();
    let own: Vec<Option<usize>> = names
        .map(|name| {
            let index: usize = name.strip_prefix(prefix)?.parse().ok()?;
            let is_own = index < MOST && name == format!("{prefix}{index}") && taken.insert(index);
            is_own.then_some(index)
        })
        .collect();
    let mut next = taken.iter().max().map_or(0, |last| last + 1).max(used);
    own.into_iter()
        .map(|own| {
            own.unwrap_or_else(|| {
                next += 1;
                next - 1
            })
        })
        .collect()
}
