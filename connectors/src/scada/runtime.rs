use std::future::Future;

use tokio::runtime::{Builder, Runtime};
use udfs::error::Place;
use udfs::{Code, Issue, Issues};

/// Runs a client's work, and what it does meanwhile, for a caller that blocks.
#[derive(Debug)]
pub struct Worker(Runtime);

impl Worker {
    pub fn start() -> Result<Self, Issue> {
        let failed = |e: std::io::Error| {
            Issue::error(Code::Io, Place::new("load"), format!("no thread can be started: {e}"), "free some memory")
        };
        Builder::new_multi_thread().worker_threads(1).enable_all().build().map(Self).map_err(failed)
    }

    /// On a thread of its own, so that the caller may be on a runtime itself.
    pub fn wait<T: Send>(&self, work: impl Future<Output = Result<T, Issues>> + Send) -> Result<T, Issues> {
        let run = || self.0.block_on(work);
        let ended = std::thread::scope(|scope| scope.spawn(run).join());
        ended.unwrap_or_else(|_| {
            Err(Issue::error(Code::Internal, Place::new("load"), "the client stopped unexpectedly", "report it").into())
        })
    }
}
