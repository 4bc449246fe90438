use chrono::SecondsFormat;

use super::bounds;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Decimal, Instant, Span};

/// Mean power over time, without gap or overlap.
#[derive(Debug, Clone)]
pub struct Series(Vec<(Span, Decimal)>);

impl Series {
    /// Sorts the load by time and reports everything that is wrong with it.
    pub fn new(load: &[(Span, Decimal)]) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let mut sorted: Vec<(usize, &(Span, Decimal))> = load.iter().enumerate().collect();
        sorted.sort_by_key(|(row, (span, _))| (*span, *row));
        let mut expected: Option<Instant> = None;
        for (row, (span, kw)) in &sorted {
            let place = || Place::new("load").row(*row).key(time(span.start));
            if span.start >= span.end {
                let message = format!("the interval from {} does not end after it starts", time(span.start));
                issues.push(Issue::error(Code::LoadValue, place(), message, "give an end after the start"));
                continue;
            }
            match expected {
                Some(expected) if expected < span.start => {
                    let message = format!("no load from {} to {}", time(expected), time(span.start));
                    issues.push(Issue::error(
                        Code::LoadGap,
                        place(),
                        message,
                        "give a load for every instant of the bill",
                    ));
                }
                Some(expected) if expected > span.start => {
                    let message = format!("two loads at {}", time(span.start));
                    issues.push(Issue::error(Code::LoadOverlap, place(), message, "give one load for each instant"));
                }
                _ => {}
            }
            if *kw < Decimal::ZERO || *kw > bounds::MAX_LOAD_KW {
                let message = format!("{kw} kW at {} cannot be", time(span.start));
                issues.push(Issue::error(
                    Code::LoadValue,
                    place(),
                    message,
                    format!("give kW from 0 to {}", bounds::MAX_LOAD_KW),
                ));
            }
            expected = expected.max(Some(span.end));
        }
        if sorted.is_empty() {
            issues.push(Issue::error(Code::EmptyInput, Place::new("load"), "no load", "give at least one interval"));
        }
        let series = Self(sorted.into_iter().map(|(_, load)| *load).collect());
        issues.into_result(series).map(|(series, _)| series)
    }

    pub fn span(&self) -> Option<Span> {
        Some(Span { start: self.0.first()?.0.start, end: self.0.last()?.0.end })
    }

    /// The loads that overlap `span`, each with its part of it.
    pub fn within(&self, span: Span) -> impl Iterator<Item = (Span, Decimal)> + '_ {
        let first = self.0.partition_point(|(load, _)| load.end <= span.start);
        self.0[first..]
            .iter()
            .take_while(move |(load, _)| load.start < span.end)
            .map(move |(load, kw)| (Span { start: load.start.max(span.start), end: load.end.min(span.end) }, *kw))
    }

    /// 60 times the energy within `span`.
    pub fn kw_minutes(&self, span: Span) -> Decimal {
        self.within(span).map(|(part, kw)| kw * Decimal::from(part.minutes())).sum()
    }
}

fn time(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
