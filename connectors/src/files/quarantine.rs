use udfs::Issue;
use udfs::tables::Table;

/// A row that was left out, with all that is wrong with it.
#[derive(Debug, Clone)]
pub struct Quarantined {
    pub table: &'static Table,
    /// `jobs.csv`, `plant.xlsx!Jobs`.
    pub source: String,
    /// As a spreadsheet or editor counts it; the header is row 1.
    pub row: usize,
    /// The row as it was read: a JSON object by header, or the line itself.
    pub raw: String,
    pub issues: Vec<Issue>,
}
