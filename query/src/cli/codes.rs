use udfs::error::Kind;
use udfs::{Code, Issues};

use super::Exit;
use crate::output::{OutputArgs, TextTable};

const EXAMPLES: &str = "\
Examples:
  heatsched codes
  heatsched codes --format csv
  heatsched explain HS1101";

/// List the error codes, which keep their meaning for ever
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    output: OutputArgs,
}

pub(super) fn run(args: &Args) -> Result<Exit, Issues> {
    let mut table = TextTable::new(&["code", "kind", "title"]);
    for code in Code::ALL {
        table.push([code.as_str().to_string(), kind(code.kind()).to_string(), code.title().to_string()]);
    }
    args.output.or_table().open()?.write_all(&table.batch()?)?;
    Ok(Exit::Done)
}

pub(super) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Input => "input",
        Kind::Violation => "violation",
        Kind::Limit => "limit",
        Kind::Environment => "environment",
        Kind::Bug => "defect",
    }
}
