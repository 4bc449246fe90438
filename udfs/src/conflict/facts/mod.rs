//! Arithmetic that proves a problem impossible: a file a fact.

mod base_load;
mod crew;
mod electricity;
mod no_place;
mod overload;
mod room;

pub use no_place::open_places;

use super::windows::start_windows;
use crate::operation::Plant;

/// Why a problem is impossible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Jobs that it is about, in order.
    pub jobs: Vec<usize>,
    pub kind: FactKind,
}

/// Boundaries are of the horizon's intervals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactKind {
    /// The site's own load is above the demand limit, at a boundary.
    BaseLoad {
        at: usize,
    },
    NoPlace,
    /// Intervals of work that one at a time, or so many, can do.
    MachineTime {
        units: Vec<usize>,
        from: usize,
        to: usize,
        needed: i64,
        available: i64,
    },
    /// Heat in nano-kW and intervals.
    Heat {
        units: Vec<usize>,
        from: usize,
        to: usize,
        needed: i64,
        available: i64,
    },
    /// People and minutes.
    Crew {
        from: usize,
        to: usize,
        needed: i64,
        available: i64,
    },
    /// Electric input in nano-kW and minutes.
    Electricity {
        from: usize,
        to: usize,
        needed: i64,
        available: i64,
    },
}

/// The first fact that proves the problem impossible.
pub fn fact(plant: &Plant) -> Option<Fact> {
    let windows = start_windows(plant);
    base_load::fact(plant)
        .or_else(|| no_place::fact(plant, &windows))
        .or_else(|| room::fact(plant, &windows))
        .or_else(|| crew::fact(plant, &windows))
        .or_else(|| electricity::fact(plant, &windows))
}
