use crate::document::{decimal_text, grouped, money};
use crate::row::Cell;
use chrono_tz::Tz;

use super::draw::{BAND, FRAME, INK, MUTED, RULE, line, rect};
use super::flow::{Flow, SMALL};
use super::font::Font;
use crate::report::grid::{Form, Grid};

const LINE: f32 = 10.5;
const PAD: f32 = 4.0;

/// A column as it is laid out.
struct Column {
    index: usize,
    name: String,
    form: Form,
    width: f32,
}

/// A grid without the columns `hidden`; its header comes again on every page.
pub(super) fn write(flow: &mut Flow<'_>, zone: Tz, grid: &Grid, hidden: &[&str]) {
    flow.heading(&grid.title, 60.0);
    if grid.rows.is_empty() {
        flow.small("None.");
        return;
    }
    let columns = columns(flow, grid, hidden, zone);
    header(flow, &columns);
    for (number, row) in grid.rows.iter().enumerate() {
        let cells: Vec<Vec<String>> = columns.iter().map(|column| cell_lines(flow.font, column, row, zone)).collect();
        let is_total = row.first() == Some(&Cell::Text("total".into()));
        let height = cells.iter().map(Vec::len).max().unwrap_or(1);
        if flow.room(lines_height(height)) {
            header(flow, &columns);
        }
        if number % 2 == 1 {
            flow.push(rect(flow.left(), flow.y, flow.right(), flow.y + lines_height(height), BAND));
        }
        if is_total {
            flow.push(line(vec![(flow.left(), flow.y), (flow.right(), flow.y)], FRAME, 0.8));
        }
        put(flow, &columns, &cells, INK);
        flow.y += lines_height(height);
    }
    flow.push(line(vec![(flow.left(), flow.y), (flow.right(), flow.y)], RULE, 0.6));
}

fn lines_height(lines: usize) -> f32 {
    lines as f32 * LINE + 4.0
}

fn header(flow: &mut Flow<'_>, columns: &[Column]) {
    let cells: Vec<Vec<String>> =
        columns.iter().map(|column| flow.font.lines(&column.name, SMALL, column.width - 2.0 * PAD)).collect();
    let height = lines_height(cells.iter().map(Vec::len).max().unwrap_or(1));
    put(flow, columns, &cells, MUTED);
    flow.y += height;
    flow.push(line(vec![(flow.left(), flow.y), (flow.right(), flow.y)], FRAME, 0.8));
}

fn put(flow: &mut Flow<'_>, columns: &[Column], cells: &[Vec<String>], color: super::draw::Color) {
    let mut left = flow.left();
    for (column, lines) in columns.iter().zip(cells) {
        for (number, text) in lines.iter().enumerate() {
            let y = flow.y + LINE * (number as f32 + 1.0) - 1.0;
            let over = column.width - PAD - flow.font.width(text, SMALL);
            let x = if column.form.is_number() { left + over } else { left + PAD };
            flow.text(x, y, SMALL, color, text);
        }
        left += column.width;
    }
}

fn cell_lines(font: &Font, column: &Column, row: &[Cell], zone: Tz) -> Vec<String> {
    let text = row.get(column.index).map_or(String::new(), |cell| shown(cell, column.form, zone));
    // a number is never broken
    if column.form.is_number() { vec![text] } else { font.lines(&text, SMALL, column.width - 2.0 * PAD) }
}

/// Each as wide as what it holds; what is left goes to, or what is missing comes from, columns of text.
fn columns(flow: &Flow<'_>, grid: &Grid, hidden: &[&str], zone: Tz) -> Vec<Column> {
    let kept = grid.columns.iter().enumerate().filter(|(_, (name, _))| !hidden.contains(&name.as_str()));
    let mut columns: Vec<Column> = kept
        .map(|(index, (name, form))| {
            let words = name.split(' ').map(|word| flow.font.width(word, SMALL));
            let cells = grid.rows.iter().filter_map(|row| row.get(index));
            let widest = cells.map(|cell| flow.font.width(&shown(cell, *form, zone), SMALL)).chain(words);
            let width = widest.fold(12.0, f32::max) + 2.0 * PAD + 0.5;
            Column { index, name: name.clone(), form: *form, width }
        })
        .collect();
    let room = flow.right() - flow.left();
    let over = columns.iter().map(|column| column.width).sum::<f32>() - room;
    if over > 0.0 {
        shrink(&mut columns, over);
    } else {
        let each = -over / columns.len() as f32;
        columns.iter_mut().for_each(|column| column.width += each);
    }
    columns
}

/// Takes what is too much from the widest columns of text.
fn shrink(columns: &mut [Column], mut over: f32) {
    while over > 0.0 {
        let texts = columns.iter_mut().filter(|column| !column.form.is_number() && column.width > 36.0);
        let Some(widest) = texts.max_by(|a, b| a.width.total_cmp(&b.width)) else { return };
        let cut = over.min(4.0);
        widest.width -= cut;
        over -= cut;
    }
}

fn shown(cell: &Cell, form: Form, zone: Tz) -> String {
    match (cell, form) {
        (Cell::Number(number), Form::Money) => money(*number),
        (Cell::Number(number), Form::Quantity | Form::Percent) => grouped(*number, 2),
        (Cell::Number(number), Form::Count) => grouped(*number, 0),
        (Cell::Number(number), _) => decimal_text(*number),
        (Cell::Time(at), _) => at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string(),
        (Cell::Text(text), _) => text.clone(),
        (Cell::Null, _) => String::new(),
        (other, _) => other.describe(),
    }
}
