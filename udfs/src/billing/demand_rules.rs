use std::collections::{BTreeMap, BTreeSet};

use super::bounds;
use super::demand_history::History;
use super::demand_rule::DemandRule;
use super::demand_terms::DemandTerms;
use super::metered::season_share;
use crate::error::Issues;
use crate::model::{CriticalPeak, Decimal, DemandAllocation, DemandCharge, DemandTier, Per, Problem, Span, Tariff};
use crate::tariff::{Calendar, MonthPart, Segment, charge_spans, demand_rates, push_span};

/// Every demand charge of the horizon, one rule per charge and billing month: time-of-use categories, charges with hours
/// of their own, then critical peaks.
pub fn demand_rules(problem: &Problem) -> Result<Vec<DemandRule>, Issues> {
    bounds::check_tariff(&problem.tariff)?;
    let calendar = Calendar::new(&problem.tariff, problem.site.time_zone)?;
    let span = problem.horizon.span();
    let segments = calendar.segments(span)?;
    let parts = calendar.billing_months(span);
    let found = rules(&problem.tariff, &calendar, &segments, &parts, problem.demand_allocation)?;
    Ok(found.into_iter().map(|(rule, _)| rule).collect())
}

/// Each rule with the number of its charge, where it is one with hours of its own.
pub(super) fn rules(
    tariff: &Tariff,
    calendar: &Calendar,
    segments: &[Segment<'_>],
    parts: &[MonthPart],
    allocation: DemandAllocation,
) -> Result<Vec<(DemandRule, Option<usize>)>, Issues> {
    if let (Some(first), Some(last)) = (parts.first(), parts.last()) {
        let issues = demand_rates(calendar, Span { start: first.span.start, end: last.span.end });
        if issues.has_errors() {
            return Err(issues);
        }
    }
    let mut rules = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        let month = Month { tariff, calendar, part, allocation, is_first: number == 0 };
        rules.extend(month.of_categories(segments).into_iter().map(|rule| (rule, None)));
        let own = tariff.demand_charges.iter().enumerate();
        rules.extend(own.filter_map(|(index, charge)| Some((month.of_charge(charge)?, Some(index)))));
        rules.extend(tariff.critical_peaks.iter().filter_map(|peak| Some((month.of_critical_peak(peak)?, None))));
    }
    Ok(rules)
}

struct Month<'a> {
    tariff: &'a Tariff,
    calendar: &'a Calendar,
    part: &'a MonthPart,
    allocation: DemandAllocation,
    is_first: bool,
}

impl Month<'_> {
    fn paid(&self, peak: Decimal) -> Decimal {
        let pays_increase = self.is_first && self.allocation == DemandAllocation::Marginal;
        if pays_increase { peak } else { Decimal::ZERO }
    }

    fn share(&self, of_month: Decimal) -> Decimal {
        match self.allocation {
            DemandAllocation::Marginal => of_month,
            DemandAllocation::Prorated => of_month * self.part.share(),
        }
    }

    /// Categories with a demand rate, each with all its hours in the months of the rate.
    fn of_categories(&self, segments: &[Segment<'_>]) -> Vec<DemandRule> {
        let mut seasons: BTreeMap<(&str, Decimal, &[DemandTier]), BTreeSet<u32>> = BTreeMap::new();
        for month in self.calendar.calendar_months(self.part.whole).into_iter().collect::<BTreeSet<u32>>() {
            let mut known = BTreeSet::new();
            for period in self.calendar.periods() {
                let in_month = period.months.as_ref().is_none_or(|months| months.contains(&month));
                let Some(rate) = period.demand_rate_kw.filter(|_| in_month) else { continue };
                let category = period.period_category.as_str();
                if known.insert(category) {
                    seasons.entry((category, rate, &period.demand_tiers)).or_default().insert(month);
                }
            }
        }
        let rule = |((category, rate_kw, tiers), months): ((&str, Decimal, &[DemandTier]), BTreeSet<u32>)| {
            let mut spans = Vec::new();
            let of_month = segments.iter().filter(|segment| segment.month == self.part.month);
            for segment in of_month.filter(|segment| segment.period_category == category) {
                if months.contains(&segment.calendar_month) {
                    push_span(&mut spans, segment.span);
                }
            }
            let to_date = self.tariff.month_to_date_peaks.get(category).copied().unwrap_or_default();
            let rule = DemandRule {
                name: category.to_string(),
                month: self.part.month,
                rate_kw,
                window_minutes: DemandCharge::DEFAULT_WINDOW_MINUTES,
                month_to_date_peak_kw: self.paid(to_date),
                spans,
                share: self.share(season_share(self.calendar, self.part, Some(&months))),
                terms: DemandTerms { rate_kw, tiers: tiers.to_vec(), ..DemandTerms::default() },
            };
            (!rule.spans.is_empty()).then_some(rule)
        };
        seasons.into_iter().filter_map(rule).collect()
    }

    fn of_charge(&self, charge: &DemandCharge) -> Option<DemandRule> {
        let spans = charge_spans(self.calendar, charge, self.part.span);
        if spans.is_empty() {
            return None;
        }
        let month = self.part.month;
        let to_date = if self.is_first { charge.month_to_date_peak_kw } else { Decimal::ZERO };
        let history = History { charge, metered: BTreeMap::new(), has_year: false };
        Some(DemandRule {
            name: charge.name.clone(),
            month,
            rate_kw: charge.rate_kw,
            window_minutes: charge.window_minutes,
            month_to_date_peak_kw: self.paid(to_date),
            spans,
            share: self.share(self.times_charged(charge)),
            terms: history.terms(month, &mut Vec::new()),
        })
    }

    /// How often the whole billing month pays the charge's rate: once, unless it applies on some of its days or is for
    /// a day or a year.
    fn times_charged(&self, charge: &DemandCharge) -> Decimal {
        let season = charged_months(charge);
        let share = season_share(self.calendar, self.part, season.as_ref());
        let days = |span: Span| Decimal::from(self.calendar.local_days(span).len());
        match charge.per {
            Per::Month => share,
            Per::Day => share * days(self.part.whole),
            Per::Year => share * days(self.part.whole) / days(self.part.month.year_span(self.calendar.clock())),
        }
    }

    fn of_critical_peak(&self, program: &CriticalPeak) -> Option<DemandRule> {
        let rate_kw = program.demand_rate_kw?;
        let mut events: Vec<Span> =
            program.events.iter().filter(|event| event.overlaps(&self.part.span)).copied().collect();
        events.sort_unstable();
        let mut spans = Vec::new();
        for event in events {
            let clipped = Span { start: event.start.max(self.part.span.start), end: event.end.min(self.part.span.end) };
            push_span(&mut spans, clipped);
        }
        let rule = DemandRule {
            name: program.name.clone(),
            month: self.part.month,
            rate_kw,
            window_minutes: program.window_minutes,
            month_to_date_peak_kw: Decimal::ZERO,
            spans,
            share: self.share(Decimal::ONE),
            terms: DemandTerms { rate_kw, ..DemandTerms::default() },
        };
        (!rule.spans.is_empty()).then_some(rule)
    }
}

/// The calendar months in which a charge has hours; `None`: all.
fn charged_months(charge: &DemandCharge) -> Option<BTreeSet<u32>> {
    let of_hours = charge.hours.as_ref().and_then(|hours| {
        let each = hours.iter().map(|hours| hours.months.clone()).collect::<Option<Vec<_>>>()?;
        Some(each.into_iter().flatten().collect::<BTreeSet<u32>>())
    });
    match (&charge.months, of_hours) {
        (Some(months), Some(of_hours)) => Some(months.intersection(&of_hours).copied().collect()),
        (Some(months), None) => Some(months.clone()),
        (None, of_hours) => of_hours,
    }
}
