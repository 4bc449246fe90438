use chrono::TimeDelta;

use super::verdict::{Verdict, verdict};
use super::{Conflict, Group, relax};
use crate::model::{Decimal, Problem, Shift};
use rust_decimal::prelude::ToPrimitive;

/// A way out of a conflict: the least that is proved to be enough for it alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    EndLater { job: usize, minutes: i64 },
    RaiseDemandLimit { kw: i64 },
    AddCrew { people: i64 },
}

/// Jobs of a conflict that are tried.
const MOST_JOBS: usize = 4;

/// Each of these alone resolves the conflict. Deadlines move by whole intervals, up to the horizon's end.
pub fn remedies(problem: &Problem, conflict: &Conflict) -> Vec<Remedy> {
    let jobs =
        conflict.members.iter().filter_map(|member| if let Group::Job(job) = member { Some(*job) } else { None });
    let later = jobs.take(MOST_JOBS).filter_map(|job| end_later(problem, conflict, job));
    let limit = conflict.members.contains(&Group::DemandLimit).then(|| raise_limit(problem, conflict)).flatten();
    let crew = conflict.members.contains(&Group::Crew).then(|| add_crew(problem, conflict)).flatten();
    later.chain(limit).chain(crew).collect()
}

fn end_later(problem: &Problem, conflict: &Conflict, job: usize) -> Option<Remedy> {
    let step = i64::from(problem.horizon.interval_minutes).max(1);
    let left = (problem.horizon.end - problem.jobs[job].latest_end).num_minutes().max(0);
    let intervals = least((left + step - 1) / step, |intervals| {
        let mut changed = problem.clone();
        changed.jobs[job].latest_end += TimeDelta::minutes(intervals * step);
        is_resolved(&changed, conflict)
    })?;
    Some(Remedy::EndLater { job, minutes: intervals * step })
}

fn raise_limit(problem: &Problem, conflict: &Conflict) -> Option<Remedy> {
    let limit_kw = problem.site.demand_limit_kw?;
    let capacity = problem.equipment.iter().map(|e| e.capacity_kw.max(e.min_load_kw) / e.efficiency.factor());
    let site = problem.site_load.iter().map(|load| load.kw).max().unwrap_or_default();
    let most = (capacity.sum::<Decimal>() + site - limit_kw).ceil().to_i64()?;
    let kw = least(most, |kw| {
        let mut changed = problem.clone();
        changed.site.demand_limit_kw = Some(limit_kw + Decimal::from(kw));
        is_resolved(&changed, conflict)
    })?;
    Some(Remedy::RaiseDemandLimit { kw })
}

fn add_crew(problem: &Problem, conflict: &Conflict) -> Option<Remedy> {
    let most = problem.jobs.iter().map(|job| i64::from(job.crew_size)).sum();
    let people = least(most, |people| {
        let mut changed = problem.clone();
        let crew = u32::try_from(people).unwrap_or(u32::MAX);
        changed.shifts.push(Shift { span: problem.horizon.span(), crew });
        is_resolved(&changed, conflict)
    })?;
    Some(Remedy::AddCrew { people })
}

fn is_resolved(problem: &Problem, conflict: &Conflict) -> bool {
    verdict(&relax(problem, &conflict.members)) == Verdict::Possible
}

/// The least of 1 to `most` that is enough, where more is never less.
fn least(most: i64, is_enough: impl Fn(i64) -> bool) -> Option<i64> {
    if most < 1 || !is_enough(most) {
        return None;
    }
    let (mut short, mut enough) = (0, most);
    while enough - short > 1 {
        let middle = short + (enough - short) / 2;
        if is_enough(middle) { enough = middle } else { short = middle }
    }
    Some(enough)
}
