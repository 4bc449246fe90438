use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::model::{Equipment, EquipmentRun, Instant, Problem, Span};

/// When a piece of equipment is on: a bit an interval, the first interval in the lowest.
pub type On = u32;

/// Every way to be on that keeps the equipment's own rules. Written from the words of the problem alone.
pub fn on_patterns(problem: &Problem, equipment: usize) -> Vec<On> {
    let intervals = problem.horizon.intervals();
    (0..1 << intervals).filter(|on| keeps_rules(problem, equipment, *on)).collect()
}

/// The on-periods of a pattern, by time.
pub fn runs(problem: &Problem, equipment: usize, on: On) -> Vec<EquipmentRun> {
    let is_on = |t: usize| t < problem.horizon.intervals() && on >> t & 1 == 1;
    let mut runs = Vec::new();
    for t in 0..problem.horizon.intervals() {
        let begins = is_on(t) && (t == 0 || !is_on(t - 1));
        if begins {
            let ends = (t..).find(|t| !is_on(*t)).unwrap_or(t);
            runs.push(EquipmentRun {
                equipment,
                on: problem.horizon.instant(t),
                off: problem.horizon.instant(ends),
                start_counted: !(t == 0 && problem.equipment[equipment].initially_on),
            });
        }
    }
    runs
}

fn keeps_rules(problem: &Problem, index: usize, on: On) -> bool {
    let equipment = &problem.equipment[index];
    let runs = runs(problem, index, on);
    let horizon = problem.horizon.span();
    let unavailable: Vec<Span> = problem
        .availability
        .iter()
        .filter(|row| row.equipment_id == equipment.equipment_id)
        .map(|row| row.span)
        .collect();
    let mut blocked_until = horizon.start;
    if equipment.initially_on && on & 1 == 0 {
        blocked_until = horizon.start + minutes(equipment.shutdown_minutes);
    }
    let mut starts_by_day: BTreeMap<_, u32> = BTreeMap::new();
    for run in &runs {
        let block = block(equipment, run);
        if run.start_counted {
            let day = run.on.with_timezone(&problem.site.time_zone).date_naive();
            *starts_by_day.entry(day).or_default() += 1;
            if run.off - run.on < minutes(equipment.min_run_time_minutes) {
                return false;
            }
        }
        let in_horizon =
            begins_in_time(problem, equipment, run, block.start) && ends_in_time(problem, equipment, block.end);
        let is_free = block.start >= blocked_until && !unavailable.iter().any(|span| span.overlaps(&block));
        if !in_horizon || !is_free {
            return false;
        }
        blocked_until = block.end;
    }
    equipment.max_starts_per_day.is_none_or(|most| starts_by_day.values().all(|starts| *starts <= most))
}

fn minutes(minutes: u32) -> TimeDelta {
    TimeDelta::minutes(i64::from(minutes))
}

fn block(equipment: &Equipment, run: &EquipmentRun) -> Span {
    let startup = if run.start_counted { equipment.startup_minutes } else { 0 };
    Span { start: run.on - minutes(startup), end: run.off + minutes(equipment.shutdown_minutes) }
}

/// What takes time to start is off in the first interval, unless it was on before.
fn begins_in_time(problem: &Problem, equipment: &Equipment, run: &EquipmentRun, begun: Instant) -> bool {
    if !run.start_counted || equipment.startup_minutes == 0 {
        return true;
    }
    begun >= if equipment.initially_on { problem.horizon.start } else { problem.horizon.instant(1) }
}

/// What takes time to stop is off in the last interval.
fn ends_in_time(problem: &Problem, equipment: &Equipment, ended: Instant) -> bool {
    let off_from = problem.horizon.instant(problem.horizon.intervals() - 1);
    equipment.shutdown_minutes == 0 || ended <= off_from
}
