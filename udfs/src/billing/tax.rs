use super::charge::{Charge, ChargeKind};
use super::metered::Metered;
use crate::model::Decimal;

/// Percentages of the rounded lines of each billing month. Fuel is no part of the utility's bill.
pub fn charges(metered: &Metered<'_>, charges: &[Charge]) -> Vec<Charge> {
    let mut taxes = Vec::new();
    for part in metered.parts() {
        for tax in &metered.tariff.taxes {
            let taxed = charges.iter().filter(|charge| charge.month == part.month && charge.kind != ChargeKind::Fuel);
            let base: Decimal = taxed.map(Charge::amount).sum();
            let line = Charge::new(ChargeKind::Tax, part.month, &tax.name, base * (tax.percent / Decimal::ONE_HUNDRED));
            taxes.push(line.quantity(base, "percent", Some(tax.percent)));
        }
    }
    taxes
}
