use chrono::TimeDelta;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use udfs::{Issue, Issues};

use crate::http;
use crate::load::{Job, duration};

/// What a job says of any feed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Common {
    /// Whose prices they are.
    pub tariff: String,
    /// Of the tariff, where it is not stored.
    pub currency: Option<String>,
    /// In place of the official address.
    pub url: Option<String>,
    /// A reference such as `${env:NAME}`.
    pub key: Option<String>,
    #[serde(default)]
    pub http: http::Settings,
    /// Before the first run.
    pub history: Option<String>,
    /// What is read again, as sources correct themselves.
    pub lag: Option<String>,
    /// After now.
    pub ahead: Option<String>,
}

impl Common {
    const NAMES: [&str; 8] = ["tariff", "currency", "url", "key", "http", "history", "lag", "ahead"];

    /// These, and those that only the feed knows.
    pub fn of<T: DeserializeOwned>(job: &Job) -> Result<(Self, T), Issues> {
        let (common, own): (toml::Table, toml::Table) =
            job.settings.clone().into_iter().partition(|(name, _)| Self::NAMES.contains(&name.as_str()));
        let part = |settings| Job { settings, ..job.clone() };
        Ok((part(common).settings()?, part(own).settings()?))
    }

    pub fn time(job: &Job, name: &str, text: Option<&str>, usual: TimeDelta) -> Result<TimeDelta, Issue> {
        let Some(text) = text else { return Ok(usual) };
        let time = duration(text).and_then(|time| TimeDelta::from_std(time).ok());
        time.ok_or_else(|| job.refuse(name, format!("\"{text}\" is no duration"), "write 12h or 7d"))
    }
}
