use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::runtime::Runtime;

use super::exit::Exit;

/// Whether the user has pressed Ctrl-C, or the process was asked to end.
#[derive(Debug, Clone)]
pub(super) struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// From here on the first Ctrl-C is noted; a second one ends the process.
    pub fn watch(runtime: &Runtime) -> Self {
        let cancel = Self(Arc::default());
        let seen = Arc::clone(&cancel.0);
        runtime.spawn(async move {
            while asked_to_end().await {
                if seen.swap(true, Ordering::SeqCst) {
                    std::process::exit(i32::from(130u8));
                }
            }
        });
        cancel
    }

    /// The same, for work that looks by itself.
    pub fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.0)
    }

    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    pub fn or(&self, exit: Exit) -> Exit {
        if self.is_asked() { Exit::Cancelled } else { exit }
    }
}

#[cfg(unix)]
async fn asked_to_end() -> bool {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            interrupt = tokio::signal::ctrl_c() => interrupt.is_ok(),
            received = terminate.recv() => received.is_some(),
        },
        Err(_) => tokio::signal::ctrl_c().await.is_ok(),
    }
}

#[cfg(not(unix))]
async fn asked_to_end() -> bool {
    tokio::signal::ctrl_c().await.is_ok()
}
