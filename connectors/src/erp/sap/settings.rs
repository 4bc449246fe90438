use std::collections::BTreeMap;
use std::time::Duration;

use chrono_tz::Tz;
use serde::Deserialize;
use udfs::Issues;

use crate::erp::process::Process;
use crate::http;
use crate::load::{Job, duration};

/// What a job of kind `sap` says; see the README.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The gateway's OData root, without a service.
    pub url: String,
    pub plant: String,
    pub client: Option<String>,
    #[serde(default)]
    pub http: http::Settings,
    pub time_zone: Option<String>,
    /// Of the application server's clock, in texts such as 20260105060000.
    #[serde(default = "utc")]
    pub system_time_zone: String,
    pub schedule: Option<String>,
    #[serde(default)]
    pub order_types: Vec<String>,
    #[serde(default)]
    pub process: Vec<Process>,
    /// Pieces of equipment there, and here.
    #[serde(default)]
    pub equipment: BTreeMap<String, String>,
    /// System conditions under which equipment runs while it is maintained.
    #[serde(default = "running")]
    pub running_conditions: Vec<String>,
    /// Types of maintenance orders that are repairs.
    #[serde(default)]
    pub repair_types: Vec<String>,
    #[serde(default = "production_service")]
    pub production_service: String,
    #[serde(default = "maintenance_service")]
    pub maintenance_service: String,
    #[serde(default = "page_size")]
    pub page_size: usize,
    /// How far before the last change read a run begins: what was written late is not lost.
    #[serde(default = "lag")]
    pub lag: String,
    #[serde(default)]
    pub write_back: WriteBack,
}

/// How a published plan is told to the system.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WriteBack {
    /// As the plant's SAP is customised.
    pub scheduling_mode: Option<String>,
    pub scheduling_strategy: Option<String>,
}

fn utc() -> String {
    "UTC".into()
}

fn running() -> Vec<String> {
    vec!["1".into()]
}

fn production_service() -> String {
    "API_PRODUCTION_ORDER_2_SRV".into()
}

fn maintenance_service() -> String {
    "API_MAINTENANCEORDER".into()
}

fn page_size() -> usize {
    500
}

fn lag() -> String {
    "5m".into()
}

impl Settings {
    pub fn read(job: &Job) -> Result<(Self, Tz, Duration), Issues> {
        let settings: Self = job.settings()?;
        let zone = settings
            .system_time_zone
            .parse()
            .map_err(|_| job.refuse("system_time_zone", "no IANA time zone", "write UTC or Europe/Berlin"))?;
        let lag = duration(&settings.lag).ok_or_else(|| job.refuse("lag", "no duration", "write 5m"))?;
        if settings.process.is_empty() && settings.equipment.is_empty() {
            let fix = "say which operations are heat in process, or which equipment is ours in equipment";
            return Err(job.refuse("process", "nothing would be read", fix).into());
        }
        if !(1..=10_000).contains(&settings.page_size) {
            return Err(job.refuse("page_size", "not from 1 to 10000", "write 500").into());
        }
        Ok((settings, zone, lag))
    }
}
