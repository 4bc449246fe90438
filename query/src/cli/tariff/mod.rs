mod tables;

use std::path::{Path, PathBuf};

use udfs::tariff_document::{self, Form};
use udfs::{Issues, stored};

use super::{Context, Exit, source};
use crate::output::write_atomically;

const EXAMPLES: &str = "\
Examples:
  heatsched tariff export ind-tou                                   as bill --tariff reads it
  heatsched tariff export ind-tou --form urdb --output ind-tou.json
  heatsched tariff export ind-tou --form tables --output ind-tou.xlsx   a sheet a table
  heatsched import ind-tou.json                                     the way back";

/// Tariffs of the warehouse as documents
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    command: TariffCommand,
}

#[derive(Debug, clap::Subcommand)]
enum TariffCommand {
    /// Write a tariff as a JSON document, or as its tables
    Export(ExportArgs),
}

#[derive(Debug, clap::Args)]
struct ExportArgs {
    /// Tariff, as in tariffs
    #[arg(value_name = "ID")]
    tariff_id: String,
    /// Form of the document
    #[arg(long, value_enum, default_value_t = DocumentForm::Own, value_name = "FORM")]
    form: DocumentForm,
    /// Write it to this file instead of standard output; tables to a workbook (.xlsx), or CSV files into this folder
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum DocumentForm {
    /// heatsched's own: everything
    Own,
    /// Utility Rate Database; what it cannot state is refused by name
    Urdb,
    /// heatsched's own tables: everything, for spreadsheets
    Tables,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Issues> {
    let TariffCommand::Export(args) = &args.command;
    let warehouse = source::open(context)?;
    let tariff = stored::stored_tariff(&warehouse, &context.global.tenant, &args.tariff_id)?;
    let form = match args.form {
        DocumentForm::Own => Form::Own,
        DocumentForm::Urdb => Form::Urdb,
        DocumentForm::Tables => {
            tables::export(&tariff, args.output.as_deref())?;
            return Ok(Exit::Done);
        }
    };
    let mut document = tariff_document::write(&tariff, form)?;
    document.push('\n');
    write_atomically(args.output.as_deref().unwrap_or(Path::new("-")), document.as_bytes())?;
    Ok(Exit::Done)
}
