use super::facts::fact;
pub use super::reduce::Conflict;
use super::reduce::{of_problem, reduce};
use super::verdict::verdict;
use super::{Group, relax};
use crate::model::{Job, Problem};
use crate::operation::Plant;

/// Conflicts that are named; each has jobs of its own.
const MOST_CONFLICTS: usize = 5;
/// Jobs without a place in time that are looked at with their neighbours, and how many of these.
const MOST_UNMET: usize = 5;
const MOST_NEIGHBOURS: usize = 4;

/// Conflicts between the constraints of a problem, but for the jobs that are left aside. `unmet` are jobs that a plan
/// could not do in time.
pub fn find(problem: &Problem, unmet: &[usize], aside: &[usize]) -> Vec<Conflict> {
    let mut problem = problem.clone();
    // no constraint reads them
    problem.tariff.prices.clear();
    let mut jobs: Vec<usize> = (0..problem.jobs.len()).filter(|job| !aside.contains(job)).collect();
    let mut conflicts = Vec::new();
    while conflicts.len() < MOST_CONFLICTS {
        let suspects = by_fact(&problem, &jobs).or_else(|| by_neighbours(&problem, &jobs, unmet));
        let Some(conflict) = suspects.and_then(|suspects| conflict_of(&problem, &suspects)) else { break };
        jobs.retain(|job| !conflict.members.contains(&Group::Job(*job)));
        if !conflict.members.iter().any(|member| matches!(member, Group::Job(_))) {
            problem.site.demand_limit_kw = None;
        }
        conflicts.push(conflict);
    }
    conflicts
}

/// Of equipment that the jobs can use, if that is conflict enough; else of all.
fn conflict_of(problem: &Problem, jobs: &[usize]) -> Option<Conflict> {
    let all = Group::all(problem, jobs);
    let plant = Plant::new(problem);
    let is_near = |group: &Group| match group {
        Group::OnPeriods(unit) | Group::Availability(unit) | Group::MaxConcurrentJobs(unit) | Group::Capacity(unit) => {
            jobs.iter().any(|job| plant.tasks[*job].units.contains(unit))
        }
        _ => true,
    };
    let near = all.iter().copied().filter(is_near).collect();
    reduce(problem, near).or_else(|| reduce(problem, all))
}

/// Jobs that arithmetic is about, with those that they wait for and that wait for them.
fn by_fact(problem: &Problem, jobs: &[usize]) -> Option<Vec<usize>> {
    let groups = Group::all(problem, jobs);
    let found = fact(&Plant::new(&relax(problem, &groups)))?;
    let mut suspects = of_problem(problem, &groups, found).jobs;
    loop {
        let is_tied = |job: &usize| {
            !suspects.contains(job)
                && suspects.iter().any(|other| waits(problem, *job, *other) || waits(problem, *other, *job))
        };
        let tied: Vec<usize> = jobs.iter().copied().filter(is_tied).collect();
        if tied.is_empty() {
            return Some(suspects);
        }
        suspects.extend(tied);
    }
}

/// The first unmet job that is proved to have no place beside its closest neighbours, with as few of them as it takes.
fn by_neighbours(problem: &Problem, jobs: &[usize], unmet: &[usize]) -> Option<Vec<usize>> {
    let plant = Plant::new(problem);
    unmet.iter().filter(|job| jobs.contains(job)).take(MOST_UNMET).find_map(|&job| {
        let mut neighbours: Vec<usize> =
            jobs.iter().copied().filter(|other| *other != job && may_collide(problem, &plant, job, *other)).collect();
        neighbours.sort_by_key(|other| (-common_minutes(&problem.jobs[job], &problem.jobs[*other]), *other));
        (1..=neighbours.len().min(MOST_NEIGHBOURS)).find_map(|count| {
            let suspects: Vec<usize> = std::iter::once(job).chain(neighbours[..count].iter().copied()).collect();
            let relaxed = relax(problem, &Group::all(problem, &suspects));
            verdict(&relaxed).is_impossible().then_some(suspects)
        })
    })
}

/// Whether jobs can be in each other's way.
fn may_collide(problem: &Problem, plant: &Plant, job: usize, other: usize) -> bool {
    let (a, b) = (&plant.tasks[job], &plant.tasks[other]);
    let shares = a.units.iter().any(|unit| b.units.contains(unit))
        || a.crew > 0 && b.crew > 0
        || problem.site.demand_limit_kw.is_some();
    waits(problem, job, other)
        || waits(problem, other, job)
        || shares && common_minutes(&problem.jobs[job], &problem.jobs[other]) > 0
}

fn waits(problem: &Problem, job: usize, other: usize) -> bool {
    problem.jobs[job].predecessor_job_id.as_ref() == Some(&problem.jobs[other].job_id)
}

fn common_minutes(a: &Job, b: &Job) -> i64 {
    let (Some(a), Some(b)) = (a.window(), b.window()) else { return 0 };
    (a.end.min(b.end) - a.start.max(b.start)).num_minutes().max(0)
}
