//! What can forbid a place, all other jobs as they are: a file a rule.

mod allowed_equipment;
mod availability;
mod capacity;
mod concurrent_jobs;
mod crew;
mod fixed;
mod predecessor;
mod setpoint;
mod site;
mod window;

pub(super) use site::Site;

use super::explanation::Rule;
use crate::model::Decimal;

/// A rule that forbids a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Obstacle {
    pub rule: Rule,
    /// Job or equipment that stands in the way.
    pub subject: String,
    pub amount: Decimal,
    pub unit: &'static str,
    pub message: String,
}

/// A job at a place where it might be.
#[derive(Debug, Clone, Copy)]
pub(super) struct At {
    pub job: usize,
    pub unit: usize,
    /// Boundary.
    pub start: usize,
}

/// Every rule of the job's own, of the equipment and of the site that forbids the place, but for the demand limit.
pub(super) fn obstacles(site: &Site<'_>, at: At) -> Vec<Obstacle> {
    let rules: [fn(&Site<'_>, At) -> Option<Obstacle>; 9] = [
        window::obstacle,
        fixed::obstacle,
        allowed_equipment::obstacle,
        setpoint::obstacle,
        availability::obstacle,
        concurrent_jobs::obstacle,
        capacity::obstacle,
        crew::obstacle,
        predecessor::obstacle,
    ];
    rules.iter().filter_map(|rule| rule(site, at)).collect()
}
