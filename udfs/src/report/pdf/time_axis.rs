use crate::model::{Instant, Span};
use chrono::{DateTime, Timelike};
use chrono_tz::Tz;

use super::draw::{FRAME, MUTED, RULE, line};
use super::flow::{Flow, SMALL};
use crate::report::axis::{step_hours, ticks};

/// From instants to the horizontal, labelled in local time.
#[derive(Debug, Clone, Copy)]
pub(super) struct TimeAxis {
    pub span: Span,
    pub zone: Tz,
    pub left: f32,
    pub right: f32,
}

impl TimeAxis {
    /// Times outside the span lie on its edges.
    pub fn x(&self, at: Instant) -> f32 {
        let whole = (self.span.end - self.span.start).num_seconds().max(1);
        let share = (at - self.span.start).num_seconds() as f32 / whole as f32;
        self.left + (self.right - self.left) * share.clamp(0.0, 1.0)
    }

    /// Upright lines, midnights darker.
    pub fn grid(&self, flow: &mut Flow<'_>, top: f32, bottom: f32) {
        for tick in self.ticks() {
            let x = self.x(tick.to_utc());
            flow.push(line(vec![(x, top), (x, bottom)], if tick.hour() == 0 { FRAME } else { RULE }, 0.4));
        }
    }

    /// Hours, and below them the date where it begins.
    pub fn labels(&self, flow: &mut Flow<'_>, y: f32) {
        let days_only = self.step() == 24;
        let mut last = None;
        for tick in self.ticks() {
            let x = self.x(tick.to_utc());
            if !days_only {
                self.centered(flow, x, y, &tick.format("%H:%M").to_string());
            }
            if last != Some(tick.date_naive()) {
                last = Some(tick.date_naive());
                let below = if days_only { y } else { y + 10.0 };
                self.centered(flow, x, below, &tick.format("%a %-d %b").to_string());
            }
        }
    }

    /// Kept within the axis, so that no label is cut or meets its neighbour.
    fn centered(&self, flow: &mut Flow<'_>, x: f32, y: f32, text: &str) {
        let width = flow.font.width(text, SMALL - 0.5);
        let x = (x - width / 2.0).clamp(self.left - 10.0, (self.right + 10.0 - width).max(self.left));
        flow.text(x, y, SMALL - 0.5, MUTED, text);
    }

    fn step(&self) -> u32 {
        step_hours(self.span, f64::from(self.right - self.left), 34.0)
    }

    fn ticks(&self) -> Vec<DateTime<Tz>> {
        ticks(self.span, self.zone, self.step())
    }
}
