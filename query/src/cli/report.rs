use std::path::{Path, PathBuf};

use udfs::functions::{Form, Ids, Source, monthly_report, savings_report, schedule_report, utilization_report};
use udfs::report::Paper;
use udfs::{Code, Issue, Issues};

use super::{Context, Exit, source};
use crate::output::{place, write_atomically};

const EXAMPLES: &str = "\
Examples:
  heatsched report 3f1c9a0b77d2e415 --output plan.pdf
  heatsched report 3f1c9a0b77d2e415 --output plan.xlsx
  heatsched report --kind monthly --site plant-a --month 2026-01 --output january.pdf --paper letter
  heatsched report --kind savings --site 'plant-%' --month 2026-01 --to 2026-12 --output savings.xlsx
  heatsched report --kind utilization --site plant-a --month 2026-01 --output equipment.pdf
  heatsched -c 'SELECT run_id, schedule_id, savings FROM savings'      which runs there are

All kinds but schedule are over the current run of each schedule: the published one, else the one stored last. A schedule
counts in the month of its date.
Every figure is that of the stored rows. The same rows give the same bytes, whenever and wherever it is written.";

/// Write a report of stored runs - a plan, a month, savings, equipment use - as PDF or Excel workbook
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Run of the warehouse, as in optimization_runs; for the kind schedule
    #[arg(value_name = "RUN_ID")]
    run: Option<String>,
    /// What to report
    #[arg(long, value_enum, default_value_t = Kind::Schedule, value_name = "KIND")]
    kind: Kind,
    /// Site to report; for savings also a pattern such as 'plant-%', or several
    #[arg(long, value_name = "ID", conflicts_with = "run", required_if_eq_any([("kind", "monthly"), ("kind", "savings"), ("kind", "utilization")]))]
    site: Vec<String>,
    /// Month to report, or the first one, such as 2026-01
    #[arg(long, value_name = "MONTH", conflicts_with = "run", required_if_eq_any([("kind", "monthly"), ("kind", "savings"), ("kind", "utilization")]))]
    month: Option<String>,
    /// Last month of savings or utilization [default: the first]
    #[arg(long, value_name = "MONTH", requires = "month")]
    to: Option<String>,
    /// Report to write; its ending, pdf or xlsx, is its form
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Paper of a PDF
    #[arg(long, value_enum, default_value_t = PaperArg::A4, value_name = "PAPER")]
    paper: PaperArg,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    /// A run: its plan, load, cost and savings
    Schedule,
    /// A site's calendar month: cost, savings, peaks, day by day
    Monthly,
    /// What plans save: by month, site, charge and tariff period
    Savings,
    /// How equipment is used: hours, starts, energy, peaks
    Utilization,
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

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Issues> {
    let form = form(&args.output, args.paper)?;
    let warehouse = source::open(context)?;
    let from = Source { store: &warehouse, tenant: &context.global.tenant };
    write_atomically(&args.output, &bytes(&from, args, form)?)?;
    context.reporter.info(&format!("wrote {}", args.output.display()));
    Ok(Exit::Done)
}

fn bytes(from: &Source<'_>, args: &Args, form: Form) -> Result<Vec<u8>, Issues> {
    let first = args.month.as_deref().unwrap_or_default();
    let months = [first, args.to.as_deref().unwrap_or(first)];
    match args.kind {
        Kind::Schedule => match &args.run {
            Some(run_id) => schedule_report(from, run_id, form),
            None => Err(refused("RUN_ID", "no run is given", "give one of optimization_runs, or another --kind")),
        },
        Kind::Monthly if months[0] != months[1] => {
            Err(refused("--to", "a monthly report is of one month", "leave it out"))
        }
        Kind::Monthly => monthly_report(from, one_site(args)?, first, form),
        Kind::Savings => savings_report(from, &Ids::new(args.site.clone()), months, form),
        Kind::Utilization => utilization_report(from, one_site(args)?, months, form),
    }
}

fn one_site(args: &Args) -> Result<&str, Issues> {
    match args.site.as_slice() {
        [site] => Ok(site),
        _ => Err(refused("--site", "this report is of one site", "give one, or write a report for each")),
    }
}

fn form(path: &Path, paper: PaperArg) -> Result<Form, Issues> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    match ending.as_deref() {
        Some("pdf") => Ok(Form::Pdf(paper.into())),
        Some("xlsx") => Ok(Form::Xlsx),
        _ => Err(refused(
            &path.display().to_string(),
            "no report has this ending",
            "give a file that ends in .pdf or .xlsx",
        )),
    }
}

fn refused(at: &str, message: &str, fix: &str) -> Issues {
    Issue::error(Code::NotSupported, place(at.to_string()), message, fix).into()
}
