use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use super::Cancelled;
use udfs::error::{Code, Issue, Issues, Place};
use udfs::functions::Source;
use udfs::optimize::{Control, Progress};
use udfs::row::Row;
use udfs::store::Store;
use udfs::tables::Table;

/// What the functions of a session work on: one tenant's tables, and how a solve is timed and watched.
#[derive(Clone)]
pub struct Engine {
    pub store: Arc<dyn Store>,
    pub tenant: String,
    /// Time since any moment that stays the same.
    pub clock: Arc<dyn Fn() -> Duration + Send + Sync>,
    /// Hears of every solve.
    pub progress: Arc<dyn Fn(&Progress) + Send + Sync>,
}

impl Engine {
    /// The tenant's rows of a table.
    pub fn rows(&self, table: &'static Table, filter: &[(&str, &str)]) -> Result<Vec<Row>, Issues> {
        self.source().rows(table, filter)
    }

    pub fn source(&self) -> Source<'_> {
        Source { store: self.store.as_ref(), tenant: &self.tenant }
    }

    /// Solves, until done or `cancelled`.
    pub fn solve<T>(&self, cancelled: Cancelled<'_>, solve: impl FnOnce(&Control<'_>) -> T) -> T {
        let start = (self.clock)();
        let elapsed = || (self.clock)().saturating_sub(start);
        let progress = |progress: &Progress| (self.progress)(progress);
        solve(&Control { elapsed: &elapsed, cancelled, progress: &progress })
    }

    /// Runs work that may block, on a thread that no asynchronous runtime waits for.
    pub fn blocking<T: Send>(&self, work: impl FnOnce() -> Result<T, Issues> + Send) -> Result<T, Issues> {
        let stopped = |_| {
            Err(Issue::error(Code::Internal, Place::default(), "a thread of the engine stopped", "report it").into())
        };
        std::thread::scope(|scope| scope.spawn(work).join()).unwrap_or_else(stopped)
    }
}

// Two engines are the same if they work on the same tables.
impl PartialEq for Engine {
    fn eq(&self, other: &Self) -> bool {
        self.tenant == other.tenant && Arc::ptr_eq(&self.store, &other.store)
    }
}

impl Eq for Engine {}

impl Hash for Engine {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.tenant.hash(state);
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("store", &self.store).field("tenant", &self.tenant).finish_non_exhaustive()
    }
}
