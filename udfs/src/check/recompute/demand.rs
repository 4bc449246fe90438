use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::demand_kw::{Terms, billed_kw, tier_kw};
use super::load::Load;
use super::seasons::{charged_months, seasons};
use super::share::prorated;
use super::windows::{Window, metering_windows};
use super::{Line, cents};
use crate::check::clock::Month;
use crate::check::period::Period;
use crate::check::view::View;
use crate::model::{
    BillLine, ChargeHours, Decimal, DemandAllocation, DemandCharge, DemandTier, Peak, Per, Span, TariffPeriod,
};

/// A charge on the peak of one billing period.
struct Charge<'a> {
    name: &'a str,
    period: Period,
    /// The calendar months in which it is charged.
    season: BTreeSet<u32>,
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
    let (mut lines, mut peaks) = (Vec::new(), Vec::new());
    for period in &view.periods {
        for charge in charges(view, *period) {
            if let Some((of_charge, peak)) = bill(view, load, &charge) {
                lines.extend(of_charge);
                peaks.push(peak);
            }
        }
    }
    (lines, peaks)
}

fn charges<'a>(view: &View<'a>, period: Period) -> Vec<Charge<'a>> {
    let tariff = &view.problem.tariff;
    let by_category = seasons(tariff, &period).into_iter().map(|((category, rate_kw, tiers), season)| Charge {
        name: category,
        period,
        rate_kw,
        tiers,
        window_minutes: DemandCharge::DEFAULT_WINDOW_MINUTES,
        month_to_date_peak_kw: tariff.month_to_date_peaks.get(category).copied().unwrap_or_default(),
        hours: Hours::Category(tariff.periods.iter().filter(|period| period.period_category == category).collect()),
        own: None,
        season,
    });
    let of_their_own = tariff.demand_charges.iter().map(|charge| Charge {
        name: &charge.name,
        period,
        rate_kw: charge.rate_kw,
        tiers: &charge.tiers,
        window_minutes: charge.window_minutes,
        month_to_date_peak_kw: charge.month_to_date_peak_kw,
        hours: charge.hours.as_deref().map_or(Hours::AnyTime, Hours::Of),
        own: Some(charge),
        season: charged_months(charge),
    });
    let critical = tariff.critical_peaks.iter().filter_map(|program| {
        Some(Charge {
            name: &program.name,
            period,
            rate_kw: program.demand_rate_kw?,
            tiers: &[],
            window_minutes: program.window_minutes,
            month_to_date_peak_kw: Decimal::ZERO,
            hours: Hours::Events(&program.events),
            own: None,
            season: (1..=12).collect(),
        })
    });
    by_category.chain(of_their_own).chain(critical).collect()
}

impl Charge<'_> {
    fn counts(&self, view: &View<'_>, minute: usize, period: &Period) -> bool {
        let (local, tariff) = (view.local[minute], &view.problem.tariff);
        let in_month =
            |months: &Option<BTreeSet<u32>>| months.as_ref().is_none_or(|months| months.contains(&local.date.month()));
        period.contains(local.date)
            && match &self.hours {
                Hours::AnyTime => true,
                Hours::Of(hours) => hours
                    .iter()
                    .any(|h| in_month(&h.months) && local.is_within(tariff, &h.day_type, h.start_time, h.end_time)),
                Hours::Category(periods) => periods
                    .iter()
                    .any(|p| in_month(&p.months) && local.is_within(tariff, &p.day_type, p.start_time, p.end_time)),
                Hours::Events(events) => {
                    let at = view.minute(minute);
                    events.iter().any(|event| event.start <= at && at < event.end)
                }
            }
    }

    /// Windows of the hours in which it is charged.
    fn windows(&self, view: &View<'_>, load: &Load) -> Vec<Window> {
        let charged = |date: NaiveDate| self.season.contains(&date.month());
        metering_windows(view, load, self.window_minutes, |minute| {
            charged(view.local[minute].date) && self.counts(view, minute, &self.period)
        })
    }

    fn paid_to_date(&self, view: &View<'_>, period: &Period) -> Decimal {
        let is_first = view.periods.first() == Some(period);
        if is_first { self.month_to_date_peak_kw } else { Decimal::ZERO }
    }

    /// Peaks of its hours by month, in the horizon and before.
    fn known_peaks(&self, view: &View<'_>, load: &Load) -> BTreeMap<Month, Decimal> {
        let mut known = BTreeMap::new();
        for ((year, month), kw) in self.own.iter().flat_map(|charge| &charge.past_peaks) {
            known.insert(Month { year: *year, month: *month }, *kw);
        }
        for period in &view.periods {
            let counts = |minute| self.counts(view, minute, period);
            let windows = metering_windows(view, load, self.window_minutes, counts);
            if let Some(kw) = windows.iter().map(|window| window.mean_kw).max() {
                known.insert(period.month, kw.max(self.paid_to_date(view, period)));
            }
        }
        known
    }

    /// How often the billing period pays the rate.
    fn times(&self) -> Decimal {
        let days = Decimal::from(self.period.days());
        let season = self.period.part_in(&self.season);
        match self.own.map_or(Per::Month, |charge| charge.per) {
            Per::Month => season,
            Per::Day => season * days,
            Per::Year => season * days / Decimal::from(self.period.month.days_of_year()),
        }
    }
}

/// Nothing, if none of the charge's hours lie in the horizon.
fn bill(view: &View<'_>, load: &Load, charge: &Charge<'_>) -> Option<(Vec<Line>, Peak)> {
    let (windows, month) = (charge.windows(view, load), charge.period.month);
    let highest = windows.iter().map(|window| window.mean_kw).max()?;
    let at = windows.iter().find(|window| window.mean_kw == highest)?.start;
    let before = match view.problem.demand_allocation {
        DemandAllocation::Marginal => charge.paid_to_date(view, &charge.period),
        DemandAllocation::Prorated => Decimal::ZERO,
    };
    let times = charge.times() * prorated(view, &charge.period);
    let known = charge.known_peaks(view, load);
    let terms = charge.own.map(|charge| Terms { charge, known: &known });
    let billed = billed_kw(terms.as_ref(), month, highest.max(before));
    let paid = if before.is_zero() { Decimal::ZERO } else { billed_kw(terms.as_ref(), month, before) };
    let mut lines = Vec::new();
    for (tier, rate, from, to) in tier_kw(charge.rate_kw, charge.tiers) {
        let inside = |kw: Decimal| to.map_or(kw, |to| kw.min(to)).max(from) - from;
        let kw = inside(billed) - inside(paid);
        if tier.is_some_and(|tier| tier > 1) && kw.is_zero() {
            continue;
        }
        let bill = BillLine {
            month: month.text(),
            charge: "demand".into(),
            category: charge.name.into(),
            tier,
            quantity: kw,
            unit: "kW".into(),
            rate: Some(rate),
            amount: Decimal::ZERO,
            at: Some(at),
        };
        lines.push(Line { bill, exact: kw * rate * times });
    }
    let peak = Peak {
        charge: charge.name.into(),
        month: month.text(),
        peak_kw: highest,
        billed_kw: billed - paid,
        at,
        rate_kw: charge.rate_kw,
        amount: lines.iter().map(|line| cents(line.exact)).sum(),
    };
    Some((lines, peak))
}
