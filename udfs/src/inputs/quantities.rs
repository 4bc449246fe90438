use super::{equipment_row, job};
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Decimal, Efficiency, Problem};

/// Above these a figure is a typing error, and exact arithmetic would run out of digits.
pub const MOST_KWH: i64 = 1_000_000_000;
const MOST_RATE: i64 = 1_000_000;

/// Quantities that no plant has, and jobs without duration.
pub fn check(problem: &Problem, issues: &mut Issues) {
    for each in &problem.jobs {
        if each.duration_minutes == 0 {
            let fix = "give at least 1 minute, or drop the job";
            issues.push(Issue::error(
                Code::ZeroDuration,
                job(each, "duration_minutes"),
                "the job lasts 0 minutes",
                fix,
            ));
        }
        within(issues, job(each, "heating_requirement_kwh"), each.heating_requirement_kwh, 0, MOST_KWH);
    }
    for each in &problem.equipment {
        let id = &each.equipment_id;
        for (column, value) in [
            ("capacity_kw", each.capacity_kw),
            ("min_load_kw", each.min_load_kw),
            ("startup_energy_kwh", each.startup_energy_kwh),
            ("shutdown_energy_kwh", each.shutdown_energy_kwh),
        ] {
            within(issues, equipment_row(id, column), value, 0, MOST_KWH);
        }
        let (column, most, value) = match each.efficiency {
            Efficiency::Percent(percent) => ("efficiency_percent", Decimal::from(1000), percent),
            Efficiency::Cop(cop) => ("cop", Decimal::from(1000), cop),
        };
        if value > Decimal::ZERO && (value < Decimal::new(1, 3) || value > most) {
            let message = format!("{value} is not from 0.001 to {most}");
            issues.push(Issue::error(Code::OutOfRange, equipment_row(id, column), message, "correct the value"));
        }
        let rate = each.fuel_rate_per_kwh.unwrap_or_default();
        within(issues, equipment_row(id, "fuel_rate_per_kwh"), rate, -MOST_RATE, MOST_RATE);
    }
    tariff(problem, issues);
    for load in &problem.site_load {
        within(
            issues,
            Place::new("site_load").key(load.span.start.to_rfc3339()).column("kw"),
            load.kw,
            i64::MIN,
            MOST_KWH,
        );
    }
}

fn tariff(problem: &Problem, issues: &mut Issues) {
    let tariff = &problem.tariff;
    let rates =
        tariff.periods.iter().map(|p| ("periods", p.period_category.clone(), "energy_rate_kwh", p.energy_rate_kwh));
    let demand = tariff.periods.iter().filter_map(|p| Some((p.period_category.clone(), p.demand_rate_kw?)));
    let prices =
        tariff.prices.iter().map(|p| ("prices", p.span.start.to_rfc3339(), "energy_rate_kwh", p.energy_rate_kwh));
    let all = rates
        .chain(demand.map(|(category, rate)| ("periods", category, "demand_rate_kw", rate)))
        .chain(tariff.demand_charges.iter().map(|c| ("demand_charges", c.name.clone(), "rate_kw", c.rate_kw)))
        .chain(tariff.fixed_charges.iter().map(|c| ("fixed_charges", c.name.clone(), "amount", c.amount)))
        .chain(prices);
    for (part, key, column, value) in all {
        let most = if part == "fixed_charges" { MOST_KWH } else { MOST_RATE };
        within(issues, Place::new(format!("tariff.{part}")).key(key).column(column), value, -most, most);
    }
}

fn within(issues: &mut Issues, place: Place, value: Decimal, least: i64, most: i64) {
    if value < Decimal::from(least) || value > Decimal::from(most) {
        let message = format!("{value} is not from {least} to {most}");
        issues.push(Issue::error(Code::OutOfRange, place, message, "correct the value or its unit"));
    }
}
