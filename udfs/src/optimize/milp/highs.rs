#![expect(unsafe_code, reason = "callbacks are reached through the C interface alone")]

use std::ffi::{CStr, c_char, c_int, c_void};

use good_lp::solvers::highs::highs;
use good_lp::{Expression, ProblemVariables, ResolutionError, SolverModel, Variable, constraint, variable};
use highs::SolvedModel;
use highs_sys::{
    HighsCallbackDataIn, HighsCallbackDataOut, HighsInt, kHighsCallbackIpmInterrupt, kHighsCallbackSimplexInterrupt,
};

use super::linear::Linear;
use crate::optimize::stop::Stop;

/// What the solver's callbacks see.
pub struct Watch<'a> {
    pub stop: &'a Stop<'a>,
}

/// `1.16.0`, say.
pub fn version() -> String {
    // SAFETY: HiGHS returns a string that lives as long as the program.
    unsafe { CStr::from_ptr(highs_sys::Highs_version()) }.to_string_lossy().into_owned()
}

/// What came out of a linear relaxation.
#[derive(Debug)]
pub enum Relaxation {
    /// Row prices, which prove a bound whether or not they are exact, and what columns are.
    Solved {
        rows: Vec<f64>,
        columns: Vec<f64>,
    },
    Unknown,
}

/// Solves the linear relaxation by interior point, without crossover.
pub fn relaxation(linear: &Linear, watch: &mut Watch<'_>) -> Relaxation {
    relaxed(linear, watch).unwrap_or(Relaxation::Unknown)
}

fn relaxed(linear: &Linear, watch: &mut Watch<'_>) -> Option<Relaxation> {
    let mut model = model(linear).ok()?;
    common_options(&mut model, watch.stop)?;
    model.try_set_option("solver", "ipx").ok()?;
    model.try_set_option("run_crossover", "off").ok()?;
    let solved = run(model, watch, &[kHighsCallbackIpmInterrupt, kHighsCallbackSimplexInterrupt])?;
    let solution = solved.get_solution();
    let (rows, columns) = (solution.dual_rows().to_vec(), solution.columns().to_vec());
    let finite = |values: &[f64], count: usize| values.len() == count && values.iter().all(|value| value.is_finite());
    let solved = finite(&rows, linear.rows.len()) && finite(&columns, linear.cost.len());
    solved.then_some(Relaxation::Solved { rows, columns })
}

fn model(linear: &Linear) -> Result<highs::Model, ResolutionError> {
    let mut variables = ProblemVariables::new();
    let columns: Vec<Variable> =
        (0..linear.cost.len()).map(|j| variables.add(variable().min(linear.lower[j]).max(linear.upper[j]))).collect();
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
    _kind: c_int,
    _message: *const c_char,
    _out: *const HighsCallbackDataOut,
    input: *mut HighsCallbackDataIn,
    data: *mut c_void,
) {
    // SAFETY: `run` passed a watch that lives through the run.
    let Some(watch) = (unsafe { data.cast::<Watch<'_>>().as_mut() }) else { return };
    // SAFETY: HiGHS passes its own data, or null.
    if let (true, Some(input)) = (watch.stop.now(), unsafe { input.as_mut() }) {
        input.user_interrupt = 1;
    }
}
