use chrono::Utc;
use connectors::load::{Job, status};
use serde_json::Value;
use udfs::Issues;

use super::super::{Context, Exit};
use super::Shared;
use super::attempt::print;
use super::destination::Destination;
use crate::output::{Columns, OutputArgs};

/// Show each job's last run, how far it has read, and what waits in quarantine
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Job, as a section of the file of jobs; without it all of them
    #[arg(value_name = "JOB")]
    job: Option<String>,
    /// Everything, as one JSON array
    #[arg(long, conflicts_with_all = ["format", "output"])]
    json: bool,
    #[command(flatten)]
    output: OutputArgs,
}

pub(super) fn run(context: &Context, shared: &Shared, args: &Args) -> Result<Exit, Issues> {
    let config = shared.config(context)?;
    let jobs: Vec<&Job> = match &args.job {
        Some(name) => vec![config.job(name)?],
        None => config.jobs.iter().collect(),
    };
    let now = Utc::now();
    let of = |job: &&Job| status(Destination::open(context, shared, job)?.store(), job, now);
    let found = jobs.iter().map(of).collect::<Result<Vec<Value>, Issues>>()?;
    if args.json {
        print(&Value::Array(found))?;
        return Ok(Exit::Done);
    }
    args.output.or_table().open()?.write_all(&table(&found)?)?;
    Ok(Exit::Done)
}

/// A row a stream; of a job that never moved a cursor, one.
fn table(jobs: &[Value]) -> Result<arrow::record_batch::RecordBatch, Issues> {
    let mut rows: Vec<[String; 8]> = Vec::new();
    for job in jobs {
        let run = |name: &str| shown(&job["last_run"][name]);
        let empty = vec![Value::Null];
        let streams = job["streams"].as_array().filter(|streams| !streams.is_empty()).unwrap_or(&empty);
        for stream in streams {
            let lag = shown(&stream["lag_seconds"]);
            rows.push([
                shown(&job["job"]),
                run("status"),
                run("started_at"),
                run("rows_written"),
                shown(&job["quarantined"]),
                [shown(&stream["stream"]), shown(&stream["part"])].join(" ").trim().to_string(),
                shown(&stream["cursor"]),
                lag,
            ]);
        }
    }
    let names = ["job", "status", "started_at", "rows_written", "quarantined", "stream", "cursor", "lag_seconds"];
    let column =
        |columns: Columns, (i, name): (usize, &str)| columns.text(name, rows.iter().map(|row| row[i].as_str()));
    names.into_iter().enumerate().fold(Columns::default(), column).batch()
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
