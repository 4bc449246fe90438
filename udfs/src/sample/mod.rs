//! Random problems with a schedule that holds all their constraints, for tests: the same seed, the same problem.
//!
//! The schedule is drawn first and the problem laid around it, so that it is feasible by construction.

mod conditions;
mod further;
mod plant;
mod rng;
mod tariff;
mod tiny;

pub use rng::Rng;
pub use tiny::tiny;

use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;

use crate::model::{DemandAllocation, Horizon, Options, Problem, Schedule, Site};

#[derive(Debug, Clone)]
pub struct Sample {
    pub problem: Problem,
    /// Holds every constraint of the problem.
    pub schedule: Schedule,
}

/// Days on which calendars go wrong: clocks change, months, years or daylight saving end, holidays.
const DAYS: [(i32, u32, u32); 9] = [
    (2026, 6, 10),
    (2026, 1, 31),
    (2026, 12, 31),
    (2026, 12, 25),
    (2026, 3, 8),
    (2026, 11, 1),
    (2026, 3, 29),
    (2026, 10, 25),
    (2028, 2, 29),
];

const ZONES: [Tz; 6] =
    [Tz::America__Chicago, Tz::Europe__Berlin, Tz::UTC, Tz::Asia__Kolkata, Tz::Australia__Sydney, Tz::Asia__Kathmandu];

/// As [`sample`], under a tariff with parts that few tariffs have.
pub fn sample_of_any_tariff(seed: u64) -> Sample {
    let mut sample = sample(seed);
    let horizon = sample.problem.horizon;
    further::draw(&mut Rng::new(!seed), &horizon, &mut sample.problem.tariff);
    sample
}

pub fn sample(seed: u64) -> Sample {
    let mut rng = Rng::new(seed);
    let (year, month, day) = *rng.pick(&DAYS);
    let noon =
        NaiveDate::from_ymd_opt(year, month, day).and_then(|date| date.and_hms_opt(12, 0, 0)).unwrap_or_default();
    let start = noon.and_utc() - TimeDelta::hours(rng.between(0, 24));
    let interval_minutes = *rng.pick(&[15, 15, 30, 60]);
    let horizon = Horizon { start, end: start + TimeDelta::hours(rng.between(10, 36)), interval_minutes };
    let time_zone = *rng.pick(&ZONES);
    let (equipment, jobs, availability, schedule) = plant::draw(&mut rng, &horizon);
    let mut problem = Problem {
        site: Site { site_id: format!("sample-{seed}"), time_zone, currency: "USD".into(), demand_limit_kw: None },
        horizon,
        tariff: tariff::draw(&mut rng, &horizon),
        demand_allocation: *rng.pick(&[DemandAllocation::Marginal, DemandAllocation::Prorated]),
        equipment,
        availability,
        jobs,
        site_load: conditions::site_load(&mut rng, &horizon),
        shifts: Vec::new(),
        previous_schedule: Vec::new(),
        options: Options::default(),
    };
    conditions::tighten(&mut rng, &mut problem, &schedule);
    problem.sort();
    Sample { problem, schedule }
}
