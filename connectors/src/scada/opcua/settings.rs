use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use ::opcua::crypto::SecurityPolicy;
use ::opcua::types::MessageSecurityMode;
use serde::Deserialize;
use udfs::{Issue, Issues};

use crate::load::{Job, duration};

const FIVE_SECONDS: Duration = Duration::from_secs(5);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    endpoint: String,
    policy: Option<String>,
    #[serde(default)]
    insecure: bool,
    certificates: Option<PathBuf>,
    application_uri: Option<String>,
    check_host: Option<bool>,
    user: Option<String>,
    password: Option<String>,
    connect_timeout: Option<String>,
    request_timeout: Option<String>,
    sampling: Option<String>,
    #[serde(default)]
    pub equipment: BTreeMap<String, toml::Table>,
}

/// A server, and how it is spoken to.
#[derive(Debug, Clone)]
pub struct Target {
    pub job: String,
    pub endpoint: String,
    pub policy: SecurityPolicy,
    pub mode: MessageSecurityMode,
    /// Folder of our certificate and key, and of the servers' certificates that are trusted.
    pub certificates: PathBuf,
    pub application_uri: String,
    pub check_host: bool,
    pub user: Option<String>,
    /// Where the password is.
    pub password: Option<String>,
    pub connect_timeout: Duration,
    pub request_timeout: Duration,
    pub sampling: Duration,
}

impl Settings {
    pub fn target(&self, job: &Job) -> Result<Target, Issues> {
        let time = |name: &str, text: &Option<String>, usual: Duration| -> Result<Duration, Issue> {
            text.as_deref()
                .map_or(Some(usual), duration)
                .ok_or_else(|| job.refuse(name, "no duration", "write 5s or 1m"))
        };
        if !self.endpoint.starts_with("opc.tcp://") {
            return Err(job.refuse("endpoint", "no address", "endpoint = \"opc.tcp://plc1:4840\"").into());
        }
        if self.insecure && (self.policy.is_some() || self.password.is_some()) {
            let message = "a policy or a password without security";
            return Err(job.refuse("insecure", message, "leave insecure out").into());
        }
        if self.user.is_some() != self.password.is_some() {
            return Err(job.refuse("user", "user and password belong together", "give both or none").into());
        }
        let (policy, mode) = match (self.insecure, self.policy.as_deref()) {
            (true, _) => (SecurityPolicy::None, MessageSecurityMode::None),
            (_, name) => (policy(job, name)?, MessageSecurityMode::SignAndEncrypt),
        };
        Ok(Target {
            job: job.name.clone(),
            endpoint: self.endpoint.clone(),
            policy,
            mode,
            certificates: job.base.join(self.certificates.as_deref().unwrap_or("certificates".as_ref())),
            application_uri: self.application_uri.clone().unwrap_or_else(|| "urn:heatsched:client".into()),
            check_host: self.check_host.unwrap_or(true),
            user: self.user.clone(),
            password: self.password.clone(),
            connect_timeout: time("connect_timeout", &self.connect_timeout, FIVE_SECONDS)?,
            request_timeout: time("request_timeout", &self.request_timeout, FIVE_SECONDS)?,
            sampling: time("sampling", &self.sampling, Duration::from_secs(1))?,
        })
    }
}

fn policy(job: &Job, name: Option<&str>) -> Result<SecurityPolicy, Issue> {
    match name {
        None | Some("Basic256Sha256") => Ok(SecurityPolicy::Basic256Sha256),
        Some("Aes128_Sha256_RsaOaep") => Ok(SecurityPolicy::Aes128Sha256RsaOaep),
        Some("Aes256_Sha256_RsaPss") => Ok(SecurityPolicy::Aes256Sha256RsaPss),
        Some(other) => {
            let fix = "use Basic256Sha256, Aes128_Sha256_RsaOaep or Aes256_Sha256_RsaPss; older ones are broken";
            Err(job.refuse("policy", format!("no policy {other}"), fix))
        }
    }
}
