use chrono::SubsecRound;

use super::run::result_run_id;
use super::{Overrides, Versions, find, problem, refusal, run_changes};
use crate::error::Issues;
use crate::model::{Instant, Problem};
use crate::optimize::Control;
use crate::plan::{self, Plan};
use crate::provenance::{input_hash, run_id};
use crate::row::Cell;
use crate::store::{Change, Store};
use crate::tables::{OPTIMIZATION_RUNS, SCHEDULES};

/// The one column of a run that says nothing of the plan.
pub(super) const STORED_AT: &str = "stored_at";

/// A run that is in the store.
#[derive(Debug)]
pub struct StoredRun {
    pub run_id: String,
    /// `None` where the same input had been solved before.
    pub solved: Option<Plan>,
}

/// What a stored schedule asks for.
#[derive(Debug)]
pub enum Prepared {
    /// The same input was solved before, as this run.
    Known(String),
    New(Box<Problem>),
}

/// Plans a stored schedule and stores the run; a reproducible run of the same input is found again, not solved twice.
pub fn optimize(
    store: &dyn Store,
    tenant: &str,
    schedule_id: &str,
    overrides: &Overrides,
    now: Instant,
    control: &Control<'_>,
) -> Result<StoredRun, Issues> {
    optimize_with(store, tenant, schedule_id, overrides, now, |problem| plan::optimize(problem, control))
}

/// As [`optimize`], solved elsewhere: a server solves in a process of its own and takes what that found by
/// [`plan::of_result`].
pub fn optimize_with(
    store: &dyn Store,
    tenant: &str,
    schedule_id: &str,
    overrides: &Overrides,
    now: Instant,
    solve: impl FnOnce(&Problem) -> Result<Plan, Issues>,
) -> Result<StoredRun, Issues> {
    let problem = match prepare(store, tenant, schedule_id, overrides)? {
        Prepared::Known(run_id) => return Ok(StoredRun { run_id, solved: None }),
        Prepared::New(problem) => problem,
    };
    store.writable()?;
    let plan = solve(&problem)?;
    Ok(StoredRun { run_id: store_run(store, tenant, schedule_id, &problem, &plan, now)?, solved: Some(plan) })
}

/// Stores a plan of a schedule, which is a draft no more.
pub fn store_run(
    store: &dyn Store,
    tenant: &str,
    schedule_id: &str,
    problem: &Problem,
    plan: &Plan,
    now: Instant,
) -> Result<String, Issues> {
    let mut changes = run_changes(tenant, schedule_id, problem, plan);
    for run in changes.iter_mut().filter(|change| change.table.name == OPTIMIZATION_RUNS.name).flat_map(|c| &mut c.rows)
    {
        run.0.push((STORED_AT.to_string(), Cell::Time(now.trunc_subsecs(6))));
    }
    let mut schedule = find(store, tenant, &SCHEDULES, "schedule_id", schedule_id)?;
    let text = |status: &str| Cell::Text(status.to_string());
    if schedule.get("status") == Some(&text("draft")) {
        let status = schedule.0.iter_mut().filter(|(name, _)| name == "status");
        status.for_each(|(_, status)| *status = text("optimized"));
        changes.push(Change::upsert(&SCHEDULES, vec![schedule]));
    }
    store.write(&changes)?;
    Ok(result_run_id(schedule_id, &plan.optimized))
}

/// The problem of a stored schedule, unless it has been solved.
pub fn prepare(store: &dyn Store, tenant: &str, schedule_id: &str, overrides: &Overrides) -> Result<Prepared, Issues> {
    let (problem, _) = problem(store, tenant, schedule_id, overrides)?;
    let known = run_id(schedule_id, &input_hash(&problem), None);
    if !store.read(&OPTIMIZATION_RUNS, &[("tenant_id", tenant), ("run_id", &known)])?.is_empty() {
        return Ok(Prepared::Known(known));
    }
    // a new run could not be stored
    match Versions::read(store, tenant)?.published_run(schedule_id) {
        Some(_) => Err(refusal(schedule_id)),
        None => Ok(Prepared::New(Box::new(problem))),
    }
}

/// Plans a stored schedule with changes; nothing is stored.
pub fn simulate(
    store: &dyn Store,
    tenant: &str,
    schedule_id: &str,
    overrides: &Overrides,
    control: &Control<'_>,
) -> Result<(Problem, Plan), Issues> {
    simulate_with(store, tenant, schedule_id, overrides, |problem| plan::optimize(problem, control))
}

/// As [`simulate`], solved elsewhere.
pub fn simulate_with(
    store: &dyn Store,
    tenant: &str,
    schedule_id: &str,
    overrides: &Overrides,
    solve: impl FnOnce(&Problem) -> Result<Plan, Issues>,
) -> Result<(Problem, Plan), Issues> {
    let (problem, _) = problem(store, tenant, schedule_id, overrides)?;
    let plan = solve(&problem)?;
    Ok((problem, plan))
}
