use chrono::TimeDelta;

use super::on_patterns::On;
use crate::model::{Job, Problem, Span};
use crate::optimize::instance::float;

/// Equipment and start interval of a job.
pub type Place = (usize, usize);

/// Where every job can be, all jobs together, by the rules that the jobs share. `None` if there are more ways than `most`.
pub fn all_places(problem: &Problem, most: usize) -> Option<Vec<Vec<Place>>> {
    let mut ways: Vec<Vec<Place>> = vec![Vec::new()];
    for job in &problem.jobs {
        let places = places(problem, job);
        let longer = ways.iter().flat_map(|way| places.iter().map(|place| [&way[..], &[*place]].concat()));
        ways = longer.filter(|way| fit_together(problem, way)).take(most + 1).collect();
        if ways.len() > most {
            return None;
        }
    }
    ways.retain(|way| keeps_order(problem, way));
    Some(ways)
}

/// The intervals in which the jobs need the equipment to be on.
pub fn busy(problem: &Problem, way: &[Place], equipment: usize) -> On {
    let here = way.iter().enumerate().filter(|(_, place)| place.0 == equipment);
    here.flat_map(|(job, place)| touched(problem, job, *place)).fold(0, |busy, t| busy | 1 << t)
}

/// The intervals that a job touches.
pub fn touched(problem: &Problem, job: usize, place: Place) -> std::ops::Range<usize> {
    place.1..place.1 + problem.jobs[job].duration_minutes.div_ceil(problem.horizon.interval_minutes) as usize
}

fn places(problem: &Problem, job: &Job) -> Vec<Place> {
    let fixed = job.fixed.as_ref();
    let mut places = Vec::new();
    for (index, equipment) in problem.equipment.iter().enumerate() {
        let id = &equipment.equipment_id;
        let suits = job.allows(id)
            && fixed.and_then(|fixed| fixed.equipment_id.as_ref()).is_none_or(|fixed| fixed == id)
            && equipment.reaches(job.temperature_setpoint_c)
            && job.thermal_kw() <= equipment.capacity_kw;
        if !suits {
            continue;
        }
        for t in 0..problem.horizon.intervals() {
            let start = problem.horizon.instant(t);
            let span = Span { start, end: start + TimeDelta::minutes(i64::from(job.duration_minutes)) };
            let in_window = job.window().is_some_and(|window| window.contains(&span));
            let as_fixed = fixed.and_then(|fixed| fixed.start).is_none_or(|fixed| fixed == start);
            if in_window && as_fixed && problem.horizon.span().contains(&span) {
                places.push((index, t));
            }
        }
    }
    places
}

/// Capacity, jobs at once and crew; most is used at the start of an interval, for jobs start nowhere else.
fn fit_together(problem: &Problem, way: &[Place]) -> bool {
    (0..problem.horizon.intervals()).all(|t| {
        let at_work = || way.iter().enumerate().filter(|(job, place)| touched(problem, *job, **place).contains(&t));
        let crew: u32 = at_work().map(|(job, _)| problem.jobs[job].crew_size).sum();
        let interval = problem.horizon.interval(t);
        let on_shift: u32 =
            problem.shifts.iter().filter(|shift| shift.span.contains(&interval)).map(|shift| shift.crew).sum();
        let has_room = |(index, equipment): (usize, &crate::model::Equipment)| {
            let here = || at_work().filter(move |(_, place)| place.0 == index);
            let kw: f64 = here().map(|(job, _)| float(problem.jobs[job].thermal_kw())).sum();
            kw <= float(equipment.capacity_kw) + 1e-8
                && equipment.max_concurrent_jobs.is_none_or(|most| here().count() <= most as usize)
        };
        (crew == 0 || crew <= on_shift) && problem.equipment.iter().enumerate().all(has_room)
    })
}

fn keeps_order(problem: &Problem, way: &[Place]) -> bool {
    let step = problem.horizon.interval_minutes as usize;
    problem.jobs.iter().zip(way).all(|(job, place)| {
        let before = job.predecessor_job_id.as_deref().and_then(|id| problem.job_index(id));
        before.is_none_or(|before| {
            way[before].1 * step + problem.jobs[before].duration_minutes as usize <= place.1 * step
        })
    })
}
