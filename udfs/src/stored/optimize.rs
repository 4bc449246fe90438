use super::run::result_run_id;
use super::{Overrides, problem, run_changes};
use crate::error::Issues;
use crate::model::Problem;
use crate::optimize::Control;
use crate::plan::{self, Plan};
use crate::provenance::{input_hash, run_id};
use crate::store::Store;
use crate::tables::OPTIMIZATION_RUNS;

/// A run that is in the store.
#[derive(Debug)]
pub struct StoredRun {
    pub run_id: String,
    /// `None` where the same input had been solved before.
    pub solved: Option<Plan>,
}

/// Plans a stored schedule and stores the run; a reproducible run of the same input is found again, not solved twice.
pub fn optimize(
    store: &dyn Store,
    tenant: &str,
    schedule_id: &str,
    overrides: &Overrides,
    control: &Control<'_>,
) -> Result<StoredRun, Issues> {
    let (problem, _) = problem(store, tenant, schedule_id, overrides)?;
    let known = run_id(schedule_id, &input_hash(&problem), None);
    if is_stored(store, tenant, &known)? {
        return Ok(StoredRun { run_id: known, solved: None });
    }
    let plan = plan::optimize(&problem, control)?;
    store.write(&run_changes(tenant, schedule_id, &problem, &plan))?;
    Ok(StoredRun { run_id: result_run_id(schedule_id, &plan.optimized), solved: Some(plan) })
}

/// Plans a stored schedule with changes; nothing is stored.
pub fn simulate(
    store: &dyn Store,
    tenant: &str,
    schedule_id: &str,
    overrides: &Overrides,
    control: &Control<'_>,
) -> Result<(Problem, Plan), Issues> {
    let (problem, _) = problem(store, tenant, schedule_id, overrides)?;
    let plan = plan::optimize(&problem, control)?;
    Ok((problem, plan))
}

fn is_stored(store: &dyn Store, tenant: &str, run_id: &str) -> Result<bool, Issues> {
    let runs = store.read(&OPTIMIZATION_RUNS, &[("tenant_id", tenant), ("run_id", run_id)])?;
    Ok(!runs.is_empty())
}
