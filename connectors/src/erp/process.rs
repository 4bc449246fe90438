//! Which operations of an order are heat, and how much: an ERP knows work centres and quantities, not kWh.
//!
//! ```toml
//! [[job.orders.process]]
//! work_center = "FURN*"
//! material = "AXLE-*"
//! heating_kwh_per_unit = "0.42"
//! temperature_c = 860
//! equipment = ["F1", "F2"]
//! ```

use chrono_tz::Tz;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer};
use udfs::error::Place;
use udfs::model::Instant;
use udfs::row::Cell;
use udfs::tables::{PRODUCTION_JOBS, SCHEDULES};
use udfs::{Code, Issue};

use super::wall_clock;
use crate::load::{Origin, Rows, matches};

/// A rule for operations; the first that fits counts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Process {
    #[serde(default = "any")]
    pub work_center: String,
    #[serde(default = "any")]
    pub material: String,
    /// Useful heat of each unit of the operation's quantity.
    pub heating_kwh_per_unit: Option<Exact>,
    /// Useful heat of the batch as such.
    pub heating_kwh: Option<Exact>,
    pub temperature_c: Option<Exact>,
    /// Without it as long as the system has scheduled the operation for.
    pub duration_minutes: Option<u32>,
    pub equipment: Option<Vec<String>>,
    pub crew_size: Option<u32>,
    pub priority: Option<u32>,
}

fn any() -> String {
    "*".into()
}

/// A number as it is written, in quotes or without.
#[derive(Debug, Clone, Copy)]
pub struct Exact(pub Decimal);

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = toml::Value::deserialize(deserializer)?.to_string();
        written
            .trim_matches('"')
            .parse()
            .map(Self)
            .map_err(|_| serde::de::Error::custom(format!("{written} is no number")))
    }
}

/// What a system says of an operation.
#[derive(Debug, Clone)]
pub struct Operation<'a> {
    pub job_id: &'a str,
    pub product_id: Option<&'a str>,
    pub product_name: Option<&'a str>,
    pub quantity: Option<Decimal>,
    pub unit: Option<&'a str>,
    /// When the order may start, and has to be done.
    pub earliest_start: Instant,
    pub latest_end: Instant,
    /// What the system has scheduled.
    pub minutes: Option<i64>,
}

/// Where jobs go.
#[derive(Debug, Clone)]
pub struct Target {
    pub site: String,
    pub zone: Option<Tz>,
    /// Name of a day's schedule, with `{date}` and `{site}`.
    pub schedule: Option<String>,
}

pub fn find<'a>(rules: &'a [Process], work_center: &str, material: &str) -> Option<&'a Process> {
    rules.iter().find(|rule| matches(&rule.work_center, work_center) && matches(&rule.material, material))
}

impl Process {
    pub fn rows(&self, operation: &Operation<'_>, target: &Target, origin: Origin<'_>) -> Result<Rows, Vec<Issue>> {
        let place = || Place::new(origin.system).key(origin.reference);
        let (earliest, latest) = (wall_clock::up(operation.earliest_start), wall_clock::down(operation.latest_end));
        let zone = target.zone.ok_or_else(|| {
            let fix = "give time_zone to the job, or load the site first";
            vec![Issue::error(Code::NoOffset, place(), "the plant's time zone is not known", fix)]
        })?;
        let date = earliest.with_timezone(&zone).date_naive();
        let name = target.schedule.as_deref().unwrap_or("S-{date}");
        let schedule = name.replace("{date}", &date.to_string()).replace("{site}", &target.site);
        let text = |text: &str| Cell::Text(text.to_string());
        let number = |number: Option<Decimal>| number.map_or(Cell::Null, Cell::Number);
        let own =
            [("site_id", text(&target.site)), ("schedule_id", text(&schedule)), ("schedule_date", Cell::Date(date))];
        let heat = self.heat(operation, &place).map_err(|issue| vec![issue])?;
        let minutes = self.duration_minutes.map(i64::from).or(operation.minutes);
        let mut cells = vec![
            ("job_id", text(operation.job_id)),
            ("product_id", operation.product_id.map_or(Cell::Null, text)),
            ("product_name", operation.product_name.map_or(Cell::Null, text)),
            ("quantity", number(operation.quantity)),
            ("unit", operation.unit.map_or(Cell::Null, text)),
            ("heating_requirement_kwh", Cell::Number(heat)),
            ("temperature_setpoint_c", number(self.temperature_c.map(|exact| exact.0))),
            ("duration_minutes", number(minutes.map(Decimal::from))),
            ("earliest_start", Cell::Time(earliest)),
            ("latest_end", Cell::Time(latest)),
            ("priority", number(self.priority.map(Decimal::from))),
            ("crew_size", number(self.crew_size.map(Decimal::from))),
            ("allowed_equipment", self.equipment.as_ref().map_or(Cell::Null, |ids| Cell::Text(ids.join(",")))),
        ];
        cells.extend(own.clone());
        let job = origin.row(&PRODUCTION_JOBS, &cells)?;
        let day = origin.row(&SCHEDULES, &own)?;
        Ok(Rows { upsert: vec![(&PRODUCTION_JOBS, job)], create: vec![(&SCHEDULES, day)], ..Rows::default() })
    }

    fn heat(&self, operation: &Operation<'_>, place: &dyn Fn() -> Place) -> Result<Decimal, Issue> {
        let missing = |message: &str, fix: &str| Issue::error(Code::MissingField, place(), message, fix);
        let batch = self.heating_kwh.map_or(Decimal::ZERO, |exact| exact.0);
        let Some(Exact(per_unit)) = self.heating_kwh_per_unit else {
            let fix = "give heating_kwh or heating_kwh_per_unit in the job's process";
            return self.heating_kwh.map(|exact| exact.0).ok_or_else(|| missing("no heat is configured", fix));
        };
        let quantity =
            operation.quantity.ok_or_else(|| missing("no quantity", "give the operation a quantity there"))?;
        let heat = per_unit.checked_mul(quantity).and_then(|heat| heat.checked_add(batch));
        let heat =
            heat.ok_or_else(|| Issue::error(Code::OutOfRange, place(), "too much heat", "correct the quantity"))?;
        Ok(heat.round_dp(6))
    }
}

/// Of a job that its order has closed or deleted.
pub fn gone(job_id: &str, origin: Origin<'_>) -> Rows {
    let row = origin.tombstone(&[("job_id", Cell::Text(job_id.into()))]);
    Rows { remove: vec![(&PRODUCTION_JOBS, row)], gone: true, ..Rows::default() }
}
