use std::path::PathBuf;

use udfs::model::{PlanResult, Problem, ScheduleKind};
use udfs::store::Store;
use udfs::{Issues, plan, stored};

use super::reporter::Reporter;
use super::{Context, document};
use crate::warehouse::Warehouse;

/// A plan to look at: a pair of documents, or a run of the warehouse.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct SourceArgs {
    /// Problem document; `-`: standard input
    #[arg(long, value_name = "FILE", conflicts_with = "run", required_unless_present = "run")]
    pub problem: Option<PathBuf>,
    /// Result document of the problem; without it the FIFO schedule
    #[arg(long, value_name = "FILE", requires = "problem")]
    pub result: Option<PathBuf>,
    /// Run of the warehouse, as in optimization_runs
    #[arg(long, value_name = "RUN_ID")]
    pub run: Option<String>,
}

/// A problem, its plan, and the baseline where there is one to compare with.
pub(super) struct Planned {
    pub problem: Problem,
    pub result: PlanResult,
    pub baseline: Option<PlanResult>,
}

pub(super) fn open(context: &Context) -> Result<Warehouse, Issues> {
    Warehouse::open(&context.global.warehouse)
}

pub(super) fn planned(context: &Context, args: &SourceArgs) -> Result<Planned, Issues> {
    match (&args.problem, &args.run) {
        (_, Some(run)) => of_run(&open(context)?, &context.global.tenant, run),
        (Some(problem), None) => of_documents(problem, args.result.as_ref(), &context.reporter),
        (None, None) => Err(Issues::default()),
    }
}

fn of_documents(problem: &std::path::Path, result: Option<&PathBuf>, reporter: &Reporter) -> Result<Planned, Issues> {
    let problem = document::problem(problem, reporter)?;
    let baseline = plan::baseline(&problem)?;
    let Some(path) = result else { return Ok(Planned { problem, result: baseline, baseline: None }) };
    let result = document::result(&problem, path)?;
    let baseline = (result.schedule_kind == ScheduleKind::Optimized).then_some(baseline);
    Ok(Planned { problem, result, baseline })
}

/// Priced again from its decisions: what is shown is what the engine says now, not what a table was edited to.
pub(super) fn of_run(store: &dyn Store, tenant: &str, run: &str) -> Result<Planned, Issues> {
    let problem = stored::run_problem(store, tenant, run)?;
    let priced = |kind: ScheduleKind| {
        let schedule = stored::run_schedule(store, tenant, run, kind.as_str(), &problem)?;
        plan::bill(&problem, &schedule, kind)
    };
    let baseline = priced(ScheduleKind::Baseline)?;
    let mut result = priced(ScheduleKind::Optimized)?;
    result.baseline = Some(udfs::model::Baseline { total: baseline.cost.total, violations: baseline.violations.len() });
    Ok(Planned { problem, result, baseline: Some(baseline) })
}
