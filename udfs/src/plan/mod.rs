//! From a problem to priced, checked and hashed schedules: what the command line, both SQL engines and the solver
//! process call.

mod bill;
mod finish;
mod of_result;
mod optimize;
mod restore;

pub use bill::{baseline, bill};
pub use of_result::of_result;
pub use optimize::{Plan, optimize};
pub use restore::{Recorded, restore};
