use udfs::Issues;
use udfs::store::Store;

use super::files::Files;
use super::job::Job;
use super::source::Source;

/// Kinds of jobs, and what each reads.
pub const KINDS: &[(&str, &str)] = &[("files", "CSV, JSON, XML and spreadsheets in a folder, each once")];

/// The system that a job reads from. Nothing is sent yet.
pub fn open(job: &Job, store: &dyn Store) -> Result<Box<dyn Source>, Issues> {
    // the only kind that a configuration is read with
    Ok(Box::new(Files::open(job, store)?))
}
