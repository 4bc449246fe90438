use chrono::TimeDelta;

use crate::model::{Assignment, Decimal, PricedAssignment, Problem, Schedule, Span};
use crate::tariff::Segment;

/// Each assignment's own share of energy and cost: the input its heat takes, at the rates of its intervals. Minimum
/// load, start-up and demand belong to the equipment and the site.
pub fn price(problem: &Problem, schedule: &Schedule, segments: &[Segment<'_>]) -> Vec<PricedAssignment> {
    schedule.assignments.iter().map(|assignment| priced(problem, assignment, segments)).collect()
}

fn priced(problem: &Problem, assignment: &Assignment, segments: &[Segment<'_>]) -> PricedAssignment {
    let (job, equipment) = (&problem.jobs[assignment.job], &problem.equipment[assignment.equipment]);
    let factor = equipment.efficiency.factor();
    let input_energy_kwh = job.heating_requirement_kwh / factor;
    let (mut rate_minutes, mut by_category) = (Decimal::ZERO, Vec::<(&str, Decimal)>::new());
    for (span, share) in stretches(problem, assignment) {
        let first = segments.partition_point(|segment| segment.span.end <= span.start);
        for segment in segments[first..].iter().take_while(|segment| segment.span.start < span.end) {
            let overlap = (segment.span.end.min(span.end) - segment.span.start.max(span.start)).num_minutes();
            let minutes = Decimal::from(overlap) * share;
            rate_minutes += segment.energy_rate_kwh * minutes;
            match by_category.iter_mut().find(|(category, _)| *category == segment.period_category) {
                Some((_, sum)) => *sum += minutes,
                None => by_category.push((segment.period_category, minutes)),
            }
        }
    }
    // the first of equals
    let most = by_category.iter().rev().max_by_key(|(_, minutes)| *minutes);
    PricedAssignment {
        job: assignment.job,
        equipment: assignment.equipment,
        start: assignment.start,
        end: assignment.start + TimeDelta::minutes(i64::from(job.duration_minutes)),
        power_kw: job.thermal_kw(),
        input_energy_kwh,
        energy_cost: match equipment.fuel_rate_per_kwh {
            Some(rate) if !equipment.is_electric() => input_energy_kwh * rate,
            _ => input_energy_kwh * rate_minutes / Decimal::from(job.duration_minutes),
        },
        tariff_period: most.map(|(category, _)| (*category).to_string()).unwrap_or_default(),
        demand_contribution_kw: if equipment.is_electric() { job.thermal_kw() / factor } else { Decimal::ZERO },
    }
}

/// The whole intervals of a job, then the one it ends in with the share of it that it fills: as on the bill, an
/// interval's energy is spread evenly over the interval.
fn stretches(problem: &Problem, assignment: &Assignment) -> [(Span, Decimal); 2] {
    let step = problem.horizon.interval_minutes;
    let duration = problem.jobs[assignment.job].duration_minutes;
    let whole = assignment.start + TimeDelta::minutes(i64::from(duration - duration % step));
    let last = whole + TimeDelta::minutes(i64::from(step));
    [
        (Span { start: assignment.start, end: whole }, Decimal::ONE),
        (Span { start: whole, end: last }, Decimal::from(duration % step) / Decimal::from(step)),
    ]
}
