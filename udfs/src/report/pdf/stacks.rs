use super::columns::{label, legend, rows, value};
use super::draw::{FRAME, INK, PAPER, frame, ink, patch, rect};
use super::flow::{Flow, SMALL};
use super::gantt::cut;
use crate::document::grouped;
use crate::model::Decimal;
use crate::report::grid::Grid;
use crate::report::overview::{Columns, Pattern};

const NAMES: f32 = 82.0;
const ROW: f32 = 15.0;

/// Lying bars of the same length where their parts add up to the same, a row a bar; as many pages as they need.
pub(super) fn draw(flow: &mut Flow<'_>, grid: &Grid, chart: &Columns) {
    flow.heading(&chart.title, ROW * 4.0);
    let rows = rows(grid);
    let sum = |row: &[crate::row::Cell]| chart.values.iter().map(|(column, _)| value(row, *column)).sum::<f32>();
    let longest = rows.iter().map(|row| sum(row)).fold(1.0, f32::max);
    let (left, right) = (flow.left() + NAMES, flow.right() - 4.0);
    for row in rows {
        flow.room(ROW);
        if let Some(name) = cut(flow, &label(row, chart.label), NAMES - 6.0) {
            flow.text(flow.left(), flow.y + 10.0, SMALL, INK, &name);
        }
        let (top, bottom, mut from) = (flow.y + 1.5, flow.y + ROW - 1.5, left);
        for (series, (column, _)) in chart.values.iter().enumerate() {
            let value = value(row, *column);
            let to = from + (right - left) * value / longest;
            patch(flow, chart.pattern(series), (from, top, to, bottom));
            number(flow, chart, value, (from, to, series));
            from = to;
        }
        flow.push(frame(left, top, from, bottom, FRAME));
        flow.y += ROW;
    }
    flow.room(24.0);
    legend(flow, chart, left, flow.y + 13.0);
    flow.y += 20.0;
}

/// How much a part is, where it has the room.
fn number(flow: &mut Flow<'_>, chart: &Columns, value: f32, (from, to, series): (f32, f32, usize)) {
    let text = format!("{} {}", grouped(Decimal::from_f32_retain(value).unwrap_or_default(), 0), chart.unit);
    let width = flow.font.width(&text, SMALL);
    if value > 0.0 && width + 14.0 < to - from {
        let (x, y) = ((from + to - width) / 2.0, flow.y + 10.0);
        // over a pattern, letters need a ground
        if chart.pattern(series) == Pattern::Hatched {
            flow.push(rect(x - 2.0, flow.y + 2.5, x + width + 2.0, flow.y + ROW - 2.5, PAPER));
        }
        flow.text(x, y, SMALL, ink(chart.pattern(series)), &text);
    }
}
