use super::{Ids, Source};
use crate::error::Issues;
use crate::report::overview::{self, Months, Overview};
use crate::report::{Paper, Report, overview_pdf, overview_xlsx, pdf, xlsx};

/// What a report is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Pdf(Paper),
    Xlsx,
}

impl Form {
    /// A PDF on paper of this name; none is A4.
    pub fn pdf(paper: Option<&str>) -> Result<Self, Issues> {
        Ok(Form::Pdf(Paper::of(paper)?))
    }
}

/// The report of a stored run.
pub fn schedule_report(source: &Source<'_>, run_id: &str, form: Form) -> Result<Vec<u8>, Issues> {
    let report = Report::read(source, run_id)?;
    match form {
        Form::Pdf(paper) => pdf(&report, paper),
        Form::Xlsx => xlsx(&report),
    }
}

/// The report of a site's calendar month, `2026-01`.
pub fn monthly_report(source: &Source<'_>, site_id: &str, month: &str, form: Form) -> Result<Vec<u8>, Issues> {
    written(&overview::monthly(source, site_id, month)?, form)
}

/// What the plans of sites save, from the first month to the last.
pub fn savings_report(source: &Source<'_>, sites: &Ids, months: [&str; 2], form: Form) -> Result<Vec<u8>, Issues> {
    written(&overview::savings(source, sites, Months::new(months[0], months[1])?)?, form)
}

/// How a site's equipment is used, from the first month to the last.
pub fn utilization_report(
    source: &Source<'_>,
    site_id: &str,
    months: [&str; 2],
    form: Form,
) -> Result<Vec<u8>, Issues> {
    written(&overview::utilization(source, site_id, Months::new(months[0], months[1])?)?, form)
}

fn written(overview: &Overview, form: Form) -> Result<Vec<u8>, Issues> {
    match form {
        Form::Pdf(paper) => overview_pdf(overview, paper),
        Form::Xlsx => overview_xlsx(overview),
    }
}
