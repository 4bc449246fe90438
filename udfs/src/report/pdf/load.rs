use crate::document::{decimal_text, grouped};
use crate::functions::{number_of, text_of};
use crate::model::{Decimal, Span};
use crate::row::Row;
use rust_decimal::prelude::ToPrimitive;

use super::draw::{FRAME, INK, MUTED, Op, PAPER, RULE, SCHEDULED, SITE_LOAD, STRONG, frame, line, price, rect};
use super::flow::{Flow, SMALL};
use super::time_axis::TimeAxis;
use crate::report::axis::nice_step;
use crate::report::cells::time_of;
use crate::report::rows::{Report, Rows};

/// Of the drawing, in points.
pub(super) const HEIGHT: f32 = 230.0;
const STRIP: f32 = 14.0;

/// Metered load of an interval in kW, and the part of it that is not scheduled here.
struct Step {
    span: Span,
    kw: f32,
    site_kw: f32,
}

fn float(value: Decimal) -> f32 {
    value.to_f32().unwrap_or(0.0)
}

fn steps(rows: &Rows, span: Span) -> Vec<Step> {
    let step = |row: &Row| {
        let of = Span { start: time_of(row, "start")?, end: time_of(row, "end")? };
        of.overlaps(&span).then(|| Step {
            span: of,
            kw: float(number_of(row, "electric_kw")),
            site_kw: float(number_of(row, "site_load_kw")),
        })
    };
    rows.load.iter().filter_map(step).collect()
}

/// The tariff as a strip, below it the load of the plan, that of FIFO dashed, and the peaks that are billed.
pub(super) fn draw(flow: &mut Flow<'_>, report: &Report, span: Span) {
    flow.room(HEIGHT);
    let axis =
        TimeAxis { span, zone: report.problem.site.time_zone, left: flow.left() + 40.0, right: flow.right() - 4.0 };
    tariff(flow, report, &axis);
    let (top, bottom) = (flow.y + STRIP + 3.0, flow.y + HEIGHT - 52.0);
    let (plan, fifo) = (steps(&report.plan, span), steps(&report.baseline, span));
    let highest = plan.iter().chain(&fifo).map(|step| step.kw).fold(1.0, f32::max);
    let unit = nice_step(f64::from(highest), 6.0) as f32;
    let ceiling = (highest / unit).ceil() * unit;
    let y = |kw: f32| bottom - (bottom - top) * (kw / ceiling);
    let mut mark = 0.0;
    while mark <= ceiling + unit / 2.0 {
        flow.push(line(vec![(axis.left, y(mark)), (axis.right, y(mark))], RULE, 0.4));
        let label = grouped(Decimal::from_f32_retain(mark).unwrap_or_default(), u32::from(unit < 1.0));
        let x = axis.left - 5.0 - flow.font.width(&label, SMALL);
        flow.text(x, y(mark) + 2.5, SMALL, MUTED, &label);
        mark += unit;
    }
    flow.text(flow.left(), (top + bottom) / 2.0, SMALL, MUTED, "kW");
    axis.grid(flow, top, bottom);
    for step in &plan {
        let (left, right) = (axis.x(step.span.start), axis.x(step.span.end));
        flow.push(rect(left, y(step.kw), right, y(step.site_kw.min(step.kw)), SCHEDULED));
        flow.push(rect(left, y(step.site_kw.min(step.kw)), right, bottom, SITE_LOAD));
    }
    let outline =
        fifo.iter().flat_map(|step| [(axis.x(step.span.start), y(step.kw)), (axis.x(step.span.end), y(step.kw))]);
    let outline: Vec<_> = outline.collect();
    if outline.len() > 1 {
        flow.push(line(outline.clone(), PAPER, 2.6));
        flow.push(Op::Line { points: outline, color: INK, width: 1.1, dashed: true });
    }
    peaks(flow, report, &axis, &plan, y);
    flow.push(frame(axis.left, top, axis.right, bottom, FRAME));
    axis.labels(flow, bottom + 10.0);
    legend(flow, bottom + 36.0);
    flow.y += HEIGHT;
}

fn tariff(flow: &mut Flow<'_>, report: &Report, axis: &TimeAxis) {
    let rates = || report.rates.iter().map(|rate| float(rate.energy_rate_kwh));
    let (low, high) = (rates().fold(f32::MAX, f32::min), rates().fold(f32::MIN, f32::max));
    let (top, bottom) = (flow.y, flow.y + STRIP);
    for rate in report.rates.iter().filter(|rate| rate.span.overlaps(&axis.span)) {
        let (left, right) = (axis.x(rate.span.start), axis.x(rate.span.end));
        let share = if high > low { (float(rate.energy_rate_kwh) - low) / (high - low) } else { 0.0 };
        flow.push(rect(left, top, right, bottom, price(share)));
        let value = decimal_text(rate.energy_rate_kwh);
        let labels = [format!("{} {value}", rate.period_category), rate.period_category.clone(), value];
        if let Some(label) = labels.iter().find(|label| flow.font.width(label, SMALL) + 4.0 < right - left) {
            let x = (left + right - flow.font.width(label, SMALL)) / 2.0;
            flow.text(x, bottom - 4.0, SMALL, INK, label);
        }
    }
    flow.text(flow.left(), bottom - 4.0, SMALL, MUTED, "tariff");
    flow.push(frame(axis.left, top, axis.right, bottom, FRAME));
}

/// A mark on each interval of the plan that set a billed peak.
fn peaks(flow: &mut Flow<'_>, report: &Report, axis: &TimeAxis, plan: &[Step], y: impl Fn(f32) -> f32) {
    let billed = report.plan.bill.iter().filter(|line| text_of(line, "charge") == "demand");
    for at in billed.filter_map(|line| time_of(line, "at")) {
        let Some(step) = plan.iter().find(|step| step.span.start <= at && at < step.span.end) else { continue };
        let (x, y) = ((axis.x(step.span.start) + axis.x(step.span.end)) / 2.0, y(step.kw));
        flow.push(Op::Fill { points: vec![(x - 4.5, y - 8.0), (x + 4.5, y - 8.0), (x, y)], color: PAPER });
        flow.push(Op::Fill { points: vec![(x - 3.5, y - 7.0), (x + 3.5, y - 7.0), (x, y - 1.0)], color: STRONG });
    }
}

fn legend(flow: &mut Flow<'_>, y: f32) {
    let mut x = flow.left() + 40.0;
    for (color, label) in [(SCHEDULED, "scheduled load"), (SITE_LOAD, "other load of the site")] {
        flow.push(rect(x, y - 6.0, x + 10.0, y + 1.0, color));
        flow.text(x + 14.0, y, SMALL, INK, label);
        x += 30.0 + flow.font.width(label, SMALL);
    }
    flow.push(Op::Line { points: vec![(x, y - 2.5), (x + 18.0, y - 2.5)], color: INK, width: 1.1, dashed: true });
    flow.text(x + 22.0, y, SMALL, INK, "load under FIFO");
    x += 38.0 + flow.font.width("load under FIFO", SMALL);
    flow.push(Op::Fill { points: vec![(x, y - 6.5), (x + 7.0, y - 6.5), (x + 3.5, y - 0.5)], color: STRONG });
    flow.text(x + 11.0, y, SMALL, INK, "interval of a billed peak");
}
