//! Reports over the current runs of many schedules: a site's month, savings, equipment use. Each is made of the same
//! parts, so that the PDF and the workbook have the same figures.

mod equipment;
mod grids;
mod monthly;
mod months;
mod one_bill;
mod peaks;
mod runs;
mod savings;
mod sentences;
mod sums;
mod utilization;

use chrono_tz::Tz;

use crate::model::Instant;
use crate::report::grid::Grid;

pub use monthly::monthly;
pub use months::{Month, Months};
pub use savings::savings;
pub use utilization::utilization;

/// A report of many runs, whatever it is written to.
#[derive(Debug, Clone)]
pub struct Overview {
    pub(crate) title: String,
    /// Of what it is made, at the foot of each page.
    pub(crate) subject: String,
    /// By what it reports, not by the clock: the same rows give the same bytes.
    pub(crate) dated: Instant,
    pub(crate) zone: Tz,
    pub(crate) sentences: Vec<String>,
    pub(crate) sections: Vec<Section>,
}

/// A table, and what is drawn of it.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    pub grid: Grid,
    pub charts: Vec<Columns>,
    /// Columns that a page has no room for.
    pub hidden: &'static [&'static str],
}

/// Columns of a grid as bars, one series a column, over the rows that are no total.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    pub title: String,
    pub unit: String,
    pub label: usize,
    pub values: Vec<(usize, &'static str)>,
    /// One after the other on a bar, rather than side by side.
    pub stacked: bool,
}

impl Section {
    fn of(grid: Grid) -> Self {
        Self { grid, charts: Vec::new(), hidden: &[] }
    }
}

/// What the parts of a chart are filled with, so that they differ without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pattern {
    Solid,
    Empty,
    Hatched,
}

impl Columns {
    /// FIFO is hatched and the plan solid; of parts of a whole, the first is solid.
    pub fn pattern(&self, series: usize) -> Pattern {
        let patterns = if self.stacked { [Pattern::Solid, Pattern::Empty] } else { [Pattern::Hatched, Pattern::Solid] };
        patterns.get(series).copied().unwrap_or(Pattern::Hatched)
    }
}
