//! Loads: jobs that bring other systems' data into the tables, again and again.
//!
//! A job is a section of one TOML file. A run of it reads on from where the last one stopped and writes rows, cursor and
//! run record in one step, so that after a crash the next run does the rest, and the same data twice changes nothing.
//! What cannot be used goes to quarantine with its reason; too much of it, and nothing is written.
//!
//! ```toml
//! [defaults]
//! site = "plant-a"
//!
//! [job.orders]
//! kind = "files"
//! folder = "inbox"
//! pattern = "*.csv"
//! table = "jobs"
//! ```

mod changes;
mod columns;
mod config;
mod control;
mod files;
mod job;
mod kinds;
mod known;
mod lock;
mod page;
mod pattern;
mod pipeline;
mod record;
mod redact;
mod references;
mod replay;
mod retry;
mod rows;
mod run;
#[cfg(test)]
mod secrecy;
mod secret;
mod session;
mod source;
mod state;
mod status;
mod step;
mod summary;
mod surroundings;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod write_back;

pub use config::Config;
pub use control::Control;
pub use job::{Job, Limits, duration};
pub use kinds::{KINDS, open};
pub use lock::Lock;
pub use page::{Page, Payload, Record, Rows, sha256};
pub use pattern::matches;
pub use redact::Redactor;
pub use replay::replay;
pub use retry::{Retry, retry_after};
#[cfg(test)]
pub(crate) use rows::set;
pub use rows::{Origin, text as column};
pub use run::{Options, run};
pub use secret::{Secret, Secrets};
pub use session::{Event, Session};
pub use source::{Request, Sink, Source, Stream};
pub use status::{StreamStatus, status};
pub use summary::{Counts, Outcome, Summary, exit_code};
pub use surroundings::{Clock, Environment, System};
pub use write_back::{Placement, Told, ToldOutcome, placements};
