use super::charge::{Charge, ChargeKind};
use super::fixed;
use super::metered::Metered;
use crate::model::{Decimal, MinimumCharge, Per};
use crate::tariff::{BillingMonth, MonthPart};

/// What is missing to the minimum charges, on the rounded lines before tax. A bill over part of a period, or of a year,
/// is held to that part of the minimum; a year's shortfall is in the last month of it that is billed.
pub fn charges(metered: &Metered<'_>, charges: &[Charge]) -> Vec<Charge> {
    let parts = metered.parts();
    let mut minimums: Vec<Charge> = Vec::new();
    for minimum in metered.tariff.minimum_charges.iter().filter(|minimum| minimum.per != Per::Year) {
        for part in &parts {
            let least = minimum.amount * fixed::quantity(metered, part, minimum.per);
            let billed = billed(charges, &minimums, |month| month == part.month);
            minimums.extend(shortfall(minimum, part.month, least, billed));
        }
    }
    for minimum in metered.tariff.minimum_charges.iter().filter(|minimum| minimum.per == Per::Year) {
        for year in years(&parts) {
            let of_year = || parts.iter().filter(|part| part.month.year == year);
            let share: Decimal = of_year().map(|part| fixed::quantity(metered, part, Per::Year)).sum();
            let billed = billed(charges, &minimums, |month| month.year == year);
            let last = of_year().map(|part| part.month).max();
            minimums.extend(last.and_then(|last| shortfall(minimum, last, minimum.amount * share, billed)));
        }
    }
    minimums
}

fn billed(charges: &[Charge], minimums: &[Charge], is_in: impl Fn(BillingMonth) -> bool) -> Decimal {
    let on_the_bill = charges.iter().chain(minimums).filter(|charge| charge.kind != ChargeKind::Fuel);
    on_the_bill.filter(|charge| is_in(charge.month)).map(Charge::amount).sum()
}

fn shortfall(minimum: &MinimumCharge, month: BillingMonth, least: Decimal, billed: Decimal) -> Option<Charge> {
    let missing = least - billed;
    let line = Charge::new(ChargeKind::Minimum, month, &minimum.name, missing);
    (missing > Decimal::ZERO).then(|| line.quantity(least, minimum.per.as_str(), Some(minimum.amount)))
}

fn years(parts: &[MonthPart]) -> Vec<i32> {
    let mut years: Vec<i32> = parts.iter().map(|part| part.month.year).collect();
    years.dedup();
    years
}
