use chrono::TimeDelta;

use crate::document::instant_text;
use crate::model::{Equipment, Fixed, Job, MoveReason, PreviousAssignment, Problem, Span};
use crate::operation::Plant;
use crate::optimize::search::State;

/// Why a job cannot stand where it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    pub reason: MoveReason,
    pub message: String,
}

fn changed<T>(message: String) -> Result<T, Obstacle> {
    Err(Obstacle { reason: MoveReason::Changed, message })
}

fn displaced<T>(message: String) -> Result<T, Obstacle> {
    Err(Obstacle { reason: MoveReason::Displaced, message })
}

/// Unit and start of a job's previous place, if it could stand there in an empty plant. The job is in the problem.
pub fn of_its_own(problem: &Problem, plant: &Plant, previous: &PreviousAssignment) -> Result<(usize, usize), Obstacle> {
    let PreviousAssignment { job_id, equipment_id: id, start } = previous;
    let Some(task) = problem.job_index(job_id) else { return changed("it is not in the problem".into()) };
    let job = &problem.jobs[task];
    let at = instant_text(*start);
    let Some(unit) = problem.equipment_index(id) else {
        return displaced(format!("{id} is not in the problem"));
    };
    let equipment = &problem.equipment[unit];
    let Some(boundary) = problem.horizon.boundary(*start) else {
        return displaced(format!("{at} is no interval boundary of the horizon"));
    };
    if let Some(message) = elsewhere(job, previous).or_else(|| unsuitable(job, equipment)) {
        return changed(message);
    }
    let span = Span { start: *start, end: *start + TimeDelta::minutes(i64::from(job.duration_minutes)) };
    if job.window().is_none_or(|window| !window.contains(&span)) {
        return changed(format!("from {at} to {} it is outside its window", instant_text(span.end)));
    }
    let data = &plant.tasks[task];
    if data.impossible || !data.units.contains(&unit) || !data.in_time(boundary) {
        return changed(format!("it can no longer run on {id} at {at}"));
    }
    if plant.units[unit].available_until[boundary] < boundary + data.intervals {
        return displaced(unavailable(problem, id, span));
    }
    Ok((unit, boundary))
}

fn elsewhere(job: &Job, previous: &PreviousAssignment) -> Option<String> {
    let Fixed { equipment_id, start } = job.fixed.as_ref()?;
    let same = equipment_id.as_ref().is_none_or(|id| *id == previous.equipment_id)
        && start.is_none_or(|start| start == previous.start);
    (!same).then(|| "it is fixed elsewhere".to_string())
}

fn unsuitable(job: &Job, equipment: &Equipment) -> Option<String> {
    let id = &equipment.equipment_id;
    if !job.allows(id) {
        return Some(format!("{id} is not in its allowed_equipment"));
    }
    if !equipment.reaches(job.temperature_setpoint_c) {
        return Some(format!("{id} does not reach its setpoint"));
    }
    (job.thermal_kw() > equipment.capacity_kw).then(|| format!("{id} has not the capacity for it"))
}

fn unavailable(problem: &Problem, id: &str, span: Span) -> String {
    let mut rows = problem.availability.iter().filter(|row| row.equipment_id == id);
    // whole intervals: the row may begin after the job ends, in its last interval
    let Some(row) = rows.find(|row| row.span.end > span.start) else { return format!("{id} is unavailable") };
    let (from, to) = (instant_text(row.span.start), instant_text(row.span.end));
    let reason = if row.reason.is_empty() { String::new() } else { format!(" ({})", row.reason) };
    format!("{id} is unavailable from {from} to {to}{reason}")
}

/// Moves the task to a place that its own data allow, or says what is in its way in this plan. The move can be undone.
pub fn put(problem: &Problem, state: &mut State<'_>, task: usize, place: (usize, usize)) -> Result<(), Obstacle> {
    if state.change(&[(task, Some(place))]) { Ok(()) } else { displaced(in_the_way(problem, state, task, place)) }
}

/// As [`put`], but within the demand limit.
pub fn put_within_limit(
    problem: &Problem,
    state: &mut State<'_>,
    task: usize,
    place: (usize, usize),
) -> Result<(), Obstacle> {
    let before = state.score();
    put(problem, state, task, place)?;
    if state.score().excess > before.excess {
        state.undo();
        return displaced("the demand limit would be exceeded".into());
    }
    Ok(())
}

fn in_the_way(problem: &Problem, state: &State<'_>, task: usize, (unit, start): (usize, usize)) -> String {
    let plant = &state.instance.plant;
    let end = start + plant.tasks[task].intervals;
    let overlaps = |other: &usize| {
        let begins = state.places[*other].map(|(_, begins)| begins);
        *other != task && begins.is_some_and(|begins| begins < end && start < begins + plant.tasks[*other].intervals)
    };
    let mut others: Vec<&str> =
        state.jobs_on(unit).filter(overlaps).map(|other| problem.jobs[other].job_id.as_str()).collect();
    others.sort_unstable();
    let id = &problem.equipment[unit].equipment_id;
    if !others.is_empty() && !state.has_room(task, unit, start) {
        return format!("{id} is taken by {}", others.join(", "));
    }
    if !state.has_crew(task, start) {
        return "there is not enough crew beside the other jobs".into();
    }
    let ends = |task: usize, start: usize| start * plant.step + plant.tasks[task].minutes;
    let data = &plant.tasks[task];
    let too_late = |p: &usize| state.places[*p].is_none_or(|(_, begins)| ends(*p, begins) > start * plant.step);
    if let Some(predecessor) = data.predecessor.filter(too_late) {
        return format!("its predecessor {} ends later", problem.jobs[predecessor].job_id);
    }
    let too_early = |s: &&usize| state.places[**s].is_some_and(|(_, begins)| begins * plant.step < ends(task, start));
    if let Some(successor) = data.successors.iter().find(too_early) {
        return format!("its successor {} starts earlier", problem.jobs[*successor].job_id);
    }
    format!("{id} cannot be on there: minimum run time, starts of the day, start-up or shutdown")
}
