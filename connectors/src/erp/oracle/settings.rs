use std::time::Duration;

use serde::Deserialize;
use udfs::Issues;

use crate::erp::process::Process;
use crate::http;
use crate::load::{Job, duration};

/// What a job of kind `oracle` says; see the README.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Up to the version: `https://POD.fa.DC.oraclecloud.com/fscmRestApi/resources/11.13.18.05`.
    pub url: String,
    pub organization: String,
    #[serde(default)]
    pub http: http::Settings,
    pub time_zone: Option<String>,
    pub schedule: Option<String>,
    pub process: Vec<Process>,
    #[serde(default = "page_size")]
    pub page_size: usize,
    #[serde(default = "lag")]
    lag: String,
}

fn page_size() -> usize {
    200
}

fn lag() -> String {
    "5m".into()
}

impl Settings {
    pub fn read(job: &Job) -> Result<(Self, Duration), Issues> {
        let settings: Self = job.settings()?;
        let lag = duration(&settings.lag).ok_or_else(|| job.refuse("lag", "no duration", "write 5m"))?;
        if !(1..=500).contains(&settings.page_size) {
            return Err(job.refuse("page_size", "not from 1 to 500", "write 200").into());
        }
        Ok((settings, lag))
    }
}
