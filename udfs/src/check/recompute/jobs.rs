use std::collections::BTreeMap;

use super::load::{heat_per_input, is_metered};
use super::rates::MinuteRate;
use crate::check::view::{Placed, View, thermal_kw};
use crate::model::{Decimal, Span};

/// A job's own share of energy and cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobFigures {
    pub job: usize,
    pub equipment: usize,
    pub span: Span,
    pub power_kw: Decimal,
    pub input_energy_kwh: Decimal,
    pub energy_cost: Decimal,
    pub demand_contribution_kw: Decimal,
    /// Input kWh by tariff category.
    pub category_kwh: BTreeMap<String, Decimal>,
}

pub fn figures(view: &View<'_>, rates: &[MinuteRate<'_>]) -> Vec<JobFigures> {
    view.assignments.iter().map(|placed| of_job(view, rates, placed)).collect()
}

/// As on the bill, the energy of an interval is spread evenly over the interval, wherever in it the job ends.
fn of_job(view: &View<'_>, rates: &[MinuteRate<'_>], placed: &Placed<'_>) -> JobFigures {
    let step = view.problem.horizon.interval_minutes.max(1) as usize;
    let power_kw = thermal_kw(placed.job);
    let efficiency = heat_per_input(placed.equipment);
    let mut minutes_in: BTreeMap<usize, u32> = BTreeMap::new();
    for minute in view.clip(placed.span) {
        *minutes_in.entry(minute / step).or_default() += 1;
    }
    let (mut cost, mut category_kwh) = (Decimal::ZERO, BTreeMap::new());
    for (interval, minutes) in minutes_in {
        let kwh_per_minute = power_kw * Decimal::from(minutes) / efficiency / Decimal::from(60 * step);
        for rate in &rates[interval * step..(interval + 1) * step] {
            cost += kwh_per_minute * rate.rate_kwh;
            *category_kwh.entry(rate.category.to_string()).or_default() += kwh_per_minute;
        }
    }
    let input_energy_kwh = placed.job.heating_requirement_kwh / efficiency;
    let is_metered = is_metered(placed.equipment);
    JobFigures {
        job: placed.job_index,
        equipment: placed.equipment_index,
        span: placed.span,
        power_kw,
        input_energy_kwh,
        energy_cost: if is_metered {
            cost
        } else {
            input_energy_kwh * placed.equipment.fuel_rate_per_kwh.unwrap_or_default()
        },
        demand_contribution_kw: if is_metered { power_kw / efficiency } else { Decimal::ZERO },
        category_kwh,
    }
}
