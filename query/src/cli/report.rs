use std::path::{Path, PathBuf};

use udfs::functions::Source;
use udfs::report::{Paper, Report, pdf, xlsx};
use udfs::{Code, Issue, Issues};

use super::{Context, Exit, source};
use crate::output::{place, write_atomically};

const EXAMPLES: &str = "\
Examples:
  heatsched report 3f1c9a0b77d2e415 --output plan.pdf
  heatsched report 3f1c9a0b77d2e415 --output plan.pdf --paper letter
  heatsched report 3f1c9a0b77d2e415 --output plan.xlsx
  heatsched -c 'SELECT run_id, schedule_id, savings FROM savings'      which runs there are

Every figure is that of the stored rows. The same run gives the same bytes, whenever and wherever it is written.";

/// Write a report of a stored run: the plan, its load, cost and savings, as PDF or Excel workbook
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Run of the warehouse, as in optimization_runs
    #[arg(value_name = "RUN_ID")]
    run: String,
    /// Report to write; its ending, pdf or xlsx, is its form
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Paper of a PDF
    #[arg(long, value_enum, default_value_t = PaperArg::A4, value_name = "PAPER")]
    paper: PaperArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum PaperArg {
    /// 210 x 297 mm
    A4,
    /// 8.5 x 11 in
    Letter,
}

impl From<PaperArg> for Paper {
    fn from(paper: PaperArg) -> Self {
        match paper {
            PaperArg::A4 => Paper::A4,
            PaperArg::Letter => Paper::Letter,
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Form {
    Pdf,
    Xlsx,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Issues> {
    let form = form(&args.output)?;
    let warehouse = source::open(context)?;
    let from = Source { store: &warehouse, tenant: &context.global.tenant };
    let report = Report::read(&from, &args.run)?;
    let bytes = match form {
        Form::Pdf => pdf(&report, args.paper.into())?,
        Form::Xlsx => xlsx(&report)?,
    };
    write_atomically(&args.output, &bytes)?;
    context.reporter.info(&format!("wrote {}", args.output.display()));
    Ok(Exit::Done)
}

fn form(path: &Path) -> Result<Form, Issues> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    match ending.as_deref() {
        Some("pdf") => Ok(Form::Pdf),
        Some("xlsx") => Ok(Form::Xlsx),
        _ => {
            let fix = "give a file that ends in .pdf or .xlsx";
            Err(Issue::error(Code::NotSupported, place(path.display().to_string()), "no report has this ending", fix)
                .into())
        }
    }
}
