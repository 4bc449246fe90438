use super::charge::{Charge, ChargeKind};
use super::metered::Metered;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{CoincidentCharge, Combine, Decimal, DemandAllocation, Instant, Span};
use crate::tariff::MonthPart;

/// Charges on the load in the windows of the system's peaks.
pub fn charges(metered: &Metered<'_>) -> (Vec<Charge>, Issues) {
    let (mut charges, mut warnings) = (Vec::new(), Issues::default());
    for (row, charge) in metered.tariff.coincident_charges.iter().enumerate() {
        let mut is_known = true;
        for part in metered.parts() {
            let Some((windows, share)) = billed(metered, charge, &part) else { continue };
            let measured: Vec<(Decimal, Instant)> =
                windows.iter().filter_map(|window| at(metered, charge, *window)).collect();
            is_known &= measured.len() == windows.len();
            let Some((kw, when)) = combine(charge.combine, &measured) else { continue };
            let line = Charge::new(ChargeKind::Coincident, part.month, &charge.name, kw * charge.rate_kw * share);
            charges.push(Charge { at: Some(when), ..line.quantity(kw, "kW", Some(charge.rate_kw)) });
        }
        if !is_known {
            let place = Place::new("tariff.coincident_charges").row(row).key(&charge.name).column("past_kw");
            let message = "the load does not reach all windows, and past_kw does not say what it was there";
            let fix = "give past_kw, or a load that covers the windows";
            warnings.push(Issue::warning(Code::HistoryUnknown, place, message, fix));
        }
    }
    (charges, warnings)
}

/// The windows that a billing month pays for, and its share of the charge.
fn billed(metered: &Metered<'_>, charge: &CoincidentCharge, part: &MonthPart) -> Option<(Vec<Span>, Decimal)> {
    let (mut windows, share) = billed_windows(charge, part, metered.span, metered.allocation)?;
    if charge.billed_months.is_some() {
        return Some((windows, share * metered.share(part)));
    }
    // windows of another version of the tariff are that version's
    windows.retain(|window| metered.in_force == metered.span || window.overlaps(&metered.in_force));
    windows.iter().any(|window| window.overlaps(&metered.span)).then_some((windows, share))
}

/// The windows that a billing month pays for of a load over `span`, and the share of the charge that the span pays.
pub(super) fn billed_windows(
    charge: &CoincidentCharge,
    part: &MonthPart,
    span: Span,
    allocation: DemandAllocation,
) -> Option<(Vec<Span>, Decimal)> {
    let share = match allocation {
        DemandAllocation::Marginal => Decimal::ONE,
        DemandAllocation::Prorated => part.share(),
    };
    if let Some(months) = &charge.billed_months {
        let is_billed = months.contains(&(part.month.year, part.month.month));
        return is_billed.then(|| (charge.windows.clone(), share));
    }
    let begins = |window: &&Span| part.whole.start <= window.start && window.start < part.whole.end;
    let windows: Vec<Span> = charge.windows.iter().filter(begins).copied().collect();
    windows.iter().any(|window| window.overlaps(&span)).then_some((windows, share))
}

/// Mean power in what the load covers of the window.
fn at(metered: &Metered<'_>, charge: &CoincidentCharge, window: Span) -> Option<(Decimal, Instant)> {
    let covered = Span { start: window.start.max(metered.span.start), end: window.end.min(metered.span.end) };
    if covered.start < covered.end {
        Some((metered.meter.kw_minutes(&|| vec![covered]) / Decimal::from(covered.minutes()), window.start))
    } else {
        charge.past_kw.map(|kw| (kw, window.start))
    }
}

/// With the start of the window that counts: the highest, the first of equals.
fn combine(combine: Combine, measured: &[(Decimal, Instant)]) -> Option<(Decimal, Instant)> {
    let highest = measured.iter().copied().rev().max_by_key(|(kw, _)| *kw)?;
    match combine {
        Combine::Highest => Some(highest),
        Combine::Mean => {
            let sum: Decimal = measured.iter().map(|(kw, _)| *kw).sum();
            Some((sum / Decimal::from(measured.len()), highest.1))
        }
    }
}
