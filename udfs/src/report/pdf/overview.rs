use super::emit::{About, emit};
use super::flow::Flow;
use super::font::Font;
use super::{Paper, columns, stacks, table};
use crate::Issues;
use crate::report::overview::Overview;

/// The bytes of a report of many runs: what it says, then its tables, each after what is drawn of it.
pub fn overview_pdf(overview: &Overview, paper: Paper) -> Result<Vec<u8>, Issues> {
    let font = Font::new()?;
    let mut flow = Flow::new(&font, paper.size());
    flow.title(&overview.title);
    flow.small(&format!("Times in {}", overview.zone.name()));
    for sentence in &overview.sentences {
        flow.paragraph(sentence);
    }
    for section in &overview.sections {
        for chart in section.charts.iter().filter(|_| !section.grid.rows.is_empty()) {
            if chart.stacked {
                stacks::draw(&mut flow, &section.grid, chart);
            } else {
                columns::draw(&mut flow, &section.grid, chart);
            }
        }
        table::write(&mut flow, overview.zone, &section.grid, section.hidden);
    }
    let about = About {
        title: overview.title.clone(),
        subject: overview.subject.clone(),
        id: overview.subject.clone(),
        dated: overview.dated,
    };
    emit(&font, &about, flow.finish(), paper.size())
}
