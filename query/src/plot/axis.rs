use chrono::{DateTime, Timelike};
use chrono_tz::Tz;
use plotters::prelude::DrawingBackend;
use udfs::model::{Instant, Span};
use udfs::report::axis::{step_hours, ticks};

use super::canvas::{Anchor, Area, Canvas, Drawn};
use super::style;

/// From instants to the horizontal; labelled in the site's local time.
#[derive(Debug, Clone, Copy)]
pub(super) struct TimeAxis {
    span: Span,
    zone: Tz,
    left: f64,
    right: f64,
}

impl TimeAxis {
    pub fn new(span: Span, zone: Tz, left: f64, right: f64) -> Self {
        Self { span, zone, left, right }
    }

    /// Times outside the horizon lie on its edges.
    pub fn x(&self, at: Instant) -> f64 {
        let share =
            (at - self.span.start).num_seconds() as f64 / (self.span.end - self.span.start).num_seconds().max(1) as f64;
        self.left + (self.right - self.left) * share.clamp(0.0, 1.0)
    }

    /// Upright lines over `area`, midnights darker.
    pub fn grid<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>, area: Area) -> Drawn {
        for tick in self.ticks() {
            let x = self.x(tick.to_utc());
            let midnight = tick.hour() == 0;
            canvas.line(&[(x, area.top), (x, area.bottom)], if midnight { style::FRAME } else { style::RULE }, 0.6)?;
        }
        Ok(())
    }

    /// Hours, and below them the date at its first hour.
    pub fn labels<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>, y: f64) -> Drawn {
        let days_only = self.step_hours() == 24;
        let mut last_date = None;
        for tick in self.ticks() {
            let x = self.x(tick.to_utc());
            if !days_only {
                canvas.text(&tick.format("%H:%M").to_string(), (x, y), style::LABEL, style::INK, Anchor::Center)?;
            }
            if last_date != Some(tick.date_naive()) {
                last_date = Some(tick.date_naive());
                let room = self.right - x;
                if room > 40.0 {
                    let below = if days_only { y } else { y + 17.0 };
                    canvas.text(
                        &tick.format("%a %-d %b").to_string(),
                        (x, below),
                        style::LABEL,
                        style::MUTED,
                        Anchor::Center,
                    )?;
                }
            }
        }
        Ok(())
    }

    fn step_hours(&self) -> u32 {
        step_hours(self.span, self.right - self.left, 52.0)
    }

    fn ticks(&self) -> Vec<DateTime<Tz>> {
        ticks(self.span, self.zone, self.step_hours())
    }
}
