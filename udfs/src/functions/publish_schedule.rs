use chrono::SubsecRound;

use super::{Source, number, row, text, text_of};
use crate::error::{Code, Issue, Issues, Place};
use crate::model::Instant;
use crate::row::{Cell, Row};
use crate::store::Change;
use crate::stored::{self, Versions};
use crate::tables::{OPTIMIZATION_RUNS, SCHEDULE_VERSIONS, SCHEDULES};

/// Publishes a run: its schedule, the jobs and the run do not change from then on. Databases that lock rows have a
/// function of their own, with the same rules.
pub fn publish_schedule(source: &Source<'_>, run_id: &str, now: Instant) -> Result<Vec<Row>, Issues> {
    let run = source.row(&OPTIMIZATION_RUNS, "run_id", run_id)?;
    if text_of(&run, "status") == "no_solution" {
        let place = Place::new(OPTIMIZATION_RUNS.name).column("run_id").key(run_id);
        let fix = "validate_inputs says what is in its way";
        return Err(Issue::error(Code::NoValidPlan, place, "the run has no plan", fix).into());
    }
    let schedule_id = text_of(&run, "schedule_id");
    let versions = Versions::read(source.store, source.tenant)?;
    match versions.published_run(&schedule_id) {
        Some(published) if published == run_id => return Ok(versions.of(&schedule_id).cloned().into_iter().collect()),
        Some(_) => return Err(stored::refusal(&schedule_id)),
        None => {}
    }
    let mut schedule = source.row(&SCHEDULES, "schedule_id", &schedule_id)?;
    schedule.0.retain(|(name, _)| name != "status");
    schedule.0.push(("status".to_string(), text("published")));
    let first = versions.of(&schedule_id).map_or(schedule_id.clone(), |row| text_of(row, "first_schedule_id"));
    let version = versions.of(&schedule_id).and_then(|row| row.get("version").cloned()).unwrap_or(number(1));
    let version = row([
        ("tenant_id", text(source.tenant)),
        ("schedule_id", text(&schedule_id)),
        ("first_schedule_id", text(first)),
        ("version", version),
        ("published_run_id", text(run_id)),
        ("published_at", Cell::Time(now.trunc_subsecs(6))),
    ]);
    source.store.write(&[
        Change::upsert(&SCHEDULES, vec![schedule]),
        Change::upsert(&SCHEDULE_VERSIONS, vec![version.clone()]),
    ])?;
    Ok(vec![version])
}
