use std::path::PathBuf;

use ::opcua::crypto::X509;
use ::opcua::types::MessageSecurityMode;
use tokio::time::Instant;
use udfs::error::Place;
use udfs::{Code, Issue, Issues};

use super::certificates::{Certificates, fingerprint, same_fingerprint};
use super::connection::{certificate, client, endpoint};
use super::refusal::Refusal;
use super::settings::Settings;
use crate::load::Job;
use crate::scada::runtime::Worker;

/// A server's certificate, as people compare it, and what they need at the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerCertificate {
    pub subject: String,
    pub sha256: String,
    /// As OPC UA tools show it.
    pub sha1: String,
    pub not_after: String,
    pub trusted: bool,
    /// Our own, which the server has to trust.
    pub own: PathBuf,
    pub own_sha256: String,
}

/// Fetches the certificate of the job's server. With its fingerprint, SHA-256 or SHA-1, it is trusted from now on.
pub fn trust(job: &Job, expected: Option<&str>) -> Result<ServerCertificate, Issues> {
    let settings: Settings = job.settings()?;
    let target = settings.target(job)?;
    if target.mode == MessageSecurityMode::None {
        return Err(job.refuse("insecure", "there are no certificates without security", "leave insecure out").into());
    }
    let certificates = Certificates::new(&target.certificates);
    let own = certificates.own(&target.application_uri)?;
    let deadline = target.connect_timeout;
    let endpoint =
        Worker::start()?.wait(async { Ok(endpoint(&target, &client(&target)?, Instant::now() + deadline).await?) })?;
    let server = certificate(&endpoint).ok_or_else(|| Refusal(&target).no_certificate())?;
    let prints = [fingerprint(&server), server.thumbprint().as_hex_string()];
    if let Some(expected) = expected {
        if !prints.iter().any(|print| same_fingerprint(print, expected)) {
            return Err(mismatch(&target.endpoint, &prints[0], expected).into());
        }
        certificates.trust(&server)?;
    }
    let [sha256, sha1] = prints;
    Ok(ServerCertificate {
        subject: server.subject_name(),
        sha256,
        sha1,
        not_after: not_after(&server),
        trusted: certificates.trusts(&server),
        own: certificates.own_path(),
        own_sha256: fingerprint(&own),
    })
}

fn mismatch(endpoint: &str, found: &str, expected: &str) -> Issue {
    let message = format!("the server's certificate is {found}, not {expected}");
    let fix = "compare with the server itself: somebody may stand between";
    Issue::error(Code::AccessRefused, Place::new(endpoint), message, fix)
}

fn not_after(certificate: &X509) -> String {
    certificate.not_after().map(|at| at.to_rfc3339()).unwrap_or_default()
}
