use super::Source;
use crate::error::Issues;
use crate::report::{Paper, Report, pdf, xlsx};

/// The report of a stored run as a PDF.
pub fn schedule_report_pdf(source: &Source<'_>, run_id: &str, paper: Paper) -> Result<Vec<u8>, Issues> {
    pdf(&Report::read(source, run_id)?, paper)
}

/// The report of a stored run as an Excel workbook.
pub fn schedule_report_xlsx(source: &Source<'_>, run_id: &str) -> Result<Vec<u8>, Issues> {
    xlsx(&Report::read(source, run_id)?)
}
