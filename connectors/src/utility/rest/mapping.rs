use chrono::TimeDelta;
use serde::Deserialize;
use udfs::model::Instant;
use udfs::row::Cell;
use udfs::{Issue, Issues};

use crate::json;
use crate::load::{Job, duration};
use crate::market::feed::missing;
use crate::market::{Found, Quote, Unit};
use crate::utility::form::TimeForm;

/// Where in a JSON object a price is, by pointers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    start: String,
    end: Option<String>,
    /// Of a price without an end, such as `15m`.
    interval: Option<String>,
    amount: String,
    /// Of all, such as `EUR/MWh`.
    unit: Option<String>,
    unit_at: Option<String>,
    #[serde(default)]
    times: TimeForm,
}

impl Mapping {
    /// Before anything is sent.
    pub fn check(&self, job: &Job) -> Result<(), Issues> {
        if let Some(unit) = &self.unit {
            Unit::known(unit).map_err(|issue| Issue { place: job.place().column("price.unit"), ..issue })?;
        }
        let refuse = |column: &str, message: &str, fix: &str| Err(job.refuse(column, message, fix).into());
        if self.unit.is_some() == self.unit_at.is_some() {
            return refuse("price.unit", "unit and unit_at both, or neither", "give the unit, or a pointer to it");
        }
        if self.end.is_some() == self.interval.is_some() {
            return refuse("price.end", "end and interval both, or neither", "give a pointer to the end, or 15m");
        }
        if self.interval.is_some() && self.interval().is_none() {
            return refuse("price.interval", "no duration", "write 15m or 1h");
        }
        let pointers = [Some(&self.start), self.end.as_ref(), Some(&self.amount), self.unit_at.as_ref()];
        if pointers.into_iter().flatten().any(|pointer| !pointer.is_empty() && !pointer.starts_with('/')) {
            return refuse("price", "a pointer starts with /", "write /data/start for the field start of data");
        }
        Ok(())
    }

    pub fn found(&self, number: usize, item: &Cell) -> Found {
        let key = json::word(item, &self.start).unwrap_or_else(|| format!("#{number}"));
        Found::new(key, json::shown(item), self.quote(item))
    }

    fn quote(&self, item: &Cell) -> Result<Quote, Issue> {
        let start = self.time(item, &self.start).ok_or_else(|| missing(&self.start))?;
        let end = match &self.end {
            Some(pointer) => self.time(item, pointer).ok_or_else(|| missing(pointer))?,
            None => start + self.interval().unwrap_or_default(),
        };
        let unit = match (&self.unit, &self.unit_at) {
            (Some(unit), _) => Unit::known(unit)?,
            (None, pointer) => Unit::known(&json::word(item, pointer.as_deref().unwrap_or("")).unwrap_or_default())?,
        };
        let amount = json::number(item, &self.amount).ok_or_else(|| missing(&self.amount))?;
        Quote::new(start, end, amount, &unit)
    }

    fn time(&self, item: &Cell, pointer: &str) -> Option<Instant> {
        self.times.read(&json::word(item, pointer)?)
    }

    fn interval(&self) -> Option<TimeDelta> {
        TimeDelta::from_std(duration(self.interval.as_deref()?)?).ok().filter(|interval| *interval > TimeDelta::zero())
    }
}
