use chrono::TimeDelta;

use crate::model::{Assignment, Decimal, PricedAssignment, Problem, Schedule};
use crate::tariff::Segment;

/// Each assignment's own share of energy and cost: the input its heat takes, at the rates of the minutes in which it
/// runs. Minimum load, start-up and demand belong to the equipment and the site.
pub fn price(problem: &Problem, schedule: &Schedule, segments: &[Segment<'_>]) -> Vec<PricedAssignment> {
    schedule.assignments.iter().map(|assignment| priced(problem, assignment, segments)).collect()
}

fn priced(problem: &Problem, assignment: &Assignment, segments: &[Segment<'_>]) -> PricedAssignment {
    let (job, equipment) = (&problem.jobs[assignment.job], &problem.equipment[assignment.equipment]);
    let end = assignment.start + TimeDelta::minutes(i64::from(job.duration_minutes));
    let factor = equipment.efficiency.factor();
    let input_energy_kwh = job.heating_requirement_kwh / factor;
    let (mut rate_minutes, mut by_category) = (Decimal::ZERO, Vec::<(&str, i64)>::new());
    let first = segments.partition_point(|segment| segment.span.end <= assignment.start);
    for segment in segments[first..].iter().take_while(|segment| segment.span.start < end) {
        let minutes = (segment.span.end.min(end) - segment.span.start.max(assignment.start)).num_minutes();
        rate_minutes += segment.energy_rate_kwh * Decimal::from(minutes);
        match by_category.iter_mut().find(|(category, _)| *category == segment.period_category) {
            Some((_, sum)) => *sum += minutes,
            None => by_category.push((segment.period_category, minutes)),
        }
    }
    // the first of equals
    let most = by_category.iter().rev().max_by_key(|(_, minutes)| *minutes);
    PricedAssignment {
        job: assignment.job,
        equipment: assignment.equipment,
        start: assignment.start,
        end,
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
