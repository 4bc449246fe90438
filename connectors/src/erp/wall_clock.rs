use chrono::{NaiveDateTime, Timelike};
use chrono_tz::Tz;
use udfs::error::Place;
use udfs::model::Instant;
use udfs::row::Cell;
use udfs::store::Store;
use udfs::tables::SITES;
use udfs::{Code, Issue, Issues};

use crate::files::local;
use crate::load::Job;

/// The time zone of the plant's clocks: as configured, else the site's; `None` where nothing is known yet.
pub fn zone(job: &Job, name: Option<&str>, store: &dyn Store) -> Result<Option<Tz>, Issues> {
    if let Some(name) = name {
        let unknown = || job.refuse("time_zone", format!("\"{name}\" is no IANA time zone"), "write America/Chicago");
        return Ok(Some(name.parse().map_err(|_| unknown())?));
    }
    let Some(site) = &job.site else { return Ok(None) };
    let rows = store.read(&SITES, &[("tenant_id", &job.tenant), ("site_id", site)])?;
    let zone = rows.first().and_then(|row| row.get("time_zone"));
    Ok(zone.and_then(|cell| if let Cell::Text(name) = cell { name.parse().ok() } else { None }))
}

/// The instant that a clock on the plant's wall shows.
pub fn instant(at: NaiveDateTime, zone: Option<Tz>, place: impl FnOnce() -> Place) -> Result<Instant, Issue> {
    local::resolve(at, zone).map_err(|problem| Issue::error(problem.code, place(), problem.message, problem.fix))
}

/// Plans are made of whole minutes: not before the time.
pub fn up(at: Instant) -> Instant {
    let down = down(at);
    if down == at { at } else { down + chrono::TimeDelta::minutes(1) }
}

/// Not after the time.
pub fn down(at: Instant) -> Instant {
    at.with_second(0).and_then(|at| at.with_nanosecond(0)).unwrap_or(at)
}

/// The site that the rows of a job are of.
pub fn site(job: &Job) -> Result<String, Issue> {
    let missing = || {
        let fix = "give site = \"plant-a\" to the job, as in sites";
        Issue::error(Code::MissingField, job.place().column("site"), "no site is named", fix)
    };
    job.site.clone().ok_or_else(missing)
}
