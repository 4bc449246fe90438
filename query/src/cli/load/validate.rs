use connectors::load::open;
use udfs::Issues;
use udfs::store::MemoryStore;

use super::super::{Context, Exit};
use super::Shared;
use crate::output::{Columns, OutputArgs};

/// Check the file of jobs, without any connection
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    output: OutputArgs,
}

pub(super) fn run(context: &Context, shared: &Shared, args: &Args) -> Result<Exit, Issues> {
    let config = shared.config(context)?;
    let store = MemoryStore::new();
    let mut issues = Issues::default();
    for job in &config.jobs {
        if let Err(found) = open(job, &store) {
            issues.extend(found);
        }
    }
    if issues.has_errors() {
        context.reporter.issues(&issues);
        return Ok(Exit::Code(2));
    }
    let table = Columns::default()
        .text("job", config.jobs.iter().map(|job| job.name.as_str()))
        .text("kind", config.jobs.iter().map(|job| job.kind.as_str()))
        .text("tenant", config.jobs.iter().map(|job| job.tenant.as_str()))
        .text("site", config.jobs.iter().map(|job| job.site.as_deref().unwrap_or_default()))
        .batch()?;
    args.output.or_table().open()?.write_all(&table)?;
    Ok(Exit::Done)
}
