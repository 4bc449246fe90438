use super::alternatives::{Alternative, Outcome, alternatives};
use super::binding::binding;
use super::explanation::{Explanation, JobExplanation, NextBest, Where};
use super::plan::Plan;
use crate::billing::{exposure, price};
use crate::error::Issues;
use crate::inputs;
use crate::model::{Decimal, Problem, Schedule};
use crate::optimize::instance::Instance;

/// Explains a schedule that holds its constraints, or is elastic: leaves jobs out, runs them late, or exceeds the demand
/// limit. Any other violation is an error.
pub fn explain_schedule(problem: &Problem, schedule: &Schedule) -> Result<Explanation, Issues> {
    inputs::check(problem).into_result(())?;
    let exposure = exposure(problem)?;
    let instance = Instance::new(problem)?;
    let mut plan = Plan::new(problem, schedule, &instance, &exposure)?;
    let jobs = (0..problem.jobs.len()).map(|job| explain_job(&mut plan, job)).collect::<Result<Vec<_>, Issues>>()?;
    Ok(Explanation { objective: plan.objective, jobs, peaks: plan.peaks.prices(&plan.profile) })
}

fn explain_job(plan: &mut Plan<'_>, job: usize) -> Result<JobExplanation, Issues> {
    let horizon = plan.problem.horizon;
    let here = plan.state.places[job].map(|(equipment, start)| Where { equipment, start: horizon.instant(start) });
    let found = alternatives(plan, job);
    Ok(JobExplanation {
        job,
        here,
        cost_here: cost_here(plan, job)?,
        next_best: next_best(plan, job, &found)?,
        binding: binding(plan, job, &found)?,
    })
}

/// Without the job the equipment runs as before, or as it is cheapest then, whichever costs less. A job that others wait
/// for leaves them as they are.
fn cost_here(plan: &mut Plan<'_>, job: usize) -> Result<Option<Decimal>, Issues> {
    if plan.state.places[job].is_none() {
        return Ok(None);
    }
    let mut without = plan.schedule.clone();
    without.assignments.retain(|assignment| assignment.job != job);
    let mut least = price(plan.problem, &without)?.cost.objective;
    if plan.state.take_out(job) {
        let replanned = plan.changed_objective();
        plan.state.undo();
        least = least.min(replanned?);
    }
    Ok(Some(plan.objective - least))
}

/// Of places at one price the earliest, then the first equipment.
fn next_best(plan: &mut Plan<'_>, job: usize, found: &[Alternative]) -> Result<Option<NextBest>, Issues> {
    let mut best: Option<(f64, &Alternative)> = None;
    for alternative in found {
        let Outcome::Costs(cost) = alternative.outcome else { continue };
        let is_better = |(least, of): (f64, &Alternative)| {
            cost < least || cost <= least && (alternative.start, alternative.unit) < (of.start, of.unit)
        };
        if best.is_none_or(is_better) {
            best = Some((cost, alternative));
        }
    }
    let Some((_, Alternative { unit, start, .. })) = best else { return Ok(None) };
    if !plan.state.change(&[(job, Some((*unit, *start)))]) {
        return Ok(None);
    }
    let changed = plan.changed_objective();
    plan.state.undo();
    let place = Where { equipment: *unit, start: plan.problem.horizon.instant(*start) };
    Ok(Some(NextBest { place, cost_increase: changed? - plan.objective }))
}
