//! A worker of the queue inside the server, for those who want no second process beside it.

mod queue;
mod work;

use std::ffi::CString;
use std::time::Duration;

use pgrx::bgworkers::{BackgroundWorker, BackgroundWorkerBuilder, SignalWakeFlags};
use pgrx::guc::GucSetting;
use pgrx::pg_sys;

use crate::settings::{WORKER_DATABASE, WORKER_ROLE, define_worker};

/// As `optimization_status` and `pg_stat_activity` show it.
const NAME: &str = "heatsched worker";
/// Between two looks into the queue. A background worker cannot listen.
const POLL: Duration = Duration::from_secs(1);
/// After an error, which ends the process.
const RESTART: Duration = Duration::from_secs(5);

/// When the server starts with the library in `shared_preload_libraries`.
pub fn register() {
    // SAFETY: set by the postmaster before it loads libraries
    if !unsafe { pg_sys::process_shared_preload_libraries_in_progress } {
        return;
    }
    define_worker();
    if text(&WORKER_DATABASE).is_empty() {
        return;
    }
    if text(&WORKER_ROLE).is_empty() {
        pgrx::warning!(
            "heatsched.worker_database is set, but heatsched.worker_role is not: there is no background worker"
        );
        return;
    }
    BackgroundWorkerBuilder::new(NAME)
        .set_library("pg_heatsched")
        .set_function("heatsched_worker")
        .enable_spi_access()
        .set_restart_time(Some(RESTART))
        .load();
}

/// The process.
#[unsafe(no_mangle)]
#[pgrx::pg_guard]
pub extern "C-unwind" fn heatsched_worker(_argument: pg_sys::Datum) {
    BackgroundWorker::attach_signal_handlers(SignalWakeFlags::SIGHUP | SignalWakeFlags::SIGTERM);
    BackgroundWorker::connect_worker_to_spi(Some(&text(&WORKER_DATABASE)), Some(&text(&WORKER_ROLE)));
    pgrx::log!("{NAME} plans the queue of database {}", text(&WORKER_DATABASE));
    while !is_asked_to_stop() {
        if !work::next() {
            BackgroundWorker::wait_latch(Some(POLL));
        }
        reload();
    }
    // the server starts it again, unless it stops itself
    // SAFETY: the end of this process
    unsafe { pg_sys::proc_exit(1) }
}

fn is_asked_to_stop() -> bool {
    // SAFETY: written by the handler of SIGTERM
    unsafe { (&raw const pg_sys::ShutdownRequestPending).read_volatile() != 0 }
}

/// Settings that the server was told to read again.
fn reload() {
    if BackgroundWorker::sighup_received() {
        // SAFETY: between two statements
        unsafe { pg_sys::ProcessConfigFile(pg_sys::GucContext::PGC_SIGHUP) }
    }
}

fn text(setting: &GucSetting<Option<CString>>) -> String {
    setting.get().map(|text| text.to_string_lossy().into_owned()).unwrap_or_default()
}
