use std::collections::BTreeSet;

use super::overload::{Overload, Work, overload};
use super::{Fact, FactKind};
use crate::operation::Plant;

/// Jobs that can run nowhere but on some equipment fit on it: by the number of jobs at once, by jobs of which no two
/// have the capacity at once, and by heat. Jobs start on interval boundaries, so that each takes whole intervals.
pub fn fact(plant: &Plant, windows: &[(usize, usize)]) -> Option<Fact> {
    let sets: BTreeSet<&[usize]> = plant.tasks.iter().map(|task| &task.units[..]).collect();
    sets.into_iter().find_map(|units| on_units(plant, windows, units))
}

fn on_units(plant: &Plant, windows: &[(usize, usize)], units: &[usize]) -> Option<Fact> {
    let here: Vec<usize> =
        (0..plant.tasks.len()).filter(|job| plant.tasks[*job].units.iter().all(|unit| units.contains(unit))).collect();
    let work = |amount: &dyn Fn(usize) -> i64| -> Vec<Work> {
        let of = |job: usize| {
            let ((from, last), intervals) = (windows[job], plant.tasks[job].intervals);
            Work { job, from, to: last + intervals, amount: amount(job) * i64::try_from(intervals).unwrap_or(i64::MAX) }
        };
        here.iter().map(|job| of(*job)).collect()
    };
    let supply = Supply::new(plant, units);
    let at_once =
        |unit: usize| i64::try_from(plant.units[unit].max_jobs).ok().filter(|jobs| *jobs < i64::from(u32::MAX));
    let machine_time = |found: Overload| {
        let Overload { jobs, from, to, needed, available } = found;
        Fact { jobs, kind: FactKind::MachineTime { units: units.to_vec(), from, to, needed, available } }
    };
    if units.iter().all(|unit| at_once(*unit).is_some())
        && let Some(found) =
            overload(work(&|_| 1), |from, to| supply.between(from, to, |unit| at_once(unit).unwrap_or(i64::MAX)))
    {
        return Some(machine_time(found));
    }
    let most = units.iter().map(|unit| plant.units[*unit].capacity).max().unwrap_or(0) + SLACK;
    let is_big = |job: usize| i64::from(2 * plant.tasks[job].power > most);
    if let Some(found) = overload(work(&is_big), |from, to| supply.between(from, to, |_| 1)) {
        return Some(machine_time(found));
    }
    let heat = |unit: usize| plant.units[unit].capacity + SLACK;
    let found = overload(work(&|job| plant.tasks[job].power), |from, to| supply.between(from, to, heat))?;
    let Overload { jobs, from, to, needed, available } = found;
    Some(Fact { jobs, kind: FactKind::Heat { units: units.to_vec(), from, to, needed, available } })
}

/// nano-kW by which rounding may let jobs exceed a capacity.
const SLACK: i64 = 16;

/// Intervals in which each unit may be on.
struct Supply<'a> {
    units: &'a [usize],
    /// By unit and boundary: such intervals before.
    before: Vec<Vec<i64>>,
}

impl<'a> Supply<'a> {
    fn new(plant: &Plant, units: &'a [usize]) -> Self {
        let count = |unit: &usize| {
            let mut before = vec![0];
            let mut sum = 0;
            for available in &plant.units[*unit].available {
                sum += i64::from(*available);
                before.push(sum);
            }
            before
        };
        Self { units, before: units.iter().map(count).collect() }
    }

    fn between(&self, from: usize, to: usize, each: impl Fn(usize) -> i64) -> i64 {
        let of = |(unit, before): (&usize, &Vec<i64>)| {
            let last = before.len() - 1;
            let intervals = before[to.min(last)] - before[from.min(last)];
            intervals.max(0).saturating_mul(each(*unit))
        };
        self.units.iter().zip(&self.before).map(of).fold(0, i64::saturating_add)
    }
}
