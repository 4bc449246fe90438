use super::Calendar;
use crate::Issues;
use crate::model::{Decimal, Span};

/// A stretch of time with one energy rate and category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    pub span: Span,
    pub energy_rate_kwh: Decimal,
    pub period_category: String,
}

impl Calendar {
    /// The energy rates over a span; neighbours differ in rate or category.
    pub fn stretches(&self, span: Span) -> Result<Vec<Stretch>, Issues> {
        let mut stretches: Vec<Stretch> = Vec::new();
        for segment in self.segments(span)? {
            let (energy_rate_kwh, period_category) = (segment.energy_rate_kwh, segment.period_category.to_string());
            match stretches.last_mut() {
                Some(last) if (last.energy_rate_kwh, &last.period_category) == (energy_rate_kwh, &period_category) => {
                    last.span.end = segment.span.end;
                }
                _ => stretches.push(Stretch { span: segment.span, energy_rate_kwh, period_category }),
            }
        }
        Ok(stretches)
    }
}
