use chrono::NaiveDate;

use super::{Month, Months};
use crate::error::Issues;
use crate::functions::{Source, number_of, text_of};
use crate::model::{Decimal, ScheduleKind};
use crate::provenance::hash_json;
use crate::row::{Cell, FromCell, Row};
use crate::stored::{Versions, WHOLE_SITE};
use crate::tables::{COST_LINES, LOAD_PROFILE, SCHEDULES};

/// The run that counts for a schedule, as the view `current_runs` has it.
#[derive(Debug, Clone)]
pub(super) struct CurrentRun {
    pub run: Row,
    pub run_id: String,
    pub site_id: String,
    pub schedule_id: String,
    /// Of the schedule: the day that its cost is counted on.
    pub date: NaiveDate,
    pub is_published: bool,
    pub currency: String,
}

impl CurrentRun {
    pub fn month(&self) -> Month {
        Month::of(self.date)
    }

    /// Both bills, line by line.
    pub fn lines(&self, source: &Source<'_>) -> Result<Vec<Row>, Issues> {
        source.rows(&COST_LINES, &[("site_id", &self.site_id), ("run_id", &self.run_id)])
    }

    /// The load of both schedules: of the whole site, or of each equipment too.
    pub fn load(&self, source: &Source<'_>, whole_site_only: bool) -> Result<Vec<Row>, Issues> {
        let of = [("site_id", self.site_id.as_str()), ("run_id", &self.run_id), ("equipment_id", WHOLE_SITE)];
        source.rows(&LOAD_PROFILE, if whole_site_only { &of } else { &of[..2] })
    }

    pub fn violations(&self) -> Decimal {
        number_of(&self.run, "constraints_violated")
    }

    pub fn provenance_hash(&self) -> String {
        text_of(&self.run, "provenance_hash")
    }
}

/// Those of a site's schedules in these months, by day and schedule.
pub(super) fn current_runs(source: &Source<'_>, site_id: &str, months: &Months) -> Result<Vec<CurrentRun>, Issues> {
    let versions = Versions::read(source.store, source.tenant)?;
    let mut runs = Vec::new();
    for schedule in source.rows(&SCHEDULES, &[("site_id", site_id)])? {
        let Some(date) = schedule.get("schedule_date").and_then(|cell| NaiveDate::from_cell(cell).ok()) else {
            continue;
        };
        if !months.has(date) {
            continue;
        }
        let Some(run) = versions.current_run(source.store, source.tenant, &schedule)? else { continue };
        runs.push(CurrentRun {
            run_id: text_of(&run, "run_id"),
            site_id: site_id.to_string(),
            schedule_id: text_of(&schedule, "schedule_id"),
            date,
            is_published: text_of(&schedule, "status") == "published",
            currency: text_of(&run, "currency"),
            run: Row(run.0.into_iter().filter(|(name, _)| name != "problem").collect()),
        });
    }
    runs.sort_by(|a, b| (a.date, &a.schedule_id).cmp(&(b.date, &b.schedule_id)));
    Ok(runs)
}

/// SHA-256 over the provenance hashes of runs, in their order.
pub(super) fn chain_hash<'a>(runs: impl IntoIterator<Item = &'a CurrentRun>) -> String {
    hash_json(&runs.into_iter().map(CurrentRun::provenance_hash).collect::<Vec<_>>().into())
}

pub(super) fn is_plan(row: &Row) -> bool {
    row.get("schedule_kind") == Some(&Cell::Text(ScheduleKind::Optimized.as_str().into()))
}
