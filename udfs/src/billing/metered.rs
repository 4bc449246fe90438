use super::fixed;
use super::meter::Meter;
use super::terms::Terms;
use super::window::windows;
use crate::model::{Decimal, DemandAllocation, DemandCharge, Instant, Span, Tariff};
use crate::tariff::{Calendar, MonthPart};

/// A metered load under a tariff: what every charge is evaluated over.
#[derive(Debug)]
pub struct Metered<'a> {
    pub tariff: &'a Tariff,
    pub calendar: &'a Calendar,
    /// What is metered.
    pub span: Span,
    pub terms: &'a Terms,
    pub meter: &'a dyn Meter,
    pub allocation: DemandAllocation,
    /// What of the span is billed by this tariff: all of it, unless another version of the tariff follows.
    pub in_force: Span,
}

impl Metered<'_> {
    /// The billing months that the tariff bills, or bills a part of.
    pub fn parts(&self) -> Vec<MonthPart> {
        let parts = self.calendar.billing_months(self.span);
        parts.into_iter().filter(|part| part.span.overlaps(&self.in_force)).collect()
    }

    /// What of `span` is in force.
    pub fn clip(&self, span: Span) -> Option<Span> {
        let clipped = Span { start: span.start.max(self.in_force.start), end: span.end.min(self.in_force.end) };
        (clipped.start < clipped.end).then_some(clipped)
    }

    /// The share of the part's days on which the tariff is in force.
    pub fn share(&self, part: &MonthPart) -> Decimal {
        match self.clip(part.span) {
            None => Decimal::ZERO,
            Some(clipped) if clipped == part.span => Decimal::ONE,
            Some(clipped) => fixed::days(self.calendar, clipped) / fixed::days(self.calendar, part.span),
        }
    }

    /// As [`Metered::share`], and of the billing month where its charges are prorated.
    pub fn allocated_share(&self, part: &MonthPart) -> Decimal {
        match self.allocation {
            DemandAllocation::Marginal => self.share(part),
            DemandAllocation::Prorated => self.share(part) * part.share(),
        }
    }

    /// Highest 15-minute mean at any time.
    pub fn highest_kw(&self, part: &MonthPart) -> Decimal {
        self.peak_kw(DemandCharge::DEFAULT_WINDOW_MINUTES, || vec![part.span]).map_or(Decimal::ZERO, |(kw, _)| kw)
    }

    /// The highest mean of the metering windows within the spans, and when its window starts.
    pub fn peak_kw(&self, window_minutes: u32, spans: impl Fn() -> Vec<Span>) -> Option<(Decimal, Instant)> {
        self.meter.peak_kw(&|| windows(&spans(), window_minutes, self.calendar.clock()))
    }

    /// The share of a billing month's days that lie in these calendar months.
    pub fn season_share(&self, part: &MonthPart, months: Option<&std::collections::BTreeSet<u32>>) -> Decimal {
        season_share(self.calendar, part, months)
    }
}

pub fn season_share(
    calendar: &Calendar,
    part: &MonthPart,
    months: Option<&std::collections::BTreeSet<u32>>,
) -> Decimal {
    let Some(months) = months else { return Decimal::ONE };
    let days = calendar.calendar_months(part.whole);
    let inside = days.iter().filter(|month| months.contains(month)).count();
    if inside == days.len() { Decimal::ONE } else { Decimal::from(inside) / Decimal::from(days.len().max(1)) }
}
