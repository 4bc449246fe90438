use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::Rng;
use super::plant::duration;
use crate::check::recompute;
use crate::model::{Decimal, Fixed, Horizon, Instant, Problem, Schedule, Shift, SiteLoad, Span};

/// Nothing, one value, or hourly values over the whole horizon.
pub fn site_load(rng: &mut Rng, horizon: &Horizon) -> Vec<SiteLoad> {
    match rng.between(0, 2) {
        0 => Vec::new(),
        1 => vec![SiteLoad { span: horizon.span(), kw: rng.decimal(0, 400, 2) }],
        _ => {
            let mut loads = Vec::new();
            let mut start = horizon.start;
            while start < horizon.end {
                let end = (start + TimeDelta::minutes(rng.between(7, 90))).min(horizon.end);
                loads.push(SiteLoad { span: Span { start, end }, kw: rng.decimal(0, 300, 2) });
                start = end;
            }
            loads
        }
    }
}

/// Draws the rest of the constraints around the schedule, some of them as tight as it allows.
pub fn tighten(rng: &mut Rng, problem: &mut Problem, schedule: &Schedule) {
    windows(rng, problem, schedule);
    predecessors(rng, problem, schedule);
    fixed(rng, problem, schedule);
    crew(rng, problem, schedule);
    starts(rng, problem, schedule);
    if rng.chance(40) {
        let profile = recompute(problem, schedule).profile;
        let highest = profile.intervals.iter().map(|interval| interval.electric_kw).max().unwrap_or_default();
        problem.site.demand_limit_kw = Some(highest.ceil() + Decimal::ONE);
    }
}

fn windows(rng: &mut Rng, problem: &mut Problem, schedule: &Schedule) {
    let horizon = problem.horizon;
    for assignment in &schedule.assignments {
        let job = &mut problem.jobs[assignment.job];
        let end = assignment.start + duration(job);
        let mut around = || {
            let (before, after) = (TimeDelta::minutes(rng.between(0, 300)), TimeDelta::minutes(rng.between(0, 300)));
            Span { start: assignment.start - before, end: end + after }
        };
        let window = around();
        (job.earliest_start, job.latest_end) = (window.start.max(horizon.start), window.end);
        let must_run = around();
        if rng.chance(15) {
            job.must_run_windows.push(must_run);
        }
        job.priority = u8::try_from(rng.between(1, 5)).unwrap_or(3);
    }
}

fn predecessors(rng: &mut Rng, problem: &mut Problem, schedule: &Schedule) {
    for assignment in &schedule.assignments {
        if rng.chance(80) {
            continue;
        }
        let ended = |other: &usize| {
            let other = &schedule.assignments[*other];
            other.start + duration(&problem.jobs[other.job]) <= assignment.start
        };
        let earlier: Vec<usize> = (0..schedule.assignments.len()).filter(ended).collect();
        if !earlier.is_empty() {
            let predecessor = schedule.assignments[*rng.pick(&earlier)].job;
            problem.jobs[assignment.job].predecessor_job_id = Some(problem.jobs[predecessor].job_id.clone());
        }
    }
}

fn fixed(rng: &mut Rng, problem: &mut Problem, schedule: &Schedule) {
    for assignment in &schedule.assignments {
        if rng.chance(10) {
            let equipment_id = rng.chance(70).then(|| problem.equipment[assignment.equipment].equipment_id.clone());
            let start = (equipment_id.is_none() || rng.chance(50)).then_some(assignment.start);
            problem.jobs[assignment.job].fixed = Some(Fixed { equipment_id, start });
        }
    }
}

/// Two shifts, each with the crew that the schedule needs at most.
fn crew(rng: &mut Rng, problem: &mut Problem, schedule: &Schedule) {
    if rng.chance(60) {
        return;
    }
    for job in problem.jobs.iter_mut() {
        job.crew_size = if rng.chance(50) { u32::try_from(rng.between(0, 2)).unwrap_or(0) } else { 0 };
    }
    let horizon = problem.horizon;
    let middle = horizon.start + TimeDelta::minutes(horizon.span().minutes() / 2);
    let needed_at = |at: Instant| -> u32 {
        let running =
            schedule.assignments.iter().filter(|a| a.start <= at && at < a.start + duration(&problem.jobs[a.job]));
        running.map(|a| problem.jobs[a.job].crew_size).sum()
    };
    let mut shifts = Vec::new();
    for span in [Span { start: horizon.start, end: middle }, Span { start: middle, end: horizon.end }] {
        let moments = (0..span.minutes()).map(|minute| span.start + TimeDelta::minutes(minute));
        shifts.push(Shift { span, crew: moments.map(needed_at).max().unwrap_or(0) });
    }
    problem.shifts = shifts;
}

fn starts(rng: &mut Rng, problem: &mut Problem, schedule: &Schedule) {
    let zone = problem.site.time_zone;
    for (index, equipment) in problem.equipment.iter_mut().enumerate() {
        let mut by_day: BTreeMap<_, u32> = BTreeMap::new();
        for run in schedule.runs.iter().filter(|run| run.equipment == index && run.start_counted) {
            *by_day.entry(run.on.with_timezone(&zone).date_naive()).or_default() += 1;
        }
        if rng.chance(50) {
            equipment.max_starts_per_day = Some(by_day.into_values().max().unwrap_or(0));
        }
    }
}
