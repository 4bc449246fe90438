//! Between tables and the engine: a stored schedule becomes a problem, a plan becomes the rows of a run. Both SQL engines
//! and the command line go through here, so that the same rows mean the same everywhere.

mod fields;
mod json;
mod moves;
mod optimize;
mod options;
mod previous;
mod problem;
mod published;
#[cfg(test)]
mod replan_tests;
mod run;
mod tariff;
mod tariff_write;
#[cfg(test)]
mod tests;
mod verify;
mod versions;

pub use fields::find;
pub use optimize::{Prepared, StoredRun, optimize, optimize_with, prepare, simulate, simulate_with, store_run};
pub use options::Overrides;
pub use problem::{problem, schedule_ids};
pub(crate) use published::refusal;
pub use published::{keep_published, keep_published_batch};
pub use run::{WHOLE_SITE, assignment_rows, result_run_id, run_changes, run_problem, run_schedule};
pub use tariff::{current_tariff, stored_tariff, tariff, tariff_ids};
pub use tariff_write::{stored_before, tariff_changes};
pub use verify::verify_run;
pub use versions::Versions;
