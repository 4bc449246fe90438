use super::{Source, stored_rows};
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Instant, Problem};
use crate::plan::Plan;
use crate::row::Row;
use crate::stored::{self, Overrides};

/// Plans by `solve`, stores the run and gives its rows; a run of the same input is found again, not solved twice.
pub fn optimize_schedule(
    source: &Source<'_>,
    schedule_id: &str,
    options: &Overrides,
    now: Instant,
    solve: impl FnOnce(&Problem) -> Result<Plan, Issues>,
) -> Result<Vec<Row>, Issues> {
    let run = stored::optimize_with(source.store, source.tenant, schedule_id, options, now, solve)?;
    stored_rows(source, &run.run_id)
}

/// A stored run is a plan of the schedule as it is: options that change the problem are for simulations.
pub fn check_options(options: &Overrides) -> Result<(), Issue> {
    if options.tariff_id.is_none() && options.demand_limit_kw.is_none() && options.without_equipment.is_empty() {
        return Ok(());
    }
    let message = "tariff_id, demand_limit_kw and without_equipment change the problem";
    let fix = "use simulate_schedule, which stores nothing";
    Err(Issue::error(Code::UnknownOption, Place::new("optimize_schedule"), message, fix))
}
