//! Local search: plans are found here, and nothing is proved.
//!
//! [`State`] prices a change of a few jobs exactly (but for floats), with the on-periods of the touched equipment and
//! the peaks; [`moves`] proposes changes; [`anneal`] accepts them by simulated annealing; [`start`] makes the first plan.
//! Chains differ only in their seed and share nothing, so they may run at once without changing the answer.

pub mod anneal;
mod moves;
mod peak_watch;
mod rng;
mod start;
mod state;
mod stretch;

pub use anneal::anneal;
pub use start::{baseline_places, first_plan};
pub use state::{Place, Solution, State};
