use super::remedies::{Remedy, remedies};
use super::words::{fact, few, figure, job_ids, members, remedy};
use super::{Conflict, Group, find};
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{PlanResult, Problem, Violation};

/// Why an elastic plan breaks constraints: every conflict that is proved, with what the plan gave up and other ways out;
/// and what remains unproved. Jobs that cannot be done even alone are named by the plan's warnings already.
pub fn issues(problem: &Problem, result: &PlanResult) -> Issues {
    let named = |issue: &&Issue| issue.code.is_infeasibility();
    let aside = result.warnings.0.iter().filter(named).filter_map(|issue| problem.job_index(issue.place.key.as_ref()?));
    let aside: Vec<usize> = aside.collect();
    let unmet: Vec<usize> = result.violations.iter().filter_map(|violation| unmet_job(problem, violation)).collect();
    let conflicts = find(problem, &unmet, &aside);
    let mut issues = Issues(conflicts.iter().map(|conflict| issue(problem, result, conflict)).collect());
    let unproved = |violation: &&Violation| !is_explained(problem, violation, &conflicts, &aside);
    let unproved: Vec<&Violation> = result.violations.iter().filter(unproved).collect();
    if !unproved.is_empty() {
        let message = "no plan was found that holds all constraints, and it is not proved that there is none";
        let fix = format!("{}; or give the search more work", given_up(problem, result, &unproved));
        issues.push(Issue::warning(Code::NoValidPlan, Place::new("violations"), message, fix));
    }
    issues
}

fn unmet_job(problem: &Problem, violation: &Violation) -> Option<usize> {
    let is_unmet = matches!(violation.code, Code::JobLate | Code::JobUnscheduled);
    problem.job_index(&violation.subject).filter(|_| is_unmet)
}

fn is_explained(problem: &Problem, violation: &Violation, conflicts: &[Conflict], aside: &[usize]) -> bool {
    if let Some(job) = unmet_job(problem, violation) {
        return aside.contains(&job) || conflicts.iter().any(|conflict| conflict.members.contains(&Group::Job(job)));
    }
    violation.code == Code::DemandLimit
        && conflicts.iter().any(|conflict| conflict.members.contains(&Group::DemandLimit))
}

fn issue(problem: &Problem, result: &PlanResult, conflict: &Conflict) -> Issue {
    let members = members(problem, &conflict.members);
    let message = match &conflict.fact {
        Some(found) => format!("{}: cannot all hold: {members}", fact(problem, found)),
        None => format!("no order of the jobs keeps them apart: cannot all hold: {members}"),
    };
    let jobs: Vec<usize> = conflict.members.iter().filter_map(|member| member.job()).collect();
    let place = if jobs.is_empty() { Place::new("site") } else { Place::new("jobs").key(job_ids(problem, &jobs)) };
    Issue::warning(Code::Conflict, place, message, ways_out(problem, result, conflict))
}

fn ways_out(problem: &Problem, result: &PlanResult, conflict: &Conflict) -> String {
    let concerns = |violation: &&Violation| is_explained(problem, violation, std::slice::from_ref(conflict), &[]);
    let seen: Vec<&Violation> = result.violations.iter().filter(concerns).collect();
    let mut ways = Vec::new();
    if !seen.is_empty() {
        ways.push(given_up(problem, result, &seen));
    }
    let is_seen = |remedy: &Remedy| match remedy {
        Remedy::EndLater { job, .. } => seen.iter().any(|violation| unmet_job(problem, violation) == Some(*job)),
        Remedy::RaiseDemandLimit { .. } => seen.iter().any(|violation| violation.code == Code::DemandLimit),
        Remedy::AddCrew { .. } => false,
    };
    let others = remedies(problem, conflict).into_iter().filter(|remedy| !is_seen(remedy));
    ways.extend(others.map(|other| remedy(problem, other)));
    if ways.is_empty() { "drop one of these jobs, or relax a rule".to_string() } else { ways.join("; or ") }
}

/// What the plan gave up for these, and what it costs with all that it gave up.
fn given_up(problem: &Problem, result: &PlanResult, violations: &[&Violation]) -> String {
    let over =
        violations.iter().filter(|violation| violation.code == Code::DemandLimit).map(|violation| violation.amount);
    let jobs = violations.iter().filter_map(|violation| match violation.code {
        Code::JobLate => Some(format!("end {} {} minutes later", violation.subject, figure(violation.amount))),
        Code::JobUnscheduled => Some(format!("leave {} out", violation.subject)),
        _ => None,
    });
    let mut given: Vec<String> = jobs.collect();
    given.extend(over.max().map(|kw| format!("raise demand_limit_kw by {} kW", figure(kw))));
    if given.is_empty() {
        given.push("see the violations".to_string());
    }
    let mut total = result.cost.total.round_dp(2);
    total.rescale(2);
    let all = if violations.len() == result.violations.len() { "" } else { ", with all that it gives up," };
    format!("as this plan{all} does for {total} {}: {}", problem.site.currency, few(&given))
}
