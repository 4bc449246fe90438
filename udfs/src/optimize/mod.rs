//! The cheapest schedule that holds the hard constraints.

mod control;
mod effort;
mod instance;
mod peaks;
mod pieces;
mod report;
mod score;
mod search;
mod single_machine;
mod stop;
mod strategy;

pub use control::{Control, Outcome, Progress};
pub use score::Score;
pub use strategy::optimize;

#[cfg(test)]
mod tests;
