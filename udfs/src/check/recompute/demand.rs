use std::collections::BTreeSet;

use super::load::Load;
use super::windows::metering_windows;
use super::{Line, cents};
use crate::check::clock::Month;
use crate::check::view::View;
use crate::model::{BillLine, ChargeHours, Decimal, DemandAllocation, DemandCharge, Peak, TariffPeriod};

/// A charge on the peak of one billing month.
struct Charge<'a> {
    name: &'a str,
    month: Month,
    rate_kw: Decimal,
    window_minutes: u32,
    month_to_date_peak_kw: Decimal,
    hours: Hours<'a>,
}

enum Hours<'a> {
    AnyTime,
    Of(&'a [ChargeHours]),
    Category(Vec<&'a TariffPeriod>),
}

pub fn lines_and_peaks(view: &View<'_>, load: &Load) -> (Vec<Line>, Vec<Peak>) {
    let months: BTreeSet<Month> = view.local.iter().map(|local| local.month()).collect();
    let (mut lines, mut peaks) = (Vec::new(), Vec::new());
    for month in months {
        let charges = charges(view, month);
        for charge in charges {
            if let Some((line, peak)) = bill(view, load, &charge) {
                lines.push(line);
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
        let rate_kw = periods.iter().find_map(|period| period.demand_rate_kw)?;
        Some(Charge {
            name: category,
            month,
            rate_kw,
            window_minutes: DemandCharge::DEFAULT_WINDOW_MINUTES,
            month_to_date_peak_kw: tariff.month_to_date_peaks.get(category).copied().unwrap_or_default(),
            hours: Hours::Category(periods),
        })
    });
    let of_their_own = tariff.demand_charges.iter().filter(|charge| in_season(&charge.months)).map(|charge| Charge {
        name: &charge.name,
        month,
        rate_kw: charge.rate_kw,
        window_minutes: charge.window_minutes,
        month_to_date_peak_kw: charge.month_to_date_peak_kw,
        hours: charge.hours.as_deref().map_or(Hours::AnyTime, Hours::Of),
    });
    by_category.chain(of_their_own).collect()
}

impl Charge<'_> {
    fn counts(&self, view: &View<'_>, minute: usize) -> bool {
        let (local, tariff) = (view.local[minute], &view.problem.tariff);
        local.month() == self.month
            && match &self.hours {
                Hours::AnyTime => true,
                Hours::Of(hours) => {
                    hours.iter().any(|h| local.is_within(tariff, &h.day_type, h.start_time, h.end_time))
                }
                Hours::Category(periods) => {
                    periods.iter().any(|p| local.is_within(tariff, &p.day_type, p.start_time, p.end_time))
                }
            }
    }
}

/// Nothing, if none of the charge's hours lie in the horizon.
fn bill(view: &View<'_>, load: &Load, charge: &Charge<'_>) -> Option<(Line, Peak)> {
    let windows = metering_windows(view, load, charge.window_minutes, |minute| charge.counts(view, minute));
    let highest = windows.iter().map(|window| window.mean_kw).max()?;
    let at = windows.iter().find(|window| window.mean_kw == highest)?.start;
    let (billed_kw, share) = match view.problem.demand_allocation {
        DemandAllocation::Marginal => {
            let is_first = view.local.first().is_some_and(|local| local.month() == charge.month);
            let before = if is_first { charge.month_to_date_peak_kw } else { Decimal::ZERO };
            ((highest - before).max(Decimal::ZERO), Decimal::ONE)
        }
        DemandAllocation::Prorated => {
            let minutes = view.local.iter().filter(|local| local.month() == charge.month).count();
            let of_month = charge.month.minutes(view.problem.site.time_zone);
            (highest, Decimal::from(minutes) / Decimal::from(of_month))
        }
    };
    let exact = billed_kw * charge.rate_kw * share;
    let (charge_name, month) = (charge.name.to_string(), charge.month.text());
    let bill = BillLine {
        month: month.clone(),
        charge: "demand".into(),
        category: charge_name.clone(),
        tier: None,
        quantity: billed_kw,
        unit: "kW".into(),
        rate: Some(charge.rate_kw),
        amount: Decimal::ZERO,
        at: Some(at),
    };
    let peak = Peak {
        charge: charge_name,
        month,
        peak_kw: highest,
        billed_kw,
        at,
        rate_kw: charge.rate_kw,
        amount: cents(exact),
    };
    Some((Line { bill, exact }, peak))
}
