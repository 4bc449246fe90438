use crate::billing::Exposure;
use crate::model::{Decimal, Problem, Span};
use crate::operation::Task;
use crate::optimize::instance::Instance;

/// What the job's own energy costs at a place, in floats: at the rates of the first tiers, without starts, minimum load
/// and demand.
pub fn energy_cost(instance: &Instance, task: &Task, unit: usize, start: usize) -> f64 {
    let costs = &instance.units[unit];
    let input_kw = task.power as f64 * costs.input_per_nano;
    let last = start + task.intervals - 1;
    let part = task.last_minutes as f64 / instance.plant.step as f64;
    let whole: f64 = costs.price[start..last].iter().sum();
    input_kw * (whole + costs.price[last] * part)
}

/// The same, exact.
pub fn exact_energy_cost(problem: &Problem, exposure: &Exposure, job: usize, unit: usize, start: usize) -> Decimal {
    let (job, equipment) = (&problem.jobs[job], &problem.equipment[unit]);
    let input_kwh = job.heating_requirement_kwh / equipment.efficiency.factor();
    if let Some(rate) = equipment.fuel_rate_per_kwh.filter(|_| !equipment.is_electric()) {
        return input_kwh * rate;
    }
    let begin = problem.horizon.instant(start);
    let span = Span { start: begin, end: begin + chrono::TimeDelta::minutes(i64::from(job.duration_minutes)) };
    let here = exposure.energy.iter().filter(|rate| rate.span.overlaps(&span));
    let rate_minutes = here.map(|rate| {
        let minutes = (rate.span.end.min(span.end) - rate.span.start.max(span.start)).num_minutes();
        rate.rate_kwh * Decimal::from(minutes)
    });
    rate_minutes.sum::<Decimal>() * input_kwh / Decimal::from(job.duration_minutes.max(1))
}
