#![expect(unsafe_code, reason = "callbacks and the bound of a MIP are reached through the C interface alone")]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::time::Duration;

use good_lp::solvers::highs::highs;
use good_lp::{Expression, ProblemVariables, ResolutionError, SolverModel, Variable, constraint, variable};
use highs::{HighsModelStatus, HighsSolutionStatus, SolvedModel};
use highs_sys::{
    HighsCallbackDataIn, HighsCallbackDataOut, HighsInt, kHighsCallbackIpmInterrupt, kHighsCallbackMipInterrupt,
    kHighsCallbackMipLogging, kHighsCallbackSimplexInterrupt,
};

use super::linear::Linear;
use crate::optimize::Progress;
use crate::optimize::stop::Stop;

/// What the solver's callbacks see.
pub struct Watch<'a> {
    pub stop: &'a Stop<'a>,
    pub phase: &'static str,
    /// Cost of the best plan before, and the objective's constant.
    pub incumbent: f64,
    pub constant: f64,
    /// Simplex iterations after which to stop; the work of a run, whatever the machine.
    pub iterations: i64,
    pub reported: Option<Duration>,
    /// Iterations done.
    pub done: i64,
}

/// What came out of a MIP.
#[derive(Debug)]
pub struct MipAnswer {
    /// Values of the columns, if there is a solution.
    pub columns: Option<Vec<f64>>,
    pub bound: Option<f64>,
}

/// `1.16.0`, say.
pub fn version() -> String {
    // SAFETY: HiGHS returns a string that lives as long as the program.
    unsafe { CStr::from_ptr(highs_sys::Highs_version()) }.to_string_lossy().into_owned()
}

/// What came out of a linear relaxation.
#[derive(Debug)]
pub enum Relaxation {
    Infeasible,
    /// Row prices, which prove a bound whether or not they are exact, and values of the columns, which prove nothing.
    Solved {
        prices: Vec<f64>,
        columns: Vec<f64>,
    },
    Unknown,
}

/// Solves the linear relaxation by interior point, without crossover.
pub fn relaxation(linear: &Linear, watch: &mut Watch<'_>) -> Relaxation {
    relaxed(linear, watch).unwrap_or(Relaxation::Unknown)
}

fn relaxed(linear: &Linear, watch: &mut Watch<'_>) -> Option<Relaxation> {
    let mut model = model(linear, false).ok()?;
    common_options(&mut model, watch.stop)?;
    model.try_set_option("solver", "ipx").ok()?;
    model.try_set_option("run_crossover", "off").ok()?;
    let solved = run(model, watch, &[kHighsCallbackIpmInterrupt, kHighsCallbackSimplexInterrupt])?;
    if solved.status() == HighsModelStatus::Infeasible {
        return Some(Relaxation::Infeasible);
    }
    let solution = solved.get_solution();
    let (prices, columns) = (solution.dual_rows().to_vec(), solution.columns().to_vec());
    let finite = prices.len() == linear.rows.len() && prices.iter().all(|price| price.is_finite());
    finite.then_some(Relaxation::Solved { prices, columns })
}

/// Branch and bound for solutions below `target`; a bound that reaches it needs no more work.
pub fn branch_and_bound(linear: &Linear, target: f64, watch: &mut Watch<'_>) -> Option<MipAnswer> {
    let mut model = model(linear, true).ok()?;
    common_options(&mut model, watch.stop)?;
    model.try_set_option("mip_rel_gap", 0.0).ok()?;
    model.try_set_option("objective_bound", target).ok()?;
    let callbacks = [kHighsCallbackMipInterrupt, kHighsCallbackMipLogging, kHighsCallbackSimplexInterrupt];
    let solved = run(model, watch, &callbacks)?;
    let bound = match solved.status() {
        HighsModelStatus::Infeasible | HighsModelStatus::ObjectiveBound => Some(target),
        HighsModelStatus::Optimal
        | HighsModelStatus::ReachedInterrupt
        | HighsModelStatus::ReachedSolutionLimit
        | HighsModelStatus::ReachedTimeLimit => solved.double_info_value(c"mip_dual_bound").ok(),
        _ => None,
    };
    let feasible = solved.primal_solution_status() == HighsSolutionStatus::Feasible;
    Some(MipAnswer {
        columns: feasible.then(|| solved.get_solution().columns().to_vec()),
        // nothing is known of what lies above the target
        bound: bound.filter(|bound| !bound.is_nan()).map(|bound| bound.min(target)),
    })
}

fn model(linear: &Linear, integer: bool) -> Result<highs::Model, ResolutionError> {
    let mut variables = ProblemVariables::new();
    let columns: Vec<Variable> = (0..linear.cost.len())
        .map(|j| {
            let column = variable().min(linear.lower[j]).max(linear.upper[j]);
            variables.add(if integer && linear.integer[j] { column.integer() } else { column })
        })
        .collect();
    let expression = |terms: &mut dyn Iterator<Item = (usize, f64)>| {
        let mut sum = Expression::with_capacity(terms.size_hint().0);
        terms.for_each(|(column, factor)| {
            sum.add_mul(factor, columns[column]);
        });
        sum
    };
    let objective = expression(&mut linear.cost.iter().copied().enumerate().filter(|(_, cost)| *cost != 0.0));
    let mut problem = variables.minimise(objective).using(highs);
    for row in &linear.rows {
        let sum = expression(&mut row.terms.iter().copied());
        problem.add_constraint(if row.equal {
            constraint::eq(sum, row.bound)
        } else {
            constraint::leq(sum, row.bound)
        });
    }
    problem.try_into_inner()
}

fn common_options(model: &mut highs::Model, stop: &Stop<'_>) -> Option<()> {
    if let Some(left) = stop.left() {
        // looked at in more places than the callbacks are called from
        model.try_set_option("time_limit", left.as_secs_f64().max(0.01)).ok()?;
    }
    model.try_set_option("threads", 1).ok()?;
    model.try_set_option("parallel", "off").ok()?;
    model.try_set_option("random_seed", 0).ok()
}

fn run(mut model: highs::Model, watch: &mut Watch<'_>, callbacks: &[HighsInt]) -> Option<SolvedModel> {
    let data: *mut Watch<'_> = watch;
    // SAFETY: the watch outlives the run, HiGHS calls back on this thread alone, and the callback is taken off the
    // model before the watch is used again.
    unsafe { highs_sys::Highs_setCallback(model.as_mut_ptr(), Some(callback), data.cast()) };
    for callback in callbacks {
        // SAFETY: the model is alive.
        unsafe { highs_sys::Highs_startCallback(model.as_mut_ptr(), *callback) };
    }
    model.try_solve().ok()
}

unsafe extern "C" fn callback(
    kind: c_int,
    _message: *const c_char,
    out: *const HighsCallbackDataOut,
    input: *mut HighsCallbackDataIn,
    data: *mut c_void,
) {
    // SAFETY: `run` passed a watch that lives through the run; HiGHS passes its own data, or null.
    let (Some(watch), Some(out)) = (unsafe { data.cast::<Watch<'_>>().as_mut() }, unsafe { out.as_ref() }) else {
        return;
    };
    watch.report(out, kind == kHighsCallbackMipLogging || kind == kHighsCallbackMipInterrupt);
    let in_mip = kind == kHighsCallbackMipInterrupt;
    if in_mip {
        watch.done = out.mip_total_lp_iterations;
    }
    let interrupt = watch.stop.now() || in_mip && watch.done >= watch.iterations;
    // SAFETY: as above.
    if let (true, Some(input)) = (interrupt, unsafe { input.as_mut() }) {
        input.user_interrupt = 1;
    }
}

impl<'a> Watch<'a> {
    pub fn new(stop: &'a Stop<'a>, phase: &'static str, incumbent: f64, constant: f64) -> Self {
        Self { stop, phase, incumbent, constant, iterations: i64::MAX, reported: None, done: 0 }
    }

    fn report(&mut self, out: &HighsCallbackDataOut, in_mip: bool) {
        let now = (self.stop.control.elapsed)();
        if self.reported.is_some_and(|last| now.saturating_sub(last) < Duration::from_millis(100)) {
            return;
        }
        self.reported = Some(now);
        let known = |value: f64| (in_mip && value.abs() < 1e20).then_some(value + self.constant);
        let found = known(out.mip_primal_bound).map_or(self.incumbent, |cost| cost.min(self.incumbent));
        (self.stop.control.progress)(&Progress {
            seconds: now.as_secs_f64(),
            phase: self.phase,
            incumbent: Some(found),
            lower_bound: known(out.mip_dual_bound),
            work_units: u64::try_from(self.done).unwrap_or(0),
        });
    }
}
