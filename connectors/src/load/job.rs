use std::path::PathBuf;
use std::time::Duration;

use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use udfs::error::Place;
use udfs::{Code, Issue, Issues};

/// A load job as configured.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    pub name: String,
    pub kind: String,
    pub tenant: String,
    pub site: Option<String>,
    pub limits: Limits,
    /// All of a run, or for ever.
    pub timeout: Option<Duration>,
    /// Folder of relative paths.
    pub base: PathBuf,
    /// What only this kind of job knows.
    pub settings: toml::Table,
}

/// How much of a load may be unusable before it is not written at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Of the records read; one bad record is always within it, unless it is 0.
    pub max_bad_ratio: Decimal,
    pub max_bad_rows: u64,
    /// Records that are written in one step.
    pub batch_rows: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { max_bad_ratio: Decimal::new(5, 2), max_bad_rows: 1_000, batch_rows: 50_000 }
    }
}

impl Limits {
    pub fn allow(&self, bad: u64, read: u64) -> bool {
        bad <= self.max_bad_rows && Decimal::from(bad) <= (self.max_bad_ratio * Decimal::from(read)).ceil()
    }
}

impl Job {
    pub fn place(&self) -> Place {
        Place::new(format!("job.{}", self.name))
    }

    /// The settings of this kind of job, each of them known.
    pub fn settings<T: DeserializeOwned>(&self) -> Result<T, Issues> {
        self.settings.clone().try_into().map_err(|e: toml::de::Error| {
            let message = format!("settings of kind \"{}\": {}", self.kind, e.message());
            Issue::error(Code::Malformed, self.place(), message, "see the connector's README for its settings").into()
        })
    }

    pub fn refuse(&self, column: &str, message: impl Into<String>, fix: impl Into<String>) -> Issue {
        Issue::error(Code::OutOfRange, self.place().column(column), message, fix)
    }
}

/// What every kind of job can be told.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Common {
    pub tenant: Option<String>,
    pub site: Option<String>,
    pub max_bad_ratio: Option<toml::Value>,
    pub max_bad_rows: Option<u64>,
    pub batch_rows: Option<usize>,
    pub timeout: Option<String>,
}

impl Common {
    pub const NAMES: [&str; 6] = ["tenant", "site", "max_bad_ratio", "max_bad_rows", "batch_rows", "timeout"];

    pub fn or(self, defaults: &Self) -> Self {
        let defaults = defaults.clone();
        Self {
            tenant: self.tenant.or(defaults.tenant),
            site: self.site.or(defaults.site),
            max_bad_ratio: self.max_bad_ratio.or(defaults.max_bad_ratio),
            max_bad_rows: self.max_bad_rows.or(defaults.max_bad_rows),
            batch_rows: self.batch_rows.or(defaults.batch_rows),
            timeout: self.timeout.or(defaults.timeout),
        }
    }

    pub fn limits(&self, place: &Place) -> Result<Limits, Issue> {
        let usual = Limits::default();
        let ratio = match &self.max_bad_ratio {
            None => usual.max_bad_ratio,
            Some(value) => value
                .to_string()
                .trim_matches('"')
                .parse()
                .ok()
                .filter(|ratio| (Decimal::ZERO..=Decimal::ONE).contains(ratio))
                .ok_or_else(|| {
                    let place = place.clone().column("max_bad_ratio");
                    Issue::error(Code::OutOfRange, place, format!("{value} is no ratio"), "give a number from 0 to 1")
                })?,
        };
        Ok(Limits {
            max_bad_ratio: ratio,
            max_bad_rows: self.max_bad_rows.unwrap_or(usual.max_bad_rows),
            batch_rows: self.batch_rows.unwrap_or(usual.batch_rows).max(1),
        })
    }
}

/// `90s`, `15m`, `2h` or `1d`.
pub fn duration(text: &str) -> Option<Duration> {
    let text = text.trim();
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
    let seconds = match unit.trim() {
        "s" => 1,
        "m" | "min" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return None,
    };
    Some(Duration::from_secs(number.parse::<u64>().ok()?.checked_mul(seconds)?))
}
