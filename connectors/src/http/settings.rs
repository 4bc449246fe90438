use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;
use udfs::Issue;

use super::auth::Auth;
use crate::load::{Job, Retry, duration};

/// What a job says of the way to its system; all of it optional.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    pub auth: Option<Auth>,
    pub connect_timeout: Option<String>,
    /// Of one try from its start to the last byte of its answer.
    pub timeout: Option<String>,
    /// Of silence while an answer is read.
    pub read_timeout: Option<String>,
    pub max_body_mib: Option<u64>,
    pub tries: Option<u32>,
    pub requests_per_minute: Option<u32>,
    /// Certificates of authorities beside those of the system, PEM.
    pub ca_file: Option<PathBuf>,
    /// Certificate and private key to show to the server, PEM.
    pub client_certificate: Option<String>,
    /// An address, or `none`; else as the environment says.
    pub proxy: Option<String>,
    pub proxy_user: Option<String>,
    pub proxy_password: Option<String>,
}

/// Settings as they are used.
#[derive(Debug, Clone)]
pub(super) struct Limits {
    pub connect_timeout: Duration,
    pub timeout: Duration,
    pub read_timeout: Duration,
    pub max_body: u64,
    pub retry: Retry,
    pub requests_per_minute: Option<u32>,
}

impl Settings {
    pub(super) fn limits(&self, job: &Job) -> Result<Limits, Issue> {
        let time = |name: &str, text: &Option<String>, usual: u64| match text {
            None => Ok(Duration::from_secs(usual)),
            Some(text) => duration(text).filter(|time| !time.is_zero()).ok_or_else(|| {
                job.refuse(&format!("http.{name}"), format!("\"{text}\" is no duration"), "write 30s or 2m")
            }),
        };
        let usual = Retry::default();
        Ok(Limits {
            connect_timeout: time("connect_timeout", &self.connect_timeout, 10)?,
            timeout: time("timeout", &self.timeout, 120)?,
            read_timeout: time("read_timeout", &self.read_timeout, 30)?,
            max_body: self.max_body_mib.unwrap_or(64).saturating_mul(1 << 20),
            retry: Retry { tries: self.tries.unwrap_or(usual.tries).max(1), ..usual },
            requests_per_minute: self.requests_per_minute.filter(|most| *most > 0),
        })
    }
}
