use std::collections::BTreeMap;

use super::charge::{Charge, ChargeKind};
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Decimal, LoadProfile, Problem};
use crate::tariff::Calendar;

/// Input of every fuel but electricity, by month, fuel and rate.
pub fn charges(problem: &Problem, profile: &LoadProfile, calendar: &Calendar) -> Result<Vec<Charge>, Issues> {
    let mut issues = Issues::default();
    let parts = calendar.billing_months(problem.horizon.span());
    let interval_minutes = Decimal::from(problem.horizon.interval_minutes);
    let mut sums: BTreeMap<_, Decimal> = BTreeMap::new();
    for (equipment, input_kwh) in problem.equipment.iter().zip(&profile.equipment_input_kwh) {
        if equipment.is_electric() {
            continue;
        }
        let Some(rate) = equipment.fuel_rate_per_kwh else {
            let place = Place::new("equipment").key(&equipment.equipment_id).column("fuel_rate_per_kwh");
            let message = format!("no rate for {}", equipment.fuel_type);
            issues.push(Issue::error(Code::FuelRateMissing, place, message, "give the price of a kWh of input"));
            continue;
        };
        for part in &parts {
            // kWh minutes: an interval over the month's end counts by time
            let sum = sums.entry((part.month, equipment.fuel_type.as_str(), rate)).or_default();
            super::load::spread(&problem.horizon, part.span, |index, minutes| *sum += input_kwh[index] * minutes);
        }
    }
    let charge = |((month, fuel, rate), kwh_minutes): ((_, &str, Decimal), Decimal)| {
        let line = Charge::new(ChargeKind::Fuel, month, fuel, kwh_minutes * rate / interval_minutes);
        line.quantity(kwh_minutes / interval_minutes, "kWh", Some(rate))
    };
    issues.into_result(sums.into_iter().map(charge).collect()).map(|(charges, _)| charges)
}
