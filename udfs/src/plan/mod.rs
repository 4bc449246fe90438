//! From a problem to priced, checked and hashed schedules: what the command line, both SQL engines and the solver
//! process call.

mod bill;
mod finish;
mod optimize;
mod restore;

pub use bill::{baseline, bill};
pub use optimize::{Plan, optimize};
pub use restore::{Recorded, restore};
