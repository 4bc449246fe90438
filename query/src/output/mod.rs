//! Query results in the form that the reader wants: for eyes, for scripts, for other tools. A file a format.

mod arrow_file;
mod columns;
mod csv;
mod encoder;
mod failure;
mod format;
mod json;
mod parquet_file;
mod table;
mod target;
mod text;
mod xlsx;

use std::io::IsTerminal;
use std::path::PathBuf;

use ::arrow::datatypes::SchemaRef;
use ::arrow::record_batch::RecordBatch;
use udfs::{Code, Issue, Issues};

pub use columns::Columns;
pub use failure::{io_failure, place};
pub use format::Format;
pub use target::{Target, write_atomically};
pub use text::TextTable;

use encoder::Encoder;

/// Of a schema's metadata: the name of the sheet in a workbook.
pub const SHEET: &str = "sheet";

/// Where results go, and in which form.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct OutputArgs {
    /// Form of the data. Without it: by the ending of --output, else table on a terminal and csv elsewhere
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// Write the data to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Most rows of a table on a terminal; 0: all
    #[arg(long, value_name = "ROWS", default_value_t = 200, hide_default_value = true)]
    pub max_rows: usize,
}

impl OutputArgs {
    pub fn format(&self) -> Format {
        let by_ending = || self.output.as_deref().and_then(Format::of_path);
        let by_reader = || if self.to_terminal() { Format::Table } else { Format::Csv };
        self.format.or_else(by_ending).unwrap_or_else(by_reader)
    }

    /// Whether people read it.
    pub fn is_table(&self) -> bool {
        self.format() == Format::Table
    }

    fn to_terminal(&self) -> bool {
        self.output.is_none() && std::io::stdout().is_terminal()
    }

    /// As [`OutputArgs::format`], with a table where nothing was asked for: for commands whose results are read by people.
    pub fn or_table(&self) -> Self {
        let by_ending = self.output.as_deref().and_then(Format::of_path);
        Self { format: self.format.or(by_ending).or(Some(Format::Table)), ..self.clone() }
    }

    pub fn open(&self) -> Result<Output, Issues> {
        let format = self.format();
        if format.is_binary() && self.to_terminal() {
            let message = format!("{format} is binary and standard output is a terminal");
            let fix = format!("write it to a file with --output result.{format}, or pipe it on");
            return Err(Issue::error(Code::NotSupported, place("--format"), message, fix).into());
        }
        let max_rows = (self.to_terminal() && self.max_rows > 0).then_some(self.max_rows);
        Output::open(format, self.output.clone(), max_rows)
    }
}

/// An open destination. Several results may be written to it, where the format can hold them.
#[derive(Debug)]
pub struct Output {
    encoder: Box<dyn Encoder>,
    target: Target,
}

impl Output {
    pub fn open(format: Format, path: Option<PathBuf>, max_rows: Option<usize>) -> Result<Self, Issues> {
        let target = Target::open(path)?;
        let writer = target.writer();
        let encoder: Box<dyn Encoder> = match format {
            Format::Table => Box::new(table::TableEncoder::new(writer, max_rows)),
            Format::Csv => Box::new(csv::CsvEncoder::new(writer, b',')),
            Format::Tsv => Box::new(csv::CsvEncoder::new(writer, b'\t')),
            Format::Json => Box::new(json::JsonEncoder::array(writer)),
            Format::Ndjson => Box::new(json::JsonEncoder::lines(writer)),
            Format::Parquet => Box::new(parquet_file::ParquetEncoder::new(writer)),
            Format::Arrow => Box::new(arrow_file::ArrowEncoder::new(writer)),
            Format::Xlsx => Box::new(xlsx::XlsxEncoder::new(writer)),
        };
        Ok(Self { encoder, target })
    }

    pub fn start(&mut self, schema: &SchemaRef) -> Result<(), Issues> {
        self.encoder.start(schema).map_err(|e| self.target.failure(&e))
    }

    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), Issues> {
        self.encoder.write(batch).map_err(|e| self.target.failure(&e))
    }

    pub fn end(&mut self) -> Result<(), Issues> {
        self.encoder.end().map_err(|e| self.target.failure(&e))
    }

    /// Nothing is at the file's own name before this.
    pub fn finish(mut self) -> Result<(), Issues> {
        self.encoder.finish().map_err(|e| self.target.failure(&e))?;
        self.target.commit()
    }

    /// One result, complete.
    pub fn write_result(&mut self, batch: &RecordBatch) -> Result<(), Issues> {
        self.start(&batch.schema())?;
        self.write(batch)?;
        self.end()
    }

    /// One result, and no more.
    pub fn write_all(mut self, batch: &RecordBatch) -> Result<(), Issues> {
        self.write_result(batch)?;
        self.finish()
    }
}
