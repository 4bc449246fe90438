use std::cmp::Reverse;

use super::fields::text_of;
use crate::error::Issues;
use crate::row::{Cell, FromCell, Row};
use crate::store::Store;
use crate::tables::{OPTIMIZATION_RUNS, SCHEDULE_VERSIONS};

/// Which schedules of a tenant were published or revised.
#[derive(Debug)]
pub struct Versions(Vec<Row>);

impl Versions {
    pub fn read(store: &dyn Store, tenant: &str) -> Result<Self, Issues> {
        store.read(&SCHEDULE_VERSIONS, &[("tenant_id", tenant)]).map(Self)
    }

    pub fn of(&self, schedule_id: &str) -> Option<&Row> {
        self.0.iter().find(|row| text_of(row, "schedule_id").as_deref() == Some(schedule_id))
    }

    /// The run that the plant follows.
    pub fn published_run(&self, schedule_id: &str) -> Option<String> {
        self.of(schedule_id).and_then(|row| text_of(row, "published_run_id"))
    }

    /// Schedules that the plant follows.
    pub fn published(&self) -> impl Iterator<Item = String> {
        let is_published = |row: &&Row| text_of(row, "published_run_id").is_some();
        self.0.iter().filter(is_published).filter_map(|row| text_of(row, "schedule_id"))
    }

    /// The schedule that a run was published of.
    pub fn published_by(&self, run_id: &str) -> Option<String> {
        let published = |row: &&Row| text_of(row, "published_run_id").as_deref() == Some(run_id);
        self.0.iter().find(published).and_then(|row| text_of(row, "schedule_id"))
    }

    /// Whether a later version of the schedule is published.
    pub fn is_replaced(&self, schedule_id: &str) -> bool {
        let Some(own) = self.of(schedule_id) else { return false };
        let of_same = |row: &&Row| row.get("first_schedule_id") == own.get("first_schedule_id");
        let is_later = |row: &Row| number_of(row) > number_of(own) && text_of(row, "published_run_id").is_some();
        self.0.iter().filter(of_same).any(is_later)
    }

    /// The run that counts for a schedule: the published one, else the one that was stored last. A schedule whose next
    /// version is published has none. Postgres has the same rule in its view `current_runs`.
    pub fn current_run(&self, store: &dyn Store, tenant: &str, schedule: &Row) -> Result<Option<Row>, Issues> {
        let schedule_id = text_of(schedule, "schedule_id").unwrap_or_default();
        if self.is_replaced(&schedule_id) {
            return Ok(None);
        }
        let site_id = text_of(schedule, "site_id").unwrap_or_default();
        let of = [("tenant_id", tenant), ("site_id", &site_id), ("schedule_id", &schedule_id)];
        let published = self.published_run(&schedule_id);
        let rank = |run: &Row| {
            let run_id = text_of(run, "run_id").unwrap_or_default();
            let stored_at = match run.get("stored_at") {
                Some(Cell::Time(at)) => Some(*at),
                _ => None,
            };
            (published.as_ref() == Some(&run_id), stored_at, Reverse(run_id))
        };
        Ok(store.read(&OPTIMIZATION_RUNS, &of)?.into_iter().max_by_key(rank))
    }
}

fn number_of(row: &Row) -> i64 {
    row.get("version").and_then(|cell| i64::from_cell(cell).ok()).unwrap_or_default()
}
