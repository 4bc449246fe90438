use std::time::{Duration, Instant};

use pgrx::pg_sys;
use udfs::error::{Code, Issue, Issues, Place};

/// How often a wait looks whether the client is still there.
const LOOK: Duration = Duration::from_millis(100);

#[derive(Debug, Clone, Copy)]
pub enum Ready {
    ToRead,
    ToWrite,
}

#[derive(Debug)]
pub struct Deadline(Option<Instant>);

impl Deadline {
    /// No deadline after 0 seconds.
    pub fn after(seconds: i32) -> Self {
        let seconds = u64::try_from(seconds).unwrap_or_default();
        Self((seconds > 0).then(|| Instant::now() + Duration::from_secs(seconds)))
    }

    fn check(&self) -> Result<(), Issues> {
        if self.0.is_none_or(|end| Instant::now() < end) {
            return Ok(());
        }
        let message = "the solve took longer than heatsched.solver_time_limit_seconds";
        let fix = "give the option time_limit_seconds, which ends a solve with the best plan so far";
        Err(Issue::error(Code::Cancelled, Place::new("heatsched-solver"), message, fix).into())
    }
}

/// Until the pipe is ready, or for a moment. Interrupts of the statement end it by their own error.
pub fn wait(pipe: i32, ready: Ready, deadline: &Deadline) -> Result<(), Issues> {
    let ready = match ready {
        Ready::ToRead => pg_sys::WL_SOCKET_READABLE,
        Ready::ToWrite => pg_sys::WL_SOCKET_WRITEABLE,
    };
    let events = ready | pg_sys::WL_LATCH_SET | pg_sys::WL_TIMEOUT | pg_sys::WL_EXIT_ON_PM_DEATH;
    // SAFETY: the session's own latch, and an open pipe
    unsafe {
        pg_sys::WaitLatchOrSocket(
            pg_sys::MyLatch,
            events as i32,
            pipe,
            LOOK.as_millis() as i64,
            pg_sys::PG_WAIT_EXTENSION,
        );
        pg_sys::ResetLatch(pg_sys::MyLatch);
        look_for_client();
    }
    pgrx::check_for_interrupts!();
    deadline.check()
}

unsafe extern "C-unwind" {
    /// Of `libpq/libpq.h`, since Postgres 15.
    fn pq_check_connection() -> bool;
}

/// # Safety
/// In a session's process.
unsafe fn look_for_client() {
    // SAFETY: by the caller; a background worker has no client
    unsafe {
        if !pg_sys::MyProcPort.is_null() && !pq_check_connection() {
            pg_sys::ClientConnectionLost = 1;
            pg_sys::InterruptPending = 1;
        }
    }
}
