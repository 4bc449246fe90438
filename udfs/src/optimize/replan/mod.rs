//! Planning anew beside a previous schedule: what was published should change no more than it is worth.
//!
//! - [`freeze()`]: jobs that started before `freeze_until` stay where they were, as fixed jobs do; one that cannot is
//!   named and planned freely.
//! - [`move_price`]: every other job that stands elsewhere than before costs the optimiser a price. It is a term of the
//!   search alone: objective and lower bound are those of the bill. The bound is proved on the model without prices of
//!   moves, over all schedules that keep the frozen jobs; so it holds whatever the price, and the gap is that of the bill
//!   and not of the sum. A plan that stays close to the previous one at a higher bill has an honest, wider gap.
//! - [`put_back()`]: after each search, jobs go back to where they were, alone or in small groups, wherever the plan is no
//!   worse for it.
//! - [`replan()`]: which jobs moved and why, from the two schedules alone, so that an auditor finds the same.

mod freeze;
mod move_price;
mod moves;
mod obstacle;
mod previous;
mod put_back;

pub use freeze::{Frozen, freeze};
pub use move_price::move_price;
pub use moves::replan;
pub(super) use previous::with_previous;
pub(super) use put_back::put_back;

#[cfg(test)]
mod tests;
