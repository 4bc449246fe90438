use udfs::Issues;
use udfs::model::{Decimal, Instant, Problem, Span};
use udfs::tariff::Calendar;

/// A stretch of the horizon with one energy rate and category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rate {
    pub span: Span,
    pub per_kwh: Decimal,
    pub category: String,
}

/// The energy rates of a problem's tariff over its horizon.
pub(crate) fn rates(problem: &Problem) -> Result<Vec<Rate>, Issues> {
    let calendar = Calendar::new(&problem.tariff, problem.site.time_zone)?;
    let mut rates: Vec<Rate> = Vec::new();
    for segment in calendar.segments(problem.horizon.span())? {
        match rates.last_mut() {
            Some(last) if last.per_kwh == segment.energy_rate_kwh && last.category == segment.period_category => {
                last.span.end = segment.span.end;
            }
            _ => rates.push(Rate {
                span: segment.span,
                per_kwh: segment.energy_rate_kwh,
                category: segment.period_category.to_string(),
            }),
        }
    }
    Ok(rates)
}

pub(crate) fn rate_at(rates: &[Rate], at: Instant) -> Option<&Rate> {
    rates.iter().find(|rate| rate.span.start <= at && at < rate.span.end)
}
