use std::collections::{BTreeMap, BTreeSet};

use super::job;
use crate::error::{Code, Issue, Issues};
use crate::model::Problem;

/// No job waits, through its predecessors, for itself. Each circle is named once, at its first job.
pub fn check(problem: &Problem, issues: &mut Issues) {
    let before: BTreeMap<&str, &str> =
        problem.jobs.iter().filter_map(|job| Some((job.job_id.as_str(), job.predecessor_job_id.as_deref()?))).collect();
    let mut settled: BTreeSet<&str> = BTreeSet::new();
    for each in &problem.jobs {
        let (mut path, mut at) = (Vec::new(), each.job_id.as_str());
        while !settled.contains(at) && !path.contains(&at) {
            path.push(at);
            match before.get(at) {
                Some(predecessor) => at = predecessor,
                None => break,
            }
        }
        let closes = before.contains_key(path.last().copied().unwrap_or_default());
        if let Some(first) = path.iter().position(|id| *id == at).filter(|_| closes && !settled.contains(at)) {
            let circle = path[first..].iter().chain([&at]).copied().collect::<Vec<_>>().join(" after ");
            let named = problem.jobs.iter().find(|j| j.job_id == at).unwrap_or(each);
            let fix = "take one of these predecessors away";
            issues.push(Issue::error(Code::PredecessorCycle, job(named, "predecessor_job_id"), circle, fix));
        }
        settled.extend(path);
    }
}
