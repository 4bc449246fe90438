use connectors::scada::opcua;
use udfs::Issues;
use udfs::{Code, Issue};

use super::super::{Context, Exit};
use super::Shared;
use super::attempt::print;

/// Show the certificate of a job's OPC UA server, or trust it
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Job, as a section of the file of jobs
    #[arg(value_name = "JOB")]
    job: String,
    /// SHA-256 or SHA-1 of the certificate, read off the server itself: it is trusted if this is it
    #[arg(long, value_name = "HEX")]
    fingerprint: Option<String>,
}

pub(super) fn run(context: &Context, shared: &Shared, args: &Args) -> Result<Exit, Issues> {
    let config = shared.config(context)?;
    let job = config.job(&args.job)?;
    if job.kind != "opcua" {
        let message = format!("jobs of kind \"{}\" have no certificates of their own", job.kind);
        return Err(
            Issue::error(Code::NotSupported, job.place(), message, "trust is for jobs of kind \"opcua\"").into()
        );
    }
    let found = opcua::trust(job, args.fingerprint.as_deref())?;
    print(&serde_json::json!({
        "job": job.name, "subject": found.subject, "sha256": found.sha256, "sha1": found.sha1,
        "not_after": found.not_after, "trusted": found.trusted,
        "own_certificate": found.own, "own_sha256": found.own_sha256,
    }))?;
    Ok(Exit::Done)
}
