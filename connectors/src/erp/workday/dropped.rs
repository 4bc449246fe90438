//! Shifts that were stored, and that the report does not have any more.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use chrono_tz::Tz;
use udfs::error::Place;
use udfs::model::Instant;
use udfs::row::{Cell, Row};
use udfs::store::Store;
use udfs::tables::WORKFORCE_SHIFTS;
use udfs::{Code, Issue, Issues};

use super::{SYSTEM, Workday};
use crate::load::{Origin, Record, Rows, column as text};

/// Stored shifts of the report: worker and start, by their reference.
#[derive(Debug, Default)]
pub struct Known(BTreeMap<String, (String, Instant)>);

impl Known {
    pub fn read(workday: &Workday, store: &dyn Store) -> Result<Self, Issues> {
        let filter = [("tenant_id", workday.tenant.as_str()), ("site_id", workday.site.as_str())];
        let rows = store.read(&WORKFORCE_SHIFTS, &filter)?;
        let own = rows.iter().filter(|row| text(row, "source_system") == Some(SYSTEM));
        Ok(Self(own.filter_map(known).collect()))
    }

    /// Records that take away what is no longer there, of the days that were asked for. A report that lost more than half
    /// of them is taken for a mistake, unless it is trusted.
    pub fn dropped(
        &self,
        workday: &Workday,
        asked: Range<Instant>,
        came: &[Record],
        is_trusted: bool,
    ) -> Result<Vec<Record>, Issue> {
        let zone = workday.zone.unwrap_or(Tz::UTC);
        let day = |at: Instant| at.with_timezone(&zone).date_naive();
        let days = asked.start.date_naive()..asked.end.date_naive();
        let came: BTreeSet<&str> = came.iter().map(|record| record.key.as_str()).collect();
        let asked_for: Vec<_> = self.0.iter().filter(|(_, (_, start))| days.contains(&day(*start))).collect();
        let gone: Vec<_> = asked_for.iter().filter(|(reference, _)| !came.contains(reference.as_str())).collect();
        if !is_trusted && gone.len() * 2 > asked_for.len() {
            let message =
                format!("the report lacks {} of {} shifts that were read before", gone.len(), asked_for.len());
            let fix = "see whether the report still shows all it should; heatsched load run --full takes it as it is";
            return Err(Issue::error(Code::UnexpectedAnswer, Place::new(SYSTEM), message, fix));
        }
        Ok(gone.into_iter().map(|(reference, (worker, _))| removal(workday, reference, worker)).collect())
    }
}

fn known(row: &Row) -> Option<(String, (String, Instant))> {
    let Some(Cell::Time(start)) = row.get("start") else { return None };
    Some((text(row, "source_reference")?.to_string(), (text(row, "shift_id")?.to_string(), *start)))
}

fn removal(workday: &Workday, reference: &str, worker: &str) -> Record {
    let origin = Origin { tenant: &workday.tenant, system: SYSTEM, reference };
    let text = |text: &str| Cell::Text(text.to_string());
    let row = origin.tombstone(&[("site_id", text(&workday.site)), ("shift_id", text(worker))]);
    let rows = Rows { remove: vec![(&WORKFORCE_SHIFTS, row)], gone: true, ..Rows::default() };
    Record { key: reference.into(), raw: String::new(), read: Ok(rows) }
}
