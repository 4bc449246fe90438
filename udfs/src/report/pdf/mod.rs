//! The report as a PDF: vector drawings, the font embedded, text that can be searched and copied.

mod columns;
mod draw;
mod emit;
mod flow;
mod font;
mod gantt;
mod load;
mod overview;
mod stacks;
mod table;
mod time_axis;

use crate::Issues;
use crate::error::{Code, Issue, Place};
use crate::model::{Instant, Span};

use crate::report::rows::Report;
use crate::report::{grids, narrative};
use emit::About;
use flow::Flow;
use font::Font;
pub use overview::overview_pdf;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    A4,
    Letter,
}

impl Paper {
    /// By its name; none is A4.
    pub fn of(name: Option<&str>) -> Result<Self, Issue> {
        match name {
            None | Some("a4") => Ok(Paper::A4),
            Some("letter") => Ok(Paper::Letter),
            Some(other) => {
                let message = format!("the paper \"{other}\" is not one of a4, letter");
                Err(Issue::error(Code::OutOfRange, Place::new("report").column("paper"), message, "use a4 or letter"))
            }
        }
    }

    /// Width and height in points.
    fn size(self) -> (f32, f32) {
        match self {
            Paper::A4 => (595.28, 841.89),
            Paper::Letter => (612.0, 792.0),
        }
    }
}

/// The document's bytes.
pub fn pdf(report: &Report, paper: Paper) -> Result<Vec<u8>, Issues> {
    let font = Font::new()?;
    let title = narrative::title(report);
    let zone = report.problem.site.time_zone;
    let mut flow = Flow::new(&font, paper.size());
    flow.title(&title);
    flow.small(&format!("Run {} · times in {}", report.run_id, zone.name()));
    for sentence in narrative::narrative(report) {
        flow.paragraph(&sentence);
    }
    table::write(&mut flow, zone, &grids::costs(report), &[]);
    flow.heading("Metered load against the tariff", load::HEIGHT);
    for span in windows(report.problem.horizon.span(), 7 * 24) {
        load::draw(&mut flow, report, span);
    }
    flow.heading("Who runs when", 140.0);
    for span in windows(report.problem.horizon.span(), 48) {
        gantt::draw(&mut flow, report, span);
    }
    table::write(&mut flow, zone, &grids::periods(report), &[]);
    table::write(&mut flow, zone, &grids::peaks(report), &["Month"]);
    table::write(&mut flow, zone, &grids::equipment(report), &["Capacity, kW", "Peak heat, kW"]);
    table::write(&mut flow, zone, &grids::violations(report), &[]);
    table::write(&mut flow, zone, &grids::schedule(report), &["Lane", "Lasts", "Share of demand, kW"]);
    table::write(&mut flow, zone, &grids::provenance(report), &[]);
    let about = About {
        title,
        subject: format!("run {}", report.run_id),
        id: report.run_id.clone(),
        dated: report.problem.horizon.start,
    };
    emit::emit(&font, &about, flow.finish(), paper.size())
}

/// Pieces of at most so many hours: a drawing has the width of the page.
fn windows(span: Span, hours: i64) -> Vec<Span> {
    let mut windows = Vec::new();
    let mut start: Instant = span.start;
    while start < span.end {
        let end = (start + chrono::TimeDelta::hours(hours)).min(span.end);
        windows.push(Span { start, end });
        start = end;
    }
    windows
}
