use super::alternatives::{Alternative, Outcome, alternatives};
use super::binding::binding;
use super::explanation::{Binding, Explanation, JobExplanation, NextBest, PeakPrice, Rule, Where};
use super::peaks::Peaks;
use super::plan::Plan;
use super::words::money;
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

/// What a kW of each peak of a schedule costs, whatever constraints it breaks.
pub fn peak_prices(problem: &Problem, schedule: &Schedule) -> Result<Vec<PeakPrice>, Issues> {
    let exposure = exposure(problem)?;
    let priced = price(problem, schedule)?;
    Ok(Peaks::new(problem, &exposure).prices(&priced.profile))
}

fn explain_job(plan: &mut Plan<'_>, job: usize) -> Result<JobExplanation, Issues> {
    let horizon = plan.problem.horizon;
    let here = plan.state.places[job].map(|(equipment, start)| Where { equipment, start: horizon.instant(start) });
    let found = alternatives(plan, job);
    let next_best = next_best(plan, job, &found)?;
    let binding = match (binding(plan, job, &found)?, next_best) {
        (binding, Some(next)) if binding.rule == Rule::Price && next.cost_increase < Decimal::ZERO => {
            not_cheapest(plan, next)
        }
        (binding, _) => binding,
    };
    Ok(JobExplanation { job, here, cost_here: cost_here(plan, job)?, next_best, binding })
}

/// Its energy costs least here, but the plan does not.
fn not_cheapest(plan: &Plan<'_>, next: NextBest) -> Binding {
    let Where { equipment, start } = next.place;
    let place = plan.text(equipment, plan.problem.horizon.floor(start));
    let message = format!("the plan would cost {} less on {place}", money(plan.problem, -next.cost_increase));
    let (rule, subject) = (Rule::NotCheapest, String::new());
    Binding { rule, place: Some(next.place), energy_saving: None, subject, amount: None, unit: "", message }
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
