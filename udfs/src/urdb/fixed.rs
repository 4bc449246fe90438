use super::source::Source;
use crate::error::Code;
use crate::model::{Decimal, FixedCharge, MinimumCharge, Per};
use crate::row::Cell;

pub(super) const MONTHLY: &str = "fixedmonthlycharge";
pub(super) const FIRST_METER: &str = "fixedchargefirstmeter";
/// Minimum charges whose name says their period.
pub(super) const MINIMA: [(&str, Per); 3] =
    [("minmonthlycharge", Per::Month), ("monthlymincharge", Per::Month), ("annualmincharge", Per::Year)];

pub(super) fn read(source: &mut Source<'_>) -> Vec<FixedCharge> {
    let monthly = paid(source, MONTHLY).map(|amount| (amount, Per::Month));
    let first_meter = paid_per(source, FIRST_METER, "fixedchargeunits");
    if let Some(amount) = source.amount("fixedchargeeaaddl").filter(|amount| !amount.is_zero()) {
        let message = format!("{amount} for each further meter");
        source.warning(Code::NotRepresentable, "fixedchargeeaaddl", message, "bills are for one meter");
    }
    let charge = |name: &str, (amount, per)| vec![FixedCharge { name: name.into(), amount, per }];
    match (monthly, first_meter) {
        (None, None) => Vec::new(),
        (Some(monthly), None) => charge(MONTHLY, monthly),
        (None, Some(first_meter)) => charge(FIRST_METER, first_meter),
        // the older name of the same charge
        (Some(monthly), Some(first_meter)) if monthly == first_meter => {
            source.keep(MONTHLY);
            charge(FIRST_METER, first_meter)
        }
        _ => {
            let message = format!("{MONTHLY} and {FIRST_METER} differ");
            source.error(Code::NotRepresentable, MONTHLY, message, "give one fixed charge");
            Vec::new()
        }
    }
}

pub(super) fn read_minimum(source: &mut Source<'_>) -> Vec<MinimumCharge> {
    let charge = |name: &str, (amount, per)| MinimumCharge { name: name.into(), amount, per };
    let first = paid_per(source, "mincharge", "minchargeunits").map(|paid| charge("mincharge", paid));
    let others = MINIMA.map(|(name, per)| paid(source, name).map(|amount| charge(name, (amount, per))));
    first.into_iter().chain(others.into_iter().flatten()).collect()
}

/// An amount above 0; one of 0 is kept.
fn paid(source: &mut Source<'_>, name: &str) -> Option<Decimal> {
    let amount = source.amount(name)?;
    if amount.is_zero() {
        source.keep(name);
    }
    Some(amount).filter(|amount| !amount.is_zero())
}

fn paid_per(source: &mut Source<'_>, name: &str, units: &str) -> Option<(Decimal, Per)> {
    let amount = paid(source, name);
    let per = match source.get(units) {
        Some(Cell::Text(text)) => text.strip_prefix("$/").and_then(|per| per.parse().ok()),
        _ => None,
    };
    match (amount, per) {
        (None, _) => {
            source.keep(units);
            None
        }
        (Some(amount), Some(per)) => Some((amount, per)),
        (Some(_), None) => {
            let given = source.get(units).map_or("nothing".into(), Cell::describe);
            let message = format!("{given} does not say what {name} is for");
            source.error(Code::OutOfRange, units, message, "use $/day, $/month or $/year");
            None
        }
    }
}
