use std::path::PathBuf;

use connectors::load::{Job, Lock};
use udfs::error::Place as At;
use udfs::store::Store;
use udfs::{Code, Issue, Issues};

use super::super::{Context, source};
use super::{Place, Shared};
use crate::sync::PostgresStore;
use crate::warehouse::Warehouse;

/// Where a job's rows go.
pub(super) enum Destination {
    Warehouse(Warehouse),
    Postgres(Box<PostgresStore>),
}

/// One run of a job at a time; let go of when dropped, or when the process ends.
pub(super) enum Turn {
    File(#[expect(dead_code, reason = "held, never read")] Lock),
    /// The connection's own.
    Session,
}

impl Destination {
    pub fn open(context: &Context, shared: &Shared, job: &Job) -> Result<Self, Issues> {
        match shared.to {
            Place::Warehouse => Ok(Self::Warehouse(source::open(context)?)),
            Place::Postgres => {
                let dsn = shared.dsn.as_deref().ok_or_else(|| {
                    let fix = "give --dsn postgres://USER@HOST/DATABASE, or set HEATSCHED_DSN";
                    Issue::error(Code::UnknownOption, At::new("--to"), "no database is named", fix)
                })?;
                Ok(Self::Postgres(Box::new(PostgresStore::connect(dsn, "heatsched load", &job.tenant)?)))
            }
        }
    }

    pub fn store(&self) -> &dyn Store {
        match self {
            Self::Warehouse(warehouse) => warehouse,
            Self::Postgres(store) => store.as_ref(),
        }
    }

    pub fn take_turn(&self, job: &Job) -> Result<Turn, Issues> {
        match self {
            Self::Warehouse(warehouse) => Ok(Turn::File(Lock::take(&locks(warehouse.location()), job)?)),
            Self::Postgres(store) if store.try_lock(&format!("load {} {}", job.tenant, job.name))? => Ok(Turn::Session),
            Self::Postgres(_) => {
                let fix = "wait until it ends; it needs no second run";
                Err(Issue::error(Code::LoadRunning, job.place(), "the job is running already", fix).into())
            }
        }
    }
}

/// In the warehouse's folder; for an object store, whose own commits keep two machines apart, on this machine.
fn locks(location: &str) -> PathBuf {
    let path = location.strip_prefix("file://").unwrap_or(location);
    if !path.contains("://") {
        return PathBuf::from(path).join("_heatsched/locks");
    }
    let folder = dirs::state_dir().or_else(dirs::data_local_dir).unwrap_or_else(std::env::temp_dir);
    folder.join("heatsched/locks").join(connectors::load::sha256(location.as_bytes()))
}
