//! What a session may set, and what the server is started with.

use std::ffi::CString;

use pgrx::guc::{GucContext, GucFlags, GucRegistry, GucSetting};

pub static TENANT_ID: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(None);
pub static SOLVER_MEMORY_MB: GucSetting<i32> = GucSetting::<i32>::new(2048);
pub static SOLVER_TIME_LIMIT_SECONDS: GucSetting<i32> = GucSetting::<i32>::new(0);
pub static THREADS: GucSetting<i32> = GucSetting::<i32>::new(0);
pub static WORKER_DATABASE: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(None);
pub static WORKER_ROLE: GucSetting<Option<CString>> = GucSetting::<Option<CString>>::new(None);

/// While the server starts: what its background worker is told.
pub fn define_worker() {
    GucRegistry::define_string_guc(
        c"heatsched.worker_database",
        c"Database whose queue a background worker plans.",
        c"Empty: there is no background worker. It needs heatsched.worker_role, too.",
        &WORKER_DATABASE,
        GucContext::Postmaster,
        GucFlags::default(),
    );
    GucRegistry::define_string_guc(
        c"heatsched.worker_role",
        c"Role of the background worker.",
        c"It may log in, has heatsched_planner, and sees the requests of its tenants alone.",
        &WORKER_ROLE,
        GucContext::Postmaster,
        GucFlags::default(),
    );
}

pub fn define() {
    GucRegistry::define_string_guc(
        c"heatsched.tenant_id",
        c"Tenant whose rows the functions and views show.",
        c"Empty: all tenants of the role. It never shows a tenant that the role is not a member of.",
        &TENANT_ID,
        GucContext::Userset,
        GucFlags::default(),
    );
    GucRegistry::define_int_guc(
        c"heatsched.solver_memory_mb",
        c"Memory that a solver process may use.",
        c"A solve that needs more ends with an error.",
        &SOLVER_MEMORY_MB,
        256,
        i32::MAX,
        GucContext::Suset,
        GucFlags::default(),
    );
    GucRegistry::define_int_guc(
        c"heatsched.solver_time_limit_seconds",
        c"Longest time that a solve may take.",
        c"0: none. A solve that takes longer ends with an error; the option time_limit_seconds ends it with a plan.",
        &SOLVER_TIME_LIMIT_SECONDS,
        0,
        86_400,
        GucContext::Suset,
        GucFlags::default(),
    );
    GucRegistry::define_int_guc(
        c"heatsched.threads",
        c"Threads of a solver process.",
        c"0: one a core. The plan does not depend on it.",
        &THREADS,
        0,
        1024,
        GucContext::Suset,
        GucFlags::default(),
    );
}
