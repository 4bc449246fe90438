use std::cmp::Reverse;

use super::facts::Fact;
use super::relax::kept_indices;
use super::verdict::{Verdict, verdict};
use super::{Group, relax};
use crate::model::Problem;

/// Constraints that cannot all hold: proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// In order.
    pub members: Vec<Group>,
    /// The arithmetic that proves it; `None` where every place of the jobs was tried.
    pub fact: Option<Fact>,
    /// Whether a plan was found without any one of the members.
    pub is_irreducible: bool,
}

/// Takes groups away as long as the rest is proved impossible: jobs with much time first, then what is said of the site,
/// of equipment and of jobs. `None` if the groups are not proved impossible to begin with.
pub fn reduce(problem: &Problem, groups: Vec<Group>) -> Option<Conflict> {
    let Verdict::Impossible(mut fact) = verdict(&relax(problem, &groups)) else { return None };
    let mut members = groups;
    let mut undecided = members.clone();
    undecided.sort_by_key(|group| (Reverse(window_minutes(problem, *group)), *group));
    // a second pass, for what could not be decided among more constraints
    for _ in 0..2 {
        let mut unknown = Vec::new();
        for group in undecided {
            let without: Vec<Group> = members.iter().copied().filter(|member| *member != group).collect();
            match verdict(&relax(problem, &without)) {
                Verdict::Impossible(found) => (members, fact) = (without, found),
                Verdict::Possible => {}
                Verdict::Unknown => unknown.push(group),
            }
        }
        undecided = unknown;
    }
    let fact = fact.map(|fact| of_problem(problem, &members, fact));
    Some(Conflict { members, fact, is_irreducible: undecided.is_empty() })
}

/// Of a job's window; 0 of everything else, which comes after the jobs.
fn window_minutes(problem: &Problem, group: Group) -> i64 {
    match group {
        Group::Job(job) => 1 + problem.jobs[job].window().map_or(0, |window| window.minutes()),
        _ => 0,
    }
}

/// A fact about a relaxed problem with the job numbers of the problem itself.
pub fn of_problem(problem: &Problem, groups: &[Group], fact: Fact) -> Fact {
    let kept: Vec<usize> = kept_indices(problem, groups).collect();
    Fact { jobs: fact.jobs.iter().filter_map(|job| kept.get(*job).copied()).collect(), ..fact }
}
