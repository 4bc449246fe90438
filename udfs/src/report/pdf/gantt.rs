use crate::functions::text_of;
use crate::model::{Equipment, Span};
use crate::row::Row;

use super::draw::{FRAME, HELD, INK, JOB, MUTED, PAPER, RULE, STRONG, frame, line, rect};
use super::flow::{Flow, SMALL};
use super::time_axis::TimeAxis;
use crate::report::cells::time_of;
use crate::report::pack;
use crate::report::rows::Report;

const LANE: f32 = 12.0;
const NAMES: f32 = 82.0;
const FOOT: f32 = 34.0;

struct Bar {
    span: Span,
    lane: usize,
    name: String,
    is_late: bool,
}

fn span_of(row: &Row, from: &str, to: &str) -> Option<Span> {
    Some(Span { start: time_of(row, from)?, end: time_of(row, to)? })
}

/// A row an equipment, its jobs in lanes so that none covers another.
pub(super) fn draw(flow: &mut Flow<'_>, report: &Report, span: Span) {
    let rows: Vec<(&Equipment, Vec<Bar>)> =
        report.problem.equipment.iter().map(|equipment| (equipment, bars(report, equipment, span))).collect();
    let mut rest = rows.as_slice();
    while !rest.is_empty() {
        // as many as a page has room for
        flow.room(height(&rest[..1]) + FOOT);
        let mut taken = rest.len();
        while taken > 1 && !flow.fits(height(&rest[..taken]) + FOOT) {
            taken -= 1;
        }
        part(flow, report, span, &rest[..taken]);
        rest = &rest[taken..];
    }
}

fn row_height(bars: &[Bar]) -> f32 {
    let lanes = bars.iter().map(|bar| bar.lane + 1).max().unwrap_or(1);
    (lanes as f32 * LANE + 6.0).max(24.0)
}

fn height(rows: &[(&Equipment, Vec<Bar>)]) -> f32 {
    rows.iter().map(|(_, bars)| row_height(bars)).sum()
}

fn bars(report: &Report, equipment: &Equipment, span: Span) -> Vec<Bar> {
    let rows = report.plan.assignments.iter().filter(|row| text_of(row, "equipment_id") == equipment.equipment_id);
    let spans = rows.filter_map(|row| Some((row, span_of(row, "scheduled_start", "scheduled_end")?)));
    let rows: Vec<_> = spans.filter(|(_, of)| of.overlaps(&span)).collect();
    let lanes =
        pack(&rows.iter().map(|(_, of)| [of.start, of.end].map(|at| at.timestamp() as f64).into()).collect::<Vec<_>>());
    let bar = |((row, of), lane): (&(&Row, Span), usize)| {
        let name = text_of(row, "job_id");
        let job = report.problem.job_index(&name).map(|index| &report.problem.jobs[index]);
        Bar { span: *of, lane, is_late: job.is_some_and(|job| job.latest_end < of.end), name }
    };
    rows.iter().zip(lanes).map(bar).collect()
}

fn part(flow: &mut Flow<'_>, report: &Report, span: Span, rows: &[(&Equipment, Vec<Bar>)]) {
    let zone = report.problem.site.time_zone;
    let axis = TimeAxis { span, zone, left: flow.left() + NAMES, right: flow.right() - 4.0 };
    let (top, bottom) = (flow.y, flow.y + height(rows));
    for (equipment, bars) in rows {
        let below = flow.y + row_height(bars);
        ground(flow, report, equipment, &axis, below);
        flow.y = below;
    }
    axis.grid(flow, top, bottom);
    flow.y = top;
    for (equipment, bars) in rows {
        let below = flow.y + row_height(bars);
        names(flow, equipment);
        bars.iter().for_each(|bar| draw_bar(flow, &axis, bar));
        flow.push(line(vec![(flow.left(), below), (axis.right, below)], RULE, 0.6));
        flow.y = below;
    }
    flow.push(frame(axis.left, top, axis.right, bottom, FRAME));
    axis.labels(flow, bottom + 10.0);
    flow.y = bottom + FOOT;
}

/// When the equipment is on, and when it cannot be.
fn ground(flow: &mut Flow<'_>, report: &Report, equipment: &Equipment, axis: &TimeAxis, below: f32) {
    let id = &equipment.equipment_id;
    let on = report.plan.runs.iter().filter(|row| text_of(row, "equipment_id") == *id);
    for of in on.filter_map(|row| span_of(row, "on", "off")).filter(|of| of.overlaps(&axis.span)) {
        flow.push(rect(axis.x(of.start), flow.y + 1.0, axis.x(of.end), below - 1.0, HELD));
    }
    for outage in report.problem.availability.iter().filter(|outage| outage.equipment_id == *id) {
        if !outage.span.overlaps(&axis.span) {
            continue;
        }
        let (left, right) = (axis.x(outage.span.start), axis.x(outage.span.end));
        hatch(flow, left, right, below);
        if let Some(label) = cut(flow, &outage.reason, right - left - 4.0) {
            let width = flow.font.width(&label, SMALL - 1.0);
            let x = (left + right - width) / 2.0;
            let middle = (flow.y + below) / 2.0;
            flow.push(rect(x - 1.5, middle - 5.0, x + width + 1.5, middle + 4.0, PAPER));
            flow.text(x, middle + 2.0, SMALL - 1.0, MUTED, &label);
        }
    }
}

fn hatch(flow: &mut Flow<'_>, left: f32, right: f32, bottom: f32) {
    let height = bottom - flow.y;
    let mut foot = left - height;
    while foot < right {
        let (from, to) = (foot.max(left), (foot + height).min(right));
        if to > from {
            flow.push(line(vec![(from, bottom - (from - foot)), (to, bottom - (to - foot))], FRAME, 0.4));
        }
        foot += 5.0;
    }
}

fn names(flow: &mut Flow<'_>, equipment: &Equipment) {
    let room = NAMES - 6.0;
    let y = flow.y;
    if let Some(id) = cut(flow, &equipment.equipment_id, room) {
        flow.text(flow.left(), y + 10.0, SMALL, INK, &id);
    }
    if let Some(name) = cut(flow, &equipment.equipment_name, room) {
        flow.text(flow.left(), y + 20.0, SMALL - 1.0, MUTED, &name);
    }
}

fn draw_bar(flow: &mut Flow<'_>, axis: &TimeAxis, bar: &Bar) {
    let (left, right) = (axis.x(bar.span.start), axis.x(bar.span.end));
    let top = flow.y + 3.0 + bar.lane as f32 * LANE;
    flow.push(rect(left + 0.4, top, right - 0.4, top + LANE - 1.5, JOB));
    if bar.is_late {
        flow.push(line(vec![(left, top + LANE - 1.0), (right, top + LANE - 1.0)], STRONG, 1.6));
    }
    if let Some(label) = cut(flow, &bar.name, right - left - 4.0) {
        flow.text(left + 2.5, top + LANE - 4.0, SMALL - 1.0, PAPER, &label);
    }
}

/// As much of the text as there is room for; nothing where that is less than three letters.
pub(super) fn cut(flow: &Flow<'_>, text: &str, room: f32) -> Option<String> {
    let size = SMALL - 0.5;
    if flow.font.width(text, size) <= room {
        return Some(text.to_string());
    }
    let letters: Vec<char> = text.chars().collect();
    let candidates = (3..letters.len()).rev().map(|count| letters[..count].iter().collect::<String>() + "…");
    candidates.into_iter().find(|candidate| flow.font.width(candidate, size) <= room)
}
