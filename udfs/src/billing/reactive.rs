use super::charge::{Charge, ChargeKind};
use super::metered::Metered;
use super::window::windows;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Decimal, Instant, ReactiveCharge, Span};
use crate::tariff::MonthPart;

/// Charges on the highest reactive power beyond what is free. Windows without measured kvar are left out with a warning.
pub fn charges(metered: &Metered<'_>) -> (Vec<Charge>, Issues) {
    let (mut charges, mut warnings) = (Vec::new(), Issues::default());
    for (row, charge) in metered.tariff.reactive_charges.iter().enumerate() {
        let free = free_per_kw(charge);
        let mut is_known = true;
        for part in metered.parts() {
            let share = metered.season_share(&part, charge.months.as_ref()) * metered.allocated_share(&part);
            let Some((kvar, at)) = highest(metered, charge, &part, free, &mut is_known).filter(|_| !share.is_zero())
            else {
                continue;
            };
            let line = Charge::new(ChargeKind::Reactive, part.month, &charge.name, kvar * charge.rate_kvar * share);
            charges.push(Charge { at: Some(at), ..line.quantity(kvar, "kvar", Some(charge.rate_kvar)) });
        }
        if !is_known {
            let place = Place::new("tariff.reactive_charges").row(row).key(&charge.name);
            let message = "the load has no kvar where this charge applies; it is not billed there";
            warnings.push(Issue::warning(Code::ReactiveUnknown, place, message, "give the load's kvar with its kW"));
        }
    }
    (charges, warnings)
}

fn highest(
    metered: &Metered<'_>,
    charge: &ReactiveCharge,
    part: &MonthPart,
    free: Decimal,
    is_known: &mut bool,
) -> Option<(Decimal, Instant)> {
    let windows = || windows(&days_in(metered, charge, part), charge.window_minutes, metered.calendar.clock());
    let (highest, is_measured) = metered.meter.peak_kvar(&windows, free);
    *is_known &= is_measured;
    highest
}

/// The days of the charge's months.
fn days_in(metered: &Metered<'_>, charge: &ReactiveCharge, part: &MonthPart) -> Vec<Span> {
    let mut spans = Vec::new();
    for (day, _) in metered.calendar.local_days(part.span) {
        let month = metered.calendar.calendar_months(day).first().copied().unwrap_or_default();
        if charge.months.as_ref().is_none_or(|months| months.contains(&month)) {
            crate::tariff::push_span(&mut spans, day);
        }
    }
    spans
}

/// kvar for a kW at the free power factor: the root of 1/f^2 - 1.
fn free_per_kw(charge: &ReactiveCharge) -> Decimal {
    match charge.free_power_factor {
        Some(factor) if factor > Decimal::ZERO && factor < Decimal::ONE => {
            root(Decimal::ONE / (factor * factor) - Decimal::ONE)
        }
        _ => Decimal::ZERO,
    }
}

/// By Newton's method from above, to the last digits of a decimal.
fn root(value: Decimal) -> Decimal {
    let two = Decimal::TWO;
    let mut guess = value.max(Decimal::ONE);
    for _ in 0..100 {
        let next = (guess + value / guess) / two;
        if next >= guess {
            break;
        }
        guess = next;
    }
    guess.round_dp(20)
}
