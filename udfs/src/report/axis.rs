//! Where the marks of an axis are, whatever draws it. Floats: for drawing only.

use chrono::{DateTime, TimeDelta, Timelike};
use chrono_tz::Tz;

use crate::model::Span;

/// The step of an axis with at most `most` steps up to `top`: 1, 2 or 5 times a power of ten.
pub fn nice_step(top: f64, most: f64) -> f64 {
    let raw = (top / most).max(1e-9);
    let power = 10f64.powf(raw.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= raw * 0.999)
        .unwrap_or(10.0 * power)
}

/// Hours between marks that are at least `apart` from each other where the whole span is `width` wide; 24 at most.
pub fn step_hours(span: Span, width: f64, apart: f64) -> u32 {
    let hours = (span.end - span.start).num_minutes() as f64 / 60.0;
    let per_hour = width / hours.max(1.0);
    [1, 2, 3, 6, 12].into_iter().find(|step| per_hour * f64::from(*step) >= apart).unwrap_or(24)
}

/// Whole local hours that the step divides; a day of 23 or 25 hours has its own.
pub fn ticks(span: Span, zone: Tz, step_hours: u32) -> Vec<DateTime<Tz>> {
    let mut ticks = Vec::new();
    let mut at = span.start;
    while at <= span.end {
        let local = at.with_timezone(&zone);
        if local.minute() == 0 && local.hour().is_multiple_of(step_hours) {
            ticks.push(local);
        }
        at += TimeDelta::minutes(15);
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_few() {
        for (top, step) in [(540.0, 100.0), (2000.0, 500.0), (0.7, 0.2), (5.0, 1.0)] {
            assert!((nice_step(top, 6.0) - step).abs() < 1e-9, "{top}: {}", nice_step(top, 6.0));
        }
    }

    #[test]
    fn marks_are_whole_local_hours_on_a_day_of_23() {
        let at = |text: &str| text.parse().expect("an instant");
        let span = Span { start: at("2026-03-08T06:00:00Z"), end: at("2026-03-09T05:00:00Z") };
        assert_eq!(step_hours(span, 230.0, 34.0), 6);
        let hours: Vec<u32> = ticks(span, chrono_tz::America::Chicago, 6).iter().map(Timelike::hour).collect();
        assert_eq!(hours, [0, 6, 12, 18, 0]);
    }
}
