//! The result document: what a plan is, down to the figures, for anyone who wants to check them.

mod moves;
mod read;
mod write;

pub use read::result_from_json;
pub use write::{assignment_id, result_to_json};

pub const RESULT_FORMAT: &str = "heatsched-result/1";
