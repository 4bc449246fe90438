use std::collections::BTreeMap;

use super::charge::{Charge, ChargeKind};
use super::demand_history::{History, hours_of_all_months};
use super::demand_rule::DemandRule;
use super::metered::Metered;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Decimal, DemandCharge, Instant, Peak};
use crate::tariff::BillingMonth;

pub(super) struct Demand {
    pub charges: Vec<Charge>,
    pub peaks: Vec<Peak>,
    pub warnings: Issues,
}

/// Every demand charge of every billing month, on the peaks of the metered load.
pub(super) fn charges(metered: &Metered<'_>) -> Demand {
    let parts = metered.calendar.billing_months(metered.span);
    let histories = histories(metered);
    let mut demand = Demand { charges: Vec::new(), peaks: Vec::new(), warnings: Issues::default() };
    let mut unknown: BTreeMap<usize, Vec<BillingMonth>> = BTreeMap::new();
    for (rule, number) in &metered.terms.rules {
        let Some(part) = parts.iter().find(|part| part.month == rule.month) else { continue };
        let version_share = metered.share(part);
        let Some((peak_kw, at)) = metered.peak_kw(rule.window_minutes, || rule.spans.clone()) else { continue };
        if version_share.is_zero() {
            continue;
        }
        let mut rule = DemandRule { spans: Vec::new(), ..rule.clone() };
        rule.share *= version_share;
        if let Some((number, history)) = number.and_then(|number| Some((number, histories.get(&number)?))) {
            rule.terms = history.terms(rule.month, unknown.entry(number).or_default());
        }
        let lines = lines(&rule, peak_kw, at);
        demand.peaks.push(Peak {
            charge: rule.name.clone(),
            month: rule.month.to_string(),
            peak_kw,
            billed_kw: rule.billed_kw(peak_kw),
            at,
            rate_kw: rule.rate_kw,
            amount: lines.iter().map(Charge::amount).sum(),
        });
        demand.charges.extend(lines);
    }
    for (number, months) in unknown {
        demand.warnings.0.extend(unknown_months(number, &metered.tariff.demand_charges[number], months));
    }
    demand
}

/// A line, or one for each tier that is reached.
fn lines(rule: &DemandRule, peak_kw: Decimal, at: Instant) -> Vec<Charge> {
    let paid_kw = rule.paid_billed_kw();
    let top = rule.terms.in_tiers(rule.billed_kw(peak_kw) + paid_kw);
    let paid = rule.terms.in_tiers(paid_kw);
    let mut lines = Vec::new();
    for ((tier, kw, rate), (_, paid_kw, _)) in top.into_iter().zip(paid) {
        let billed_kw = kw - paid_kw;
        if billed_kw.is_zero() && tier.is_some_and(|tier| tier > 1) {
            continue;
        }
        let line = Charge::new(ChargeKind::Demand, rule.month, &rule.name, billed_kw * rate * rule.share);
        lines.push(Charge { tier, at: Some(at), ..line.quantity(billed_kw, "kW", Some(rate)) });
    }
    lines
}

/// What the charges that look back see of the metered load, by the number of the charge.
pub(super) fn histories<'a>(metered: &Metered<'a>) -> BTreeMap<usize, History<'a>> {
    let parts = metered.calendar.billing_months(metered.span);
    let has_year = parts.iter().filter(|part| part.is_whole()).count() >= 12;
    let charges = metered.tariff.demand_charges.iter().enumerate();
    let history = |(number, charge): (usize, &'a DemandCharge)| {
        let mut history = History { charge, metered: BTreeMap::new(), has_year };
        for (position, part) in parts.iter().enumerate() {
            let spans = || hours_of_all_months(metered.calendar, charge, part);
            let to_date = if position == 0 { charge.month_to_date_peak_kw } else { Decimal::ZERO };
            if let Some((kw, _)) = metered.peak_kw(charge.window_minutes, spans) {
                history.metered.insert(part.month, kw.max(to_date));
            }
        }
        (number, history)
    };
    charges.filter(|(_, charge)| History::matters(charge)).map(history).collect()
}

fn unknown_months(number: usize, charge: &DemandCharge, mut months: Vec<BillingMonth>) -> Option<Issue> {
    months.sort_unstable();
    months.dedup();
    let (first, last) = (months.first()?, months.last()?);
    let message = format!("peaks of {} months from {first} to {last} are not known and count as none", months.len());
    let place = Place::new("tariff.demand_charges").row(number).key(&charge.name).column("past_peaks");
    Some(Issue::warning(Code::HistoryUnknown, place, message, "give the peaks of these months in past_peaks"))
}
