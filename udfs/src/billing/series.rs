use chrono::SecondsFormat;

use super::bounds;
use super::load_row::LoadRow;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Decimal, Instant, Span};

/// Mean power over time, without gap or overlap.
#[derive(Debug, Clone)]
pub struct Series(Vec<LoadRow>);

impl Series {
    /// Sorts the load by time and reports everything that is wrong with it.
    pub fn new(load: &[LoadRow]) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        let mut sorted: Vec<(usize, &LoadRow)> = load.iter().enumerate().collect();
        sorted.sort_by_key(|(row, load)| (load.span, *row));
        let mut expected: Option<Instant> = None;
        for (row, LoadRow { span, kw, kvar }) in &sorted {
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
            if let Some(kvar) = kvar.filter(|kvar| kvar.abs() > bounds::MAX_LOAD_KW) {
                let message = format!("{kvar} kvar at {} cannot be", time(span.start));
                let fix = format!("give kvar from -{0} to {0}", bounds::MAX_LOAD_KW);
                issues.push(Issue::error(Code::LoadValue, place(), message, fix));
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
        Some(Span { start: self.0.first()?.span.start, end: self.0.last()?.span.end })
    }

    /// The loads that overlap `span`, each with its part of it.
    fn within(&self, span: Span) -> impl Iterator<Item = (Span, &LoadRow)> + '_ {
        let first = self.0.partition_point(|load| load.span.end <= span.start);
        self.0[first..]
            .iter()
            .take_while(move |load| load.span.start < span.end)
            .map(move |load| (Span { start: load.span.start.max(span.start), end: load.span.end.min(span.end) }, load))
    }

    /// 60 times the energy within `span`.
    pub(super) fn kw_minutes_of(&self, span: Span) -> Decimal {
        self.within(span).map(|(part, load)| load.kw * Decimal::from(part.minutes())).sum()
    }

    /// 60 times the reactive energy within `span`; `None` where it is not measured throughout.
    pub(super) fn kvar_minutes(&self, span: Span) -> Option<Decimal> {
        self.within(span).map(|(part, load)| Some(load.kvar? * Decimal::from(part.minutes()))).sum()
    }
}

fn time(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
