use super::charge::{Charge, ChargeKind};
use super::metered::Metered;
use crate::model::{Decimal, FixedCharge, Per, Span};
use crate::tariff::MonthPart;

/// Fixed charges by the billed span's share of each local day, month or year.
pub fn charges(metered: &Metered<'_>) -> Vec<Charge> {
    let parts = metered.calendar.billing_months(metered.span);
    let charge = |part: &MonthPart, fixed: &FixedCharge| {
        let quantity = quantity(metered, part, fixed.per);
        Charge {
            kind: ChargeKind::Fixed,
            month: part.month,
            category: fixed.name.clone(),
            quantity,
            unit: fixed.per.as_str(),
            rate: Some(fixed.amount),
            exact: fixed.amount * quantity,
            at: None,
        }
    };
    parts.iter().flat_map(|part| metered.tariff.fixed_charges.iter().map(|fixed| charge(part, fixed))).collect()
}

fn quantity(metered: &Metered<'_>, part: &MonthPart, per: Per) -> Decimal {
    match per {
        Per::Day => metered.calendar.local_days(part.span).into_iter().map(|(part, day)| share(part, day)).sum(),
        Per::Month => part.share(),
        Per::Year => share(part.span, part.month.year_span(metered.calendar.clock())),
    }
}

fn share(part: Span, whole: Span) -> Decimal {
    Decimal::from(part.minutes()) / Decimal::from(whole.minutes().max(1))
}
