use udfs::Issues;
use udfs::row::Cell;
use udfs::store::Store;

use super::job::Job;
use super::record::quarantined;
use super::rows::text;
use super::run::{Load, Options};
use super::session::Session;
use super::source::{Source, Stream};
use super::summary::Summary;

/// Reads a job's quarantine again, after its configuration was mended; what can be used now is written. The caller holds
/// the job's lock.
pub fn replay(
    job: &Job,
    source: &dyn Source,
    store: &dyn Store,
    session: &Session<'_>,
    dry_run: bool,
) -> Result<Summary, Issues> {
    let options = Options { dry_run, ..Options::default() };
    // records that stay bad are no reason to leave the good ones out
    let limits = super::job::Limits { max_bad_rows: u64::MAX, max_bad_ratio: 1.into(), ..job.limits };
    let job = Job { limits, ..job.clone() };
    let mut load = Load::start(&job, source, store, session, &options)?;
    for ((stream, key), row) in quarantined(store, &job)? {
        if row.get("resolved_at") == Some(&Cell::Null) {
            let record = source.again(&stream, &key, text(&row, "raw").unwrap_or_default());
            load.records(&Stream::new(&stream, ""), vec![record])?;
        }
    }
    load.end(Ok(()))
}
