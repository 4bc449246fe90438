use std::path::Path;

use udfs::error::Kind;
use udfs::{Code, Issue, Issues};

use super::{Exit, codes};
use crate::output::{place, write_atomically};

const EXAMPLES: &str = "\
Examples:
  heatsched explain HS1101
  heatsched codes            all of them";

/// Say what an error code means and whose turn it is
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Code, as in HS1101
    code: String,
}

pub(super) fn run(args: &Args) -> Result<Exit, Issues> {
    let wanted = args.code.to_ascii_uppercase();
    let code = Code::find(&wanted).ok_or_else(|| {
        let message = format!("\"{}\" is no code of heatsched", args.code);
        Issue::error(Code::UnknownReference, place("explain"), message, "heatsched codes lists them")
    })?;
    let kind = codes::kind(code.kind());
    let text = format!("{code}: {}\n{kind}: {}\n", code.title(), turn(code.kind()));
    write_atomically(Path::new("-"), text.as_bytes())?;
    Ok(Exit::Done)
}

fn turn(kind: Kind) -> &'static str {
    match kind {
        Kind::Input => "the input has to change; the message names the row and column, the hint what to do",
        Kind::Violation => {
            "a schedule breaks a rule of its problem; the row says by how much, and what would remove it"
        }
        Kind::Limit => "a limit of heatsched; a smaller problem or another option avoids it",
        Kind::Environment => "a file, a store or another system failed; try again when it works",
        Kind::Bug => "a defect of heatsched; please report it with the message and the problem document",
    }
}
