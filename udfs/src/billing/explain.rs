use std::collections::BTreeMap;

use chrono_tz::Tz;

use super::bounds;
use super::charge::cents;
use super::demand::histories;
use super::demand_history::History;
use super::demand_rule::DemandRule;
use super::load_row::LoadRow;
use super::metered::Metered;
use super::series::Series;
use super::terms::Terms;
use crate::error::Issues;
use crate::model::{Decimal, DemandAllocation, Instant, Lookback, Tariff};
use crate::tariff::{BillingMonth, Calendar};

/// Why a demand charge costs what it does in a billing month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeakCause {
    /// Category of a time-of-use charge, or name of the charge.
    pub charge: String,
    pub month: BillingMonth,
    /// Start of the metering window that set the peak.
    pub at: Instant,
    pub window_minutes: u32,
    pub peak_kw: Decimal,
    /// What this bill pays for: all that is billed, or what is billed beyond the month to date.
    pub billed_kw: Decimal,
    pub set_by: SetBy,
    /// Of the first tier.
    pub rate_kw: Decimal,
    /// Rounded to cents.
    pub amount: Decimal,
    /// What demand would have cost less, had this charge's peak been one kW lower: in this month, and by ratchets and means
    /// in the bill's other months. Exact, before riders and tax.
    pub saved_by_one_kw: Decimal,
}

/// What the billed kW come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetBy {
    OwnPeak,
    /// A higher peak earlier in the month, which is paid for already.
    MonthToDate,
    /// The mean of this month's peak and those before.
    MeanOfPeaks,
    /// The ratchet's part of the peak of this month.
    Ratchet(BillingMonth),
    Minimum,
    /// The lower end of the contracted power.
    Contract,
}

impl SetBy {
    pub fn as_str(self) -> &'static str {
        match self {
            SetBy::OwnPeak => "peak",
            SetBy::MonthToDate => "month to date",
            SetBy::MeanOfPeaks => "mean of peaks",
            SetBy::Ratchet(_) => "ratchet",
            SetBy::Minimum => "minimum",
            SetBy::Contract => "contract",
        }
    }

    pub fn month(self) -> Option<BillingMonth> {
        if let SetBy::Ratchet(month) = self { Some(month) } else { None }
    }
}

/// The cause of every demand charge in every billing month of a load.
pub fn explain<L>(tariff: &Tariff, zone: Tz, load: &[L], allocation: DemandAllocation) -> Result<Vec<PeakCause>, Issues>
where
    L: Copy + Into<LoadRow>,
{
    bounds::check_tariff(tariff)?;
    let rows: Vec<LoadRow> = load.iter().map(|row| (*row).into()).collect();
    let series = Series::new(&rows)?;
    let Some(span) = series.span() else { return Ok(Vec::new()) };
    let calendar = Calendar::new(tariff, zone)?;
    let terms = Terms::new(tariff, &calendar, span, span, allocation)?;
    let metered =
        Metered { tariff, calendar: &calendar, span, terms: &terms, meter: &series, allocation, in_force: span };
    let histories = histories(&metered);
    let charged = charged(&metered, &histories);
    Ok(charged.iter().map(|one| cause(one, &charged, &histories)).collect())
}

/// A demand charge in a month, on its peak.
struct Charged {
    rule: DemandRule,
    /// Of a charge with hours of its own, or at any time.
    number: Option<usize>,
    peak_kw: Decimal,
    at: Instant,
}

fn charged(metered: &Metered<'_>, histories: &BTreeMap<usize, History<'_>>) -> Vec<Charged> {
    let on_peak = |(rule, number): &(DemandRule, Option<usize>)| {
        let (mut rule, number) = (rule.clone(), *number);
        let (peak_kw, at) = metered.peak_kw(rule.window_minutes, || rule.spans.clone())?;
        if let Some(history) = number.and_then(|number| histories.get(&number)) {
            rule.terms = history.terms(rule.month, &mut Vec::new());
        }
        Some(Charged { rule, number, peak_kw, at })
    };
    metered.terms.rules.iter().filter_map(on_peak).collect()
}

fn cause(one: &Charged, all: &[Charged], histories: &BTreeMap<usize, History<'_>>) -> PeakCause {
    let history = one.number.and_then(|number| histories.get(&number));
    PeakCause {
        charge: one.rule.name.clone(),
        month: one.rule.month,
        at: one.at,
        window_minutes: one.rule.window_minutes,
        peak_kw: one.peak_kw,
        billed_kw: one.rule.billed_kw(one.peak_kw),
        set_by: set_by(one, history),
        rate_kw: one.rule.rate_kw,
        amount: cents(one.rule.cost(one.peak_kw)),
        saved_by_one_kw: saved_by_one_kw(one, all, histories),
    }
}

fn set_by(one: &Charged, history: Option<&History<'_>>) -> SetBy {
    let terms = &one.rule.terms;
    let peak_kw = one.peak_kw.max(one.rule.month_to_date_peak_kw);
    let basis = if terms.earlier_peaks.is_empty() {
        peak_kw
    } else {
        (terms.earlier_peaks.iter().sum::<Decimal>() + peak_kw) / Decimal::from(terms.earlier_peaks.len() + 1)
    };
    let own_part = peak_kw * terms.own_part;
    let raised = basis.max(terms.floor_kw).max(own_part);
    let lower = terms.contract.map(|contract| contract.contracted_kw * contract.lower_percent / Decimal::ONE_HUNDRED);
    if lower.is_some_and(|lower| raised < lower) {
        SetBy::Contract
    } else if raised > basis && own_part == raised {
        SetBy::Ratchet(one.rule.month)
    } else if raised > basis {
        let from = history.and_then(|history| ratchet_month(history, one.rule.month));
        from.filter(|(_, kw)| *kw >= terms.floor_kw).map_or(SetBy::Minimum, |(month, _)| SetBy::Ratchet(month))
    } else if !terms.earlier_peaks.is_empty() {
        SetBy::MeanOfPeaks
    } else if one.rule.month_to_date_peak_kw > one.peak_kw {
        SetBy::MonthToDate
    } else {
        SetBy::OwnPeak
    }
}

/// The earlier month whose peak the ratchet holds to, and the kW that it asks for.
fn ratchet_month(history: &History<'_>, month: BillingMonth) -> Option<(BillingMonth, Decimal)> {
    let ratchet = history.charge.ratchet.as_ref()?;
    let index = usize::try_from(month.month.clamp(1, 12) - 1).unwrap_or(0);
    let part = ratchet.percent[index] / Decimal::ONE_HUNDRED;
    let back = match &ratchet.looks_at {
        Lookback::Preceding(count) => (1..=*count).collect::<Vec<u32>>(),
        Lookback::Months(months) => (1..=11).filter(|back| months.contains(&month.before(*back).month)).collect(),
    };
    let peaks = back.into_iter().map(|back| month.before(back));
    let peaks = peaks.filter_map(|earlier| Some((earlier, history.peak(earlier)? * part)));
    // of equal peaks the latest
    peaks.rev().max_by_key(|(_, kw)| *kw)
}

fn saved_by_one_kw(one: &Charged, all: &[Charged], histories: &BTreeMap<usize, History<'_>>) -> Decimal {
    let lower_kw = (one.peak_kw - Decimal::ONE).max(Decimal::ZERO);
    let month = one.rule.month;
    let own = one.rule.cost(one.peak_kw) - one.rule.cost(lower_kw);
    let Some(number) = one.number.filter(|number| histories.contains_key(number)) else { return own };
    let is_charged = |number| all.iter().any(|other| other.number == Some(number) && other.rule.month == month);
    let mut saved = Decimal::ZERO;
    for (looks_back, history) in histories {
        // another season's charge looks back at this peak, too
        let sees = history.metered.get(&month) == Some(&one.peak_kw);
        let concerned = *looks_back == number || sees && !is_charged(*looks_back);
        if !concerned {
            continue;
        }
        let mut lowered =
            History { charge: history.charge, metered: history.metered.clone(), has_year: history.has_year };
        if sees {
            lowered.metered.insert(month, lower_kw);
        }
        for other in all.iter().filter(|other| other.number == Some(*looks_back)) {
            let terms = lowered.terms(other.rule.month, &mut Vec::new());
            let peak_kw = if other.rule.month == month { lower_kw } else { other.peak_kw };
            saved += other.rule.cost(other.peak_kw) - DemandRule { terms, ..other.rule.clone() }.cost(peak_kw);
        }
    }
    saved
}
