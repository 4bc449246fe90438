//! A published plan, told to the system that its orders came from.

use udfs::error::Place;
use udfs::model::Instant;
use udfs::row::{Cell, Row};
use udfs::store::Store;
use udfs::stored::Versions;
use udfs::tables::{PRODUCTION_JOBS, SCHEDULE_ASSIGNMENTS};
use udfs::{Code, Issue, Issues};

use super::rows::text;

/// Where a published plan has a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    pub job_id: String,
    /// The system's own key of the job.
    pub reference: String,
    pub equipment_id: String,
    pub start: Instant,
    pub end: Instant,
}

/// What became of a placement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// When the job begins there, before anything is changed.
    pub start_there: Option<Instant>,
    pub outcome: ToldOutcome,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToldOutcome {
    Unchanged,
    WouldChange,
    Changed,
}

impl ToldOutcome {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::WouldChange => "would change",
            Self::Changed => "changed",
        }
    }
}

/// The jobs of a published schedule that came from a system, by their start.
pub fn placements(store: &dyn Store, tenant: &str, system: &str, schedule: &str) -> Result<Vec<Placement>, Issues> {
    let run = Versions::read(store, tenant)?.published_run(schedule).ok_or_else(|| {
        let fix = "publish a plan of it first: SELECT publish_schedule(run_id)";
        Issue::error(Code::UnknownReference, Place::new("schedules").key(schedule), "it is not published", fix)
    })?;
    let jobs = store.read(&PRODUCTION_JOBS, &[("tenant_id", tenant), ("schedule_id", schedule)])?;
    let of_run = [("tenant_id", tenant), ("run_id", &run), ("schedule_kind", "optimized")];
    let assignments = store.read(&SCHEDULE_ASSIGNMENTS, &of_run)?;
    let reference = |job: &str| {
        let own =
            jobs.iter().find(|row| text(row, "job_id") == Some(job) && text(row, "source_system") == Some(system))?;
        text(own, "source_reference").map(String::from)
    };
    let mut placements: Vec<Placement> = assignments
        .iter()
        .filter_map(|row| {
            let job_id = text(row, "job_id")?.to_string();
            let equipment_id = text(row, "equipment_id")?.to_string();
            let (start, end) = (time(row, "scheduled_start")?, time(row, "scheduled_end")?);
            Some(Placement { reference: reference(&job_id)?, job_id, equipment_id, start, end })
        })
        .collect();
    placements.sort_by(|a, b| (a.start, &a.job_id).cmp(&(b.start, &b.job_id)));
    Ok(placements)
}

fn time(row: &Row, name: &str) -> Option<Instant> {
    match row.get(name) {
        Some(Cell::Time(at)) => Some(*at),
        _ => None,
    }
}
