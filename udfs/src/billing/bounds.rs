//! Bounds within which no sum or product of a bill can leave the 28 digits of a decimal.

use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Decimal, Efficiency, Problem, Schedule};

/// Of a whole site.
pub const MAX_LOAD_KW: Decimal = Decimal::from_parts(1_316_134_912, 2328, 0, false, 0); // 1e13
pub(super) const MAX_QUANTITY: Decimal = Decimal::from_parts(10_000_000, 0, 0, false, 0);
const MAX_HEAT_KWH: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);
pub(super) const MAX_RATE: Decimal = Decimal::from_parts(10_000_000, 0, 0, false, 0);
const MIN_EFFICIENCY: Decimal = Decimal::from_parts(1, 0, 0, false, 3);
const MAX_HORIZON_MINUTES: i64 = 400 * 24 * 60;

pub use super::tariff_bounds::check_tariff;

pub fn check_problem(problem: &Problem, schedule: &Schedule) -> Result<(), Issues> {
    let mut issues = Issues::default();
    check_horizon(problem, &mut issues);
    check_equipment(problem, &mut issues);
    check_jobs(problem, &mut issues);
    for (row, load) in problem.site_load.iter().enumerate() {
        if load.kw.abs() > MAX_QUANTITY {
            issues.push(out_of_range(Place::new("site_load").row(row).column("kw"), load.kw, MAX_QUANTITY));
        }
    }
    let known = |job: usize, equipment: usize| job < problem.jobs.len() && equipment < problem.equipment.len();
    let assigned = schedule.assignments.iter().all(|assignment| known(assignment.job, assignment.equipment));
    if !assigned || schedule.runs.iter().any(|run| run.equipment >= problem.equipment.len()) {
        let message = "the schedule has jobs or equipment that the problem has not";
        issues.push(Issue::error(
            Code::UnknownReference,
            Place::new("schedule"),
            message,
            "use the problem it was made for",
        ));
    }
    issues.into_result(()).map(drop)
}

fn check_horizon(problem: &Problem, issues: &mut Issues) {
    let (interval, minutes) = (problem.horizon.interval_minutes, problem.horizon.span().minutes());
    let place = || Place::new("horizon");
    if interval == 0 || 60 % interval != 0 {
        let message = format!("{interval} minutes do not divide an hour");
        issues.push(Issue::error(Code::OutOfRange, place().column("interval_minutes"), message, "use 5, 15, 30 or 60"));
    }
    if minutes <= 0 || minutes > MAX_HORIZON_MINUTES {
        let message = format!("a horizon of {minutes} minutes");
        issues.push(Issue::error(
            Code::OutOfRange,
            place().column("end"),
            message,
            "use a horizon of at most 400 days",
        ));
    }
}

fn check_equipment(problem: &Problem, issues: &mut Issues) {
    for (row, equipment) in problem.equipment.iter().enumerate() {
        let place = |column: &str| Place::new("equipment").row(row).key(&equipment.equipment_id).column(column);
        let quantities = [
            ("min_load_kw", equipment.min_load_kw, MAX_QUANTITY),
            ("startup_energy_kwh", equipment.startup_energy_kwh, MAX_QUANTITY),
            ("shutdown_energy_kwh", equipment.shutdown_energy_kwh, MAX_QUANTITY),
            ("fuel_rate_per_kwh", equipment.fuel_rate_per_kwh.unwrap_or_default(), MAX_RATE),
        ];
        for (column, value, max) in quantities.into_iter().filter(|(_, value, max)| value.abs() > *max) {
            issues.push(out_of_range(place(column), value, max));
        }
        if equipment.efficiency.factor() < MIN_EFFICIENCY {
            let (column, value) = match equipment.efficiency {
                Efficiency::Percent(percent) => ("efficiency_percent", percent),
                Efficiency::Cop(cop) => ("cop", cop),
            };
            let message = format!("{value} is too small an efficiency");
            let fix = "give percent from 0.1, or a COP from 0.001";
            issues.push(Issue::error(Code::EfficiencyNotPositive, place(column), message, fix));
        }
    }
}

fn check_jobs(problem: &Problem, issues: &mut Issues) {
    let mut left = MAX_HEAT_KWH;
    for (row, job) in problem.jobs.iter().enumerate() {
        let place = |column: &str| Place::new("jobs").row(row).key(&job.job_id).column(column);
        if job.duration_minutes == 0 {
            issues.push(Issue::error(
                Code::ZeroDuration,
                place("duration_minutes"),
                "no duration",
                "give at least one minute",
            ));
        }
        let heat = job.heating_requirement_kwh;
        if heat.abs() > left {
            issues.push(out_of_range(place("heating_requirement_kwh"), heat, MAX_HEAT_KWH));
        } else {
            left -= heat.abs();
        }
    }
}

pub(super) fn out_of_range(place: Place, value: Decimal, max: Decimal) -> Issue {
    Issue::error(
        Code::OutOfRange,
        place,
        format!("{value} is beyond {max}"),
        format!("give a value from -{max} to {max}"),
    )
}
