use super::equipment_row;
use crate::error::{Code, Issue, Issues};
use crate::model::{Decimal, Efficiency, Equipment, Problem};

/// What an equipment's own figures contradict.
pub fn check(problem: &Problem, issues: &mut Issues) {
    problem.equipment.iter().for_each(|equipment| of_equipment(equipment, issues));
}

/// What one equipment's figures contradict.
pub fn issues(equipment: &Equipment) -> Issues {
    let mut issues = Issues::default();
    of_equipment(equipment, &mut issues);
    issues
}

fn of_equipment(equipment: &Equipment, issues: &mut Issues) {
    let id = &equipment.equipment_id;
    let mut error = |code, column: &str, message: String, fix: &str| {
        issues.push(Issue::error(code, equipment_row(id, column), message, fix));
    };
    let (column, value) = match equipment.efficiency {
        Efficiency::Percent(percent) => ("efficiency_percent", percent),
        Efficiency::Cop(cop) => ("cop", cop),
    };
    if value <= Decimal::ZERO {
        error(
            Code::EfficiencyNotPositive,
            column,
            format!("{value} is not above 0"),
            "give the heat out per energy in",
        );
    }
    let (min_load, capacity) = (equipment.min_load_kw, equipment.capacity_kw);
    if min_load > capacity {
        let message = format!("minimum load {min_load} kW is above capacity {capacity} kW");
        error(Code::MinLoadAboveCapacity, "min_load_kw", message, "swap or correct the two");
    }
    if !equipment.is_electric() && equipment.fuel_rate_per_kwh.is_none() {
        let message = format!("fuel \"{}\" has no rate", equipment.fuel_type);
        error(Code::FuelRateMissing, "fuel_rate_per_kwh", message, "give the price of a kWh of input");
    }
    if let (Some(min), Some(max)) = (equipment.min_temperature_c, equipment.max_temperature_c)
        && min > max
    {
        let message = format!("minimum temperature {min} is above maximum temperature {max}");
        error(Code::OutOfRange, "min_temperature_c", message, "swap or correct the two");
    }
    if equipment.max_concurrent_jobs == Some(0) {
        let fix = "give 1 or more, or nothing where only capacity limits";
        error(Code::OutOfRange, "max_concurrent_jobs", "the equipment may take no job at all".into(), fix);
    }
}
