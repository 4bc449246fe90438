use super::check::faults;
use super::clock::instant;
use super::{BillingMonth, Calendar};
use crate::error::Issues;
use crate::model::{DayType, Decimal, EnergyTier, Span};

/// A maximal stretch with one rate on days of one type in one billing month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment<'a> {
    pub span: Span,
    /// Of the first tier; a price that covers it included.
    pub energy_rate_kwh: Decimal,
    pub energy_tiers: &'a [EnergyTier],
    pub demand_rate_kw: Option<Decimal>,
    pub period_category: &'a str,
    pub day_type: DayType,
    pub month: BillingMonth,
    /// 1 to 12, of the calendar.
    pub calendar_month: u32,
    /// Whether a real-time price covers it.
    pub is_price: bool,
    /// A price on top of the period's rate.
    pub adder_kwh: Option<Decimal>,
}

impl Calendar {
    /// Cuts `span` into stretches with one rate. Every instant has one, or the answer is every fault of the tariff there.
    pub fn segments(&self, span: Span) -> Result<Vec<Segment<'_>>, Issues> {
        let issues = faults(self, span);
        if issues.has_errors() {
            return Err(issues);
        }
        let mut segments: Vec<Segment<'_>> = Vec::new();
        for stretch in self.walk(span, move |day| self.breakpoints(day)) {
            let Ok((kind, period)) = self.slot(stretch.span.start.timestamp(), stretch.local) else { continue };
            let month = self.billing_month(stretch.span.start);
            let (mut at, end) = (stretch.span.start.timestamp(), stretch.span.end.timestamp());
            while at < end {
                let rate = self.rate(kind, usize::from(period), at);
                let stop = self.prices.at(at).1.min(end);
                let segment = Segment {
                    span: Span { start: instant(at), end: instant(stop) },
                    energy_rate_kwh: rate.energy_rate_kwh,
                    demand_rate_kw: rate.demand_rate_kw,
                    period_category: rate.period_category,
                    day_type: rate.day_type,
                    energy_tiers: &self.periods[rate.period].energy_tiers,
                    month,
                    calendar_month: kind.month(),
                    is_price: rate.is_price,
                    adder_kwh: rate.adder_kwh,
                };
                push(&mut segments, segment);
                at = stop;
            }
        }
        Ok(segments)
    }

    /// Minutes at which the period may change on a local day.
    pub(super) fn breakpoints(&self, day: i64) -> &[u16] {
        self.days.kind(day).map_or(&[], |kind| self.minutes.breakpoints(kind))
    }
}

fn push<'a>(segments: &mut Vec<Segment<'a>>, segment: Segment<'a>) {
    match segments.last_mut() {
        Some(last) if *last == (Segment { span: last.span, ..segment.clone() }) => last.span.end = segment.span.end,
        _ => segments.push(segment),
    }
}
