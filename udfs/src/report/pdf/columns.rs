use rust_decimal::prelude::ToPrimitive;

use super::draw::{FRAME, MUTED, RULE, frame, line, patch};
use super::flow::{Flow, SMALL};
use crate::document::grouped;
use crate::model::Decimal;
use crate::report::axis::nice_step;
use crate::report::grid::Grid;
use crate::report::overview::Columns;
use crate::row::Cell;

const HEIGHT: f32 = 150.0;

/// The number of a cell, for drawing only.
pub(super) fn value(row: &[Cell], column: usize) -> f32 {
    match row.get(column) {
        Some(Cell::Number(number)) => number.to_f32().unwrap_or(0.0),
        _ => 0.0,
    }
}

/// The rows that are no total.
pub(super) fn rows(grid: &Grid) -> Vec<&Vec<Cell>> {
    grid.rows.iter().filter(|row| row.first() != Some(&Cell::Text("total".into()))).collect()
}

/// Upright bars side by side, a group a row.
pub(super) fn draw(flow: &mut Flow<'_>, grid: &Grid, chart: &Columns) {
    flow.heading(&chart.title, HEIGHT + 40.0);
    let rows = rows(grid);
    let (left, right) = (flow.left() + 48.0, flow.right() - 4.0);
    let (top, bottom) = (flow.y + 4.0, flow.y + HEIGHT);
    let values = || rows.iter().flat_map(|row| chart.values.iter().map(|(column, _)| value(row, *column)));
    let (low, high) = (values().fold(0.0, f32::min), values().fold(0.0, f32::max));
    let unit = nice_step(f64::from((high - low).max(1.0)), 6.0) as f32;
    let (floor, ceiling) = ((low / unit).floor() * unit, (high / unit).ceil().max(1.0) * unit);
    let y = |value: f32| bottom - (bottom - top) * (value - floor) / (ceiling - floor);
    let mut mark = floor;
    while mark <= ceiling + unit / 2.0 {
        flow.push(line(vec![(left, y(mark)), (right, y(mark))], RULE, 0.4));
        let label = grouped(Decimal::from_f32_retain(mark).unwrap_or_default(), u32::from(unit < 1.0));
        flow.text(left - 5.0 - flow.font.width(&label, SMALL), y(mark) + 2.5, SMALL, MUTED, &label);
        mark += unit;
    }
    let unit_at = (top + bottom) / 2.0 + 12.0;
    flow.text(flow.left(), unit_at, SMALL, MUTED, &chart.unit);
    let group = (right - left) / rows.len() as f32;
    // a bar is no wider than it would be among eight groups
    let bar = (group * 0.8 / chart.values.len() as f32).min((right - left) / 8.0 * 0.4);
    for (number, row) in rows.iter().enumerate() {
        let middle = left + group * (number as f32 + 0.5);
        let first = middle - bar * chart.values.len() as f32 / 2.0;
        for (series, (column, _)) in chart.values.iter().enumerate() {
            let (from, to) = (first + bar * series as f32, first + bar * (series + 1) as f32);
            let (above, below) = (y(value(row, *column).max(0.0)), y(value(row, *column).min(0.0)));
            patch(flow, chart.pattern(series), (from, above, to, below));
        }
    }
    labels(flow, chart, &rows, (left, group, bottom + 10.0));
    flow.push(frame(left, top, right, bottom, FRAME));
    legend(flow, chart, left, bottom + 24.0);
    flow.y = bottom + 30.0;
}

/// As many as there is room for.
fn labels(flow: &mut Flow<'_>, chart: &Columns, rows: &[&Vec<Cell>], (left, group, y): (f32, f32, f32)) {
    let texts: Vec<String> = rows.iter().map(|row| label(row, chart.label)).collect();
    let widest = texts.iter().map(|text| flow.font.width(text, SMALL)).fold(1.0, f32::max) + 4.0;
    let every = ((widest / group).ceil() as usize).max(1);
    for (number, text) in texts.iter().enumerate().step_by(every) {
        let x = left + group * (number as f32 + 0.5) - flow.font.width(text, SMALL) / 2.0;
        flow.text(x, y, SMALL, MUTED, text);
    }
}

pub(super) fn label(row: &[Cell], column: usize) -> String {
    match row.get(column) {
        Some(Cell::Date(date)) => date.format("%-d").to_string(),
        Some(Cell::Text(text)) => text.clone(),
        Some(other) => other.describe(),
        None => String::new(),
    }
}

pub(super) fn legend(flow: &mut Flow<'_>, chart: &Columns, mut x: f32, y: f32) {
    for (series, (_, name)) in chart.values.iter().enumerate() {
        patch(flow, chart.pattern(series), (x, y - 6.5, x + 12.0, y + 1.0));
        flow.text(x + 16.0, y, SMALL, super::draw::INK, name);
        x += 32.0 + flow.font.width(name, SMALL);
    }
}
