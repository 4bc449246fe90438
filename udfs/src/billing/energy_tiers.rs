use super::charge::{Charge, ChargeKind};
use super::fixed;
use super::metered::Metered;
use crate::model::{Decimal, EnergyTier, TierUnit};
use crate::tariff::{BillingMonth, MonthPart};

/// The energy of a category in a billing month, cut into its tiers: a line for each that is reached. `all` is the energy
/// that the limits count, of which the category pays its part of each tier.
pub fn charges(
    metered: &Metered<'_>,
    (month, category): (BillingMonth, &str),
    tiers: &[EnergyTier],
    kw_minutes: Decimal,
    all: Decimal,
) -> Vec<Charge> {
    let sixty = Decimal::from(60);
    let scale = metered.parts().iter().find(|part| part.month == month).map(|part| scale(metered, part, tiers));
    let (mut lines, mut below, mut left) = (Vec::new(), Decimal::ZERO, kw_minutes);
    for (number, tier) in (1..).zip(tiers) {
        let limit = tier.up_to.map_or(all, |limit| limit * scale.unwrap_or(Decimal::ONE) * sixty);
        let reached = limit.min(all).max(below);
        let of_all = reached - below;
        below = reached;
        let inside = if reached == all { left } else { of_all * kw_minutes / all };
        left -= inside;
        if inside.is_zero() && number > 1 {
            continue;
        }
        let exact = inside * tier.price() / sixty;
        let line = Charge::new(ChargeKind::Energy, month, category, exact);
        lines.push(Charge { tier: Some(number), ..line.quantity(inside / sixty, "kWh", Some(tier.price())) });
    }
    lines
}

/// What a limit of 1 is in kWh, in this billing month.
fn scale(metered: &Metered<'_>, part: &MonthPart, tiers: &[EnergyTier]) -> Decimal {
    let highest = || metered.highest_kw(part);
    let days = || fixed::days(metered.calendar, part.whole);
    let in_unit = match tiers.first().map(|tier| tier.unit).unwrap_or_default() {
        TierUnit::Kwh => Decimal::ONE,
        TierUnit::KwhPerKw => highest(),
        TierUnit::KwhDaily => days(),
        TierUnit::KwhPerKwDaily => highest() * days(),
    };
    in_unit * metered.share(part)
}
