use super::cost::cost;
use super::load_row::LoadRow;
use super::metered::Metered;
use super::series::Series;
use super::terms::Terms;
use super::{assignment, bounds, equipment, fuel, load};
use crate::error::Issues;
use crate::model::{Cost, LoadProfile, PricedAssignment, Problem, Schedule};
use crate::tariff::Calendar;

/// A schedule with its load and cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced {
    /// By job, as in the schedule.
    pub assignments: Vec<PricedAssignment>,
    pub profile: LoadProfile,
    pub cost: Cost,
    /// What the cost does not know, such as demand of earlier months.
    pub warnings: Issues,
}

/// What a schedule costs, whether or not it keeps the constraints.
pub fn price(problem: &Problem, schedule: &Schedule) -> Result<Priced, Issues> {
    bounds::check_problem(problem, schedule)?;
    bounds::check_tariff(&problem.tariff)?;
    let calendar = Calendar::new(&problem.tariff, problem.site.time_zone)?;
    let span = problem.horizon.span();
    let segments = calendar.segments(span)?;
    let loads = load::equipment_loads(problem, schedule);
    let profile = load::profile(problem, &loads);
    let metered: Vec<LoadRow> =
        profile.intervals.iter().map(|interval| (interval.span, interval.electric_kw).into()).collect();
    let allocation = problem.demand_allocation;
    let metered = Metered {
        tariff: &problem.tariff,
        calendar: &calendar,
        span,
        terms: &Terms::new(&problem.tariff, &calendar, span, span, allocation)?,
        meter: &Series::new(&metered)?,
        allocation,
        in_force: span,
    };
    let (mut cost, warnings) = cost(&metered, fuel::charges(problem, &profile, &calendar)?);
    cost.by_equipment = equipment::costs(problem, schedule, &loads, &segments);
    Ok(Priced { assignments: assignment::price(problem, schedule, &segments), profile, cost, warnings })
}
