use rust_decimal::RoundingStrategy::MidpointAwayFromZero;

use crate::billing;
use crate::error::Issues;
use crate::model::{Decimal, Problem, Schedule};

/// Part of the average job's cost that moving a job has to save by default.
fn default_part() -> Decimal {
    Decimal::new(5, 2)
}

/// Money that moving a job has to save at least: what the options say, else 5 % of what a job costs on average.
///
/// The average is what the baseline's jobs add to the bill of the idle plant, by job. So the default knows neither
/// currency nor size: it does not grow with the number of orders or the site's other load, and a plan of 20 jobs is never
/// changed everywhere for 1 % of its cost.
pub fn move_price(problem: &Problem, baseline: &Schedule) -> Result<Decimal, Issues> {
    if let Some(price) = problem.options.move_price {
        return Ok(price);
    }
    let objective = |schedule: &Schedule| Ok::<_, Issues>(billing::price(problem, schedule)?.cost.objective);
    let added = objective(baseline)? - objective(&Schedule::default())?;
    let jobs = Decimal::from(baseline.assignments.len().max(1));
    let price = added.max(Decimal::ZERO) / jobs * default_part();
    Ok(price.round_dp_with_strategy(2, MidpointAwayFromZero))
}
