use std::collections::{BTreeMap, BTreeSet};

use super::demand_kw::{Terms, billed_kw, tier_kw};
use super::load::Load;
use super::windows::{Window, metering_windows};
use super::{Line, cents};
use crate::check::clock::Month;
use crate::check::view::View;
use crate::model::{
    BillLine, ChargeHours, Decimal, DemandAllocation, DemandCharge, DemandTier, Peak, Per, Span, TariffPeriod,
};

/// A charge on the peak of one billing month.
struct Charge<'a> {
    name: &'a str,
    month: Month,
    rate_kw: Decimal,
    tiers: &'a [DemandTier],
    window_minutes: u32,
    month_to_date_peak_kw: Decimal,
    hours: Hours<'a>,
    /// Where it has more terms than a rate.
    own: Option<&'a DemandCharge>,
}

enum Hours<'a> {
    AnyTime,
    Of(&'a [ChargeHours]),
    Category(Vec<&'a TariffPeriod>),
    Events(&'a [Span]),
}

pub fn lines_and_peaks(view: &View<'_>, load: &Load) -> (Vec<Line>, Vec<Peak>) {
    let months: BTreeSet<Month> = view.local.iter().map(|local| local.month()).collect();
    let (mut lines, mut peaks) = (Vec::new(), Vec::new());
    for month in &months {
        for charge in charges(view, *month) {
            if let Some((of_charge, peak)) = bill(view, load, &charge, &months) {
                lines.extend(of_charge);
                peaks.push(peak);
            }
        }
    }
    (lines, peaks)
}

fn charges<'a>(view: &View<'a>, month: Month) -> Vec<Charge<'a>> {
    let tariff = &view.problem.tariff;
    let in_season = |months: &Option<BTreeSet<u32>>| months.as_ref().is_none_or(|months| months.contains(&month.month));
    let categories: BTreeSet<&str> = tariff.periods.iter().map(|period| period.period_category.as_str()).collect();
    let by_category = categories.into_iter().filter_map(|category| {
        let periods: Vec<&TariffPeriod> =
            tariff.periods.iter().filter(|p| p.period_category == category && in_season(&p.months)).collect();
        let (rate_kw, tiers) = periods.iter().find_map(|p| Some((p.demand_rate_kw?, p.demand_tiers.as_slice())))?;
        Some(Charge {
            name: category,
            month,
            rate_kw,
            tiers,
            window_minutes: DemandCharge::DEFAULT_WINDOW_MINUTES,
            month_to_date_peak_kw: tariff.month_to_date_peaks.get(category).copied().unwrap_or_default(),
            hours: Hours::Category(periods),
            own: None,
        })
    });
    let of_their_own = tariff.demand_charges.iter().filter(|charge| in_season(&charge.months)).map(|charge| Charge {
        name: &charge.name,
        month,
        rate_kw: charge.rate_kw,
        tiers: &charge.tiers,
        window_minutes: charge.window_minutes,
        month_to_date_peak_kw: charge.month_to_date_peak_kw,
        hours: charge.hours.as_deref().map_or(Hours::AnyTime, Hours::Of),
        own: Some(charge),
    });
    let critical = tariff.critical_peaks.iter().filter_map(|program| {
        Some(Charge {
            name: &program.name,
            month,
            rate_kw: program.demand_rate_kw?,
            tiers: &[],
            window_minutes: program.window_minutes,
            month_to_date_peak_kw: Decimal::ZERO,
            hours: Hours::Events(&program.events),
            own: None,
        })
    });
    by_category.chain(of_their_own).chain(critical).collect()
}

impl Charge<'_> {
    fn counts(&self, view: &View<'_>, minute: usize, month: Month) -> bool {
        let (local, tariff) = (view.local[minute], &view.problem.tariff);
        local.month() == month
            && match &self.hours {
                Hours::AnyTime => true,
                Hours::Of(hours) => hours.iter().any(|h| {
                    h.months.as_ref().is_none_or(|months| months.contains(&month.month))
                        && local.is_within(tariff, &h.day_type, h.start_time, h.end_time)
                }),
                Hours::Category(periods) => {
                    periods.iter().any(|p| local.is_within(tariff, &p.day_type, p.start_time, p.end_time))
                }
                Hours::Events(events) => {
                    let at = view.minute(minute);
                    events.iter().any(|event| event.start <= at && at < event.end)
                }
            }
    }

    fn windows(&self, view: &View<'_>, load: &Load, month: Month) -> Vec<Window> {
        metering_windows(view, load, self.window_minutes, |minute| self.counts(view, minute, month))
    }

    fn paid_to_date(&self, view: &View<'_>, month: Month) -> Decimal {
        let is_first = view.local.first().is_some_and(|local| local.month() == month);
        if is_first { self.month_to_date_peak_kw } else { Decimal::ZERO }
    }

    /// Peaks of its hours by month, in the horizon and before.
    fn known_peaks(&self, view: &View<'_>, load: &Load, months: &BTreeSet<Month>) -> BTreeMap<Month, Decimal> {
        let mut known = BTreeMap::new();
        for ((year, month), kw) in self.own.iter().flat_map(|charge| &charge.past_peaks) {
            known.insert(Month { year: *year, month: *month }, *kw);
        }
        for month in months {
            if let Some(kw) = self.windows(view, load, *month).iter().map(|window| window.mean_kw).max() {
                known.insert(*month, kw.max(self.paid_to_date(view, *month)));
            }
        }
        known
    }

    /// How often a month pays the rate.
    fn times(&self) -> Decimal {
        let days = Decimal::from(self.month.days());
        match self.own.map_or(Per::Month, |charge| charge.per) {
            Per::Month => Decimal::ONE,
            Per::Day => days,
            Per::Year => days / Decimal::from(self.month.days_of_year()),
        }
    }
}

/// Nothing, if none of the charge's hours lie in the horizon.
fn bill(view: &View<'_>, load: &Load, charge: &Charge<'_>, months: &BTreeSet<Month>) -> Option<(Vec<Line>, Peak)> {
    let windows = charge.windows(view, load, charge.month);
    let highest = windows.iter().map(|window| window.mean_kw).max()?;
    let at = windows.iter().find(|window| window.mean_kw == highest)?.start;
    let (before, share) = match view.problem.demand_allocation {
        DemandAllocation::Marginal => (charge.paid_to_date(view, charge.month), Decimal::ONE),
        DemandAllocation::Prorated => {
            let minutes = view.local.iter().filter(|local| local.month() == charge.month).count();
            let of_month = charge.month.minutes(view.problem.tariff_zone());
            (Decimal::ZERO, Decimal::from(minutes) / Decimal::from(of_month))
        }
    };
    let known = charge.known_peaks(view, load, months);
    let terms = charge.own.map(|charge| Terms { charge, known: &known });
    let billed = billed_kw(terms.as_ref(), charge.month, highest.max(before));
    let paid = if before.is_zero() { Decimal::ZERO } else { billed_kw(terms.as_ref(), charge.month, before) };
    let mut lines = Vec::new();
    for (tier, rate, from, to) in tier_kw(charge.rate_kw, charge.tiers) {
        let inside = |kw: Decimal| to.map_or(kw, |to| kw.min(to)).max(from) - from;
        let kw = inside(billed) - inside(paid);
        if tier.is_some_and(|tier| tier > 1) && kw.is_zero() {
            continue;
        }
        let bill = BillLine {
            month: charge.month.text(),
            charge: "demand".into(),
            category: charge.name.into(),
            tier,
            quantity: kw,
            unit: "kW".into(),
            rate: Some(rate),
            amount: Decimal::ZERO,
            at: Some(at),
        };
        lines.push(Line { bill, exact: kw * rate * share * charge.times() });
    }
    let peak = Peak {
        charge: charge.name.into(),
        month: charge.month.text(),
        peak_kw: highest,
        billed_kw: billed - paid,
        at,
        rate_kw: charge.rate_kw,
        amount: lines.iter().map(|line| cents(line.exact)).sum(),
    };
    Some((lines, peak))
}
