//! The warehouse: a folder of Parquet tables, on a disk or in an object store, that many may read and write at once.
//!
//! ```text
//! production_jobs/tenant=default/site=P1/date=2026-01-05/data.parquet    what other tools read
//! _heatsched/commits/00000000000000000012.json                           which data files each commit added and removed
//! _heatsched/checkpoints/00000000000000000032.json                       all data files as of that commit
//! _heatsched/data/<sha-256>                                              the data files, Parquet, never changed
//! _heatsched/published.json                                              the commit that the table folders show
//! _heatsched/staged/                                                     files being written; left over only by a crash
//! ```
//!
//! **The truth is the commit log.** A write stores new data files, named by their content, and then creates the next
//! numbered commit if nobody else has: that one step makes all of it visible, or, after a crash, none. A writer that comes
//! second reads the new state and merges again. A reader takes the newest commit and sees that state for as long as it
//! likes. Each partition of a table is one data file with its rows in key order; a write rewrites the partitions it
//! touches, and one that changes no row makes no commit.
//!
//! **Other tools read the table folders.** After each commit the partitions it touched are copied there (hard links on a
//! disk, so that nothing is stored twice), each under one fixed name that is replaced in one step. `table/**/*.parquet`
//! therefore never shows a row twice nor a leftover of a crash, and each partition as of one commit; a write to several
//! partitions becomes visible one by one. The folders are called `tenant`, `site` and `date`, unlike any column: all
//! columns are in the files, and a tool that adds the folders' names as columns has no clash. A table without rows has the
//! file `empty.parquet`, so that reading it is no error. A copy that a crash prevented is made by the next write, by
//! `open` or by `vacuum`.

mod blocking;
mod commit;
mod faults;
mod local;
mod log;
mod merge;
mod parquet_file;
mod partition;
mod place;
mod provider;
mod prune;
mod publish;
mod read;
mod snapshot;
mod state;
mod storage;
mod transaction;
mod vacuum;
mod verify;
mod write;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use arrow::array::RecordBatch;
use chrono::{DateTime, Utc};
use datafusion::prelude::SessionContext;
use object_store::ObjectStore;
use udfs::Issues;
use udfs::row::Row;
use udfs::store::{Change, Store};
use udfs::tables::Table;

use log::Log;
pub use place::remote;
pub use provider::DEFAULT_TENANT;
pub use snapshot::Snapshot;
pub use state::{Contents, DataFile};
pub use transaction::{Effect, Transaction};
pub use vacuum::Vacuumed;
pub use verify::Verified;

/// A handle; clones share what they know of the newest commit.
#[derive(Clone)]
pub struct Warehouse {
    log: Arc<Log>,
}

impl Warehouse {
    /// The warehouse at a path or URL (`file`, `s3`, `gs`), which must exist.
    pub fn open(location: &str) -> Result<Self, Issues> {
        let warehouse = Self { log: Arc::new(Log::new(place::find(location, false)?)) };
        let log = Arc::clone(&warehouse.log);
        blocking::wait(async move {
            log.newest().await?;
            publish::catch_up(&log).await;
            Ok(())
        })?;
        Ok(warehouse)
    }

    /// As [`Warehouse::open`], but makes an empty warehouse where there is none.
    pub fn create(location: &str) -> Result<Self, Issues> {
        Self::created(Log::new(place::find(location, true)?))
    }

    /// A warehouse in any object store, at its root; made where there is none.
    pub fn in_store(store: Arc<dyn ObjectStore>) -> Result<Self, Issues> {
        Self::created(Log::new(storage::Storage::remote(store, "object store".into())))
    }

    fn created(log: Log) -> Result<Self, Issues> {
        let warehouse = Self { log: Arc::new(log) };
        let log = Arc::clone(&warehouse.log);
        blocking::wait(async move {
            log.create().await?;
            publish::catch_up(&log).await;
            Ok(())
        })?;
        Ok(warehouse)
    }

    /// Where it is, as given.
    pub fn location(&self) -> &str {
        self.log.storage.location()
    }

    /// Makes every table known to DataFusion, with the rows of one tenant. Each query sees the newest commit.
    pub fn register(&self, context: &SessionContext, tenant: &str) -> Result<(), Issues> {
        provider::register(&self.log, context, tenant)
    }

    /// Partitions, rows and bytes of each table in the newest commit.
    pub fn contents(&self) -> Result<Vec<Contents>, Issues> {
        let log = Arc::clone(&self.log);
        blocking::wait(async move { Ok(log.newest().await?.contents()) })
    }

    /// Reads every file of the newest commit again and recomputes its hash; the published copies too.
    pub fn verify(&self) -> Result<Verified, Issues> {
        let log = Arc::clone(&self.log);
        blocking::wait(async move { verify::verify(&log).await })
    }

    /// Deletes what no reader can need: files that are neither in one of the last `commits` nor in one that was the newest
    /// within `grace` of `now`. `grace` must be longer than the longest write, and than the longest query.
    pub fn vacuum(&self, commits: u64, grace: Duration, now: DateTime<Utc>) -> Result<Vacuumed, Issues> {
        let log = Arc::clone(&self.log);
        blocking::wait(async move { vacuum::vacuum(&log, commits, grace, now).await })
    }

    fn commit(&self, pending: write::Pending) -> Result<(), Issues> {
        let changes = pending.into_changes()?;
        let log = Arc::clone(&self.log);
        blocking::wait(async move { write::write(&log, &changes).await })
    }
}

impl fmt::Debug for Warehouse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Warehouse").field(&self.location()).finish()
    }
}

impl Store for Warehouse {
    fn read(&self, table: &'static Table, filter: &[(&str, &str)]) -> Result<Vec<Row>, Issues> {
        let filter = read::Filter::new(table, filter)?;
        let log = Arc::clone(&self.log);
        blocking::wait(async move { read::read(&log, table, &filter).await })
    }

    fn batch_any(
        &self,
        table: &'static Table,
        filter: &[(&str, &str)],
        column: &str,
        values: &BTreeSet<&str>,
    ) -> Result<RecordBatch, Issues> {
        let filter = read::Filter::new(table, filter)?.with_any(table, column, values)?;
        let log = Arc::clone(&self.log);
        blocking::wait(async move { read::batch(&log, table, &filter).await })
    }

    fn write(&self, changes: &[Change]) -> Result<(), Issues> {
        udfs::stored::keep_published(self, changes)?;
        self.commit(write::Pending::of(changes)?)
    }

    fn write_batches(&self, changes: Vec<Change>, batches: &[(&'static Table, RecordBatch)]) -> Result<(), Issues> {
        udfs::stored::keep_published(self, &changes)?;
        let mut pending = write::Pending::of(&changes)?;
        for (table, batch) in batches {
            udfs::stored::keep_published_batch(self, table, batch)?;
            pending.add(table, batch.clone());
        }
        self.commit(pending)
    }
}
