//! The report as an Excel workbook: a summary, then a sheet a table, with charts that Excel draws from them.

pub(crate) mod charts;
mod overview;
pub(crate) mod sheet;
mod summary;

use crate::error::{Code, Issue, Issues, Place};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::report::rows::Report;
use crate::report::{grids, narrative};
pub use overview::overview_xlsx;
use sheet::Sheets;

/// The workbook's bytes.
pub fn xlsx(report: &Report) -> Result<Vec<u8>, Issues> {
    written(report).map_err(|e| failed(&e, "report a run with fewer rows"))
}

fn failed(error: &XlsxError, fix: &str) -> Issues {
    let message = format!("the workbook cannot be written: {error}");
    Issue::error(Code::NotSupported, Place::new("report"), message, fix).into()
}

fn written(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(report)?);
    let mut sheets = Sheets::new(&mut book, report.problem.site.time_zone);
    summary::write_all(&mut sheets, report)?;
    let schedule = sheets.table("Schedule", &grids::schedule(report))?;
    charts::gantt(&mut sheets, &schedule, &charts::wall_clock(report))?;
    let load = sheets.table("Load profile", &grids::load(report))?;
    charts::load(&mut sheets, &load)?;
    let periods = grids::periods(report);
    sheets.table("Periods", &periods)?;
    sheets.table("Equipment", &grids::equipment(report))?;
    sheets.table("Bill", &grids::bill(report))?;
    sheets.table("Violations", &grids::violations(report))?;
    sheets.table("Provenance", &grids::provenance(report))?;
    book.save_to_buffer()
}

/// Dated by the plan, not by the clock: the same run gives the same bytes.
fn properties(report: &Report) -> Result<DocProperties, XlsxError> {
    let created = ExcelDateTime::from_timestamp(report.problem.horizon.start.timestamp())?;
    let properties = DocProperties::new().set_title(narrative::title(report)).set_author("heatsched");
    Ok(properties.set_comment(format!("Run {}", report.run_id)).set_creation_datetime(&created))
}
