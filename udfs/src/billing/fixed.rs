use super::charge::{Charge, ChargeKind};
use super::metered::Metered;
use crate::model::{Decimal, Per, Span};
use crate::tariff::{Calendar, MonthPart};

/// Fixed charges by the billed span's share of each local day, month or year.
pub fn charges(metered: &Metered<'_>) -> Vec<Charge> {
    let mut charges = Vec::new();
    for part in metered.parts() {
        for fixed in &metered.tariff.fixed_charges {
            let quantity = quantity(metered, &part, fixed.per);
            let charge = Charge::new(ChargeKind::Fixed, part.month, &fixed.name, fixed.amount * quantity);
            charges.push(charge.quantity(quantity, fixed.per.as_str(), Some(fixed.amount)));
        }
    }
    charges
}

/// Days, months or years of a billing month's part in which the tariff is in force.
pub(super) fn quantity(metered: &Metered<'_>, part: &MonthPart, per: Per) -> Decimal {
    let Some(clipped) = metered.clip(part.span) else { return Decimal::ZERO };
    match per {
        Per::Day => days(metered.calendar, clipped),
        Per::Month => share(clipped, part.whole),
        Per::Year => share(clipped, part.month.year_span(metered.calendar.clock())),
    }
}

pub(super) fn days(calendar: &Calendar, span: Span) -> Decimal {
    calendar.local_days(span).into_iter().map(|(part, day)| share(part, day)).sum()
}

fn share(part: Span, whole: Span) -> Decimal {
    Decimal::from(part.minutes()) / Decimal::from(whole.minutes().max(1))
}
