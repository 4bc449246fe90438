use std::future::Future;
use std::sync::{OnceLock, mpsc};

use tokio::runtime::{Builder, Runtime};
use udfs::Issues;

use super::faults::internal;

/// Runs `work` to its end on a runtime of our own, so that a blocking caller may itself be on any runtime or on none:
/// it waits on a channel, and nothing it holds is needed to go on.
pub fn wait<T: Send + 'static>(work: impl Future<Output = Result<T, Issues>> + Send + 'static) -> Result<T, Issues> {
    let (sender, receiver) = mpsc::sync_channel(1);
    runtime()?.spawn(async move {
        // a caller that is gone needs no answer
        let _ = sender.send(work.await);
    });
    receiver.recv().map_err(|_| internal("the warehouse's worker ended without an answer"))?
}

/// Never dropped: dropping a runtime is forbidden where callers may be.
fn runtime() -> Result<&'static Runtime, Issues> {
    static RUNTIME: OnceLock<Result<Runtime, String>> = OnceLock::new();
    let build = || Builder::new_multi_thread().worker_threads(2).thread_name("warehouse").enable_all().build();
    RUNTIME.get_or_init(|| build().map_err(|e| e.to_string())).as_ref().map_err(|e| internal(e).into())
}
