//! The cheapest schedule that holds the hard constraints.
//!
//! Strategy ([`optimize`]):
//! 1. [`instance`]: the problem in floats over intervals, with [`peaks`] for the demand charges. Floats end here: the
//!    answer is a schedule, and its cost is the calculator's.
//! 2. [`single_machine`]: one machine, one job at a time, energy alone: solved exactly, optimum proved.
//! 3. [`search`] everywhere else: simulated annealing from the baseline's plan, in chains that differ in their seed alone
//!    ([`pieces`] runs them on any number of threads with one answer). [`effort`] limits the work, not the time.
//!
//! 4. `milp` (feature `milp`): a lower bound is proved by branch and bound over the demand charges' peaks and over what
//!    they leave open about jobs; HiGHS solves each part's linear relaxation.
//!
//! A bound is claimed only for a plan that holds all constraints.
//!
//! Where the hard constraints cannot all hold, [`Score`] orders the elastic answers: jobs left out or late, most
//! important first, then load above the demand limit, then cost. No other constraint is ever given up.

mod bound;
mod control;
mod dual;
mod effort;
pub(crate) mod instance;
#[cfg(feature = "milp")]
mod milp;
mod peaks;
mod pieces;
pub mod replan;
mod report;
mod run;
mod score;
pub(crate) mod search;
mod single_machine;
mod stop;
mod strategy;
mod tiered;

pub use control::{Control, Outcome, Progress};
pub use score::Score;
pub use strategy::optimize;

#[cfg(test)]
mod exactness;
#[cfg(test)]
mod tests;
