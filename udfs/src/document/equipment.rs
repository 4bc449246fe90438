use super::text::{cell, number, row, text};
use crate::error::Code;
use crate::model::{Decimal, Efficiency, Equipment};
use crate::row::{Row, RowReader};

pub fn read(reader: &mut RowReader<'_>) -> Equipment {
    let equipment_id = reader.key("equipment_id");
    let capacity_kw: Decimal = reader.required("capacity_kw");
    let min_load_kw: Decimal = reader.or("min_load_kw", Decimal::ZERO);
    let message = format!("minimum load {min_load_kw} kW is above capacity {capacity_kw} kW");
    reader.check(
        min_load_kw <= capacity_kw,
        Code::MinLoadAboveCapacity,
        "min_load_kw",
        message,
        "swap or correct the two",
    );
    let fuel_type: String = reader.or("fuel_type", Equipment::ELECTRICITY.to_string());
    let fuel_rate_per_kwh: Option<Decimal> = reader.optional("fuel_rate_per_kwh");
    let priced = fuel_type == Equipment::ELECTRICITY || fuel_rate_per_kwh.is_some();
    let message = format!("fuel \"{fuel_type}\" has no rate");
    reader.check(priced, Code::FuelRateMissing, "fuel_rate_per_kwh", message, "give the price of a kWh of input");
    let equipment = Equipment {
        equipment_name: reader.or("equipment_name", equipment_id.clone()),
        equipment_id,
        equipment_type: reader.or("equipment_type", "electric".to_string()),
        capacity_kw,
        min_load_kw,
        efficiency: efficiency(reader),
        fuel_type,
        fuel_rate_per_kwh,
        min_run_time_minutes: reader.or("min_run_time_minutes", 0),
        max_starts_per_day: reader.optional("max_starts_per_day"),
        startup_energy_kwh: reader.or("startup_energy_kwh", Decimal::ZERO),
        startup_minutes: reader.or("startup_minutes", 0),
        shutdown_energy_kwh: reader.or("shutdown_energy_kwh", Decimal::ZERO),
        shutdown_minutes: reader.or("shutdown_minutes", 0),
        max_concurrent_jobs: reader.optional("max_concurrent_jobs"),
        min_temperature_c: reader.optional("min_temperature_c"),
        max_temperature_c: reader.optional("max_temperature_c"),
        initially_on: initially_on(reader),
    };
    let quantities = [
        ("capacity_kw", capacity_kw),
        ("min_load_kw", min_load_kw),
        ("startup_energy_kwh", equipment.startup_energy_kwh),
        ("shutdown_energy_kwh", equipment.shutdown_energy_kwh),
    ];
    for (name, value) in quantities {
        reader.check(
            value >= Decimal::ZERO,
            Code::OutOfRange,
            name,
            format!("{value} is below 0"),
            "give a value from 0",
        );
    }
    equipment
}

fn efficiency(reader: &mut RowReader<'_>) -> Efficiency {
    let percent: Option<Decimal> = reader.optional("efficiency_percent");
    let cop: Option<Decimal> = reader.optional("cop");
    let (column, value, efficiency) = match (percent, cop) {
        (Some(percent), None) => ("efficiency_percent", percent, Efficiency::Percent(percent)),
        (None, Some(cop)) => ("cop", cop, Efficiency::Cop(cop)),
        (both, _) => {
            let message = if both.is_some() {
                "efficiency_percent and cop are both given"
            } else {
                "no efficiency_percent and no cop"
            };
            let fix = "give exactly one: efficiency_percent for boilers and heaters, cop for heat pumps";
            reader.error(Code::EfficiencyAmbiguous, "efficiency_percent", message, fix);
            return Efficiency::Cop(Decimal::ONE);
        }
    };
    if value <= Decimal::ZERO {
        reader.error(
            Code::EfficiencyNotPositive,
            column,
            format!("{value} is not above 0"),
            "give the heat out per energy in",
        );
        return Efficiency::Cop(Decimal::ONE);
    }
    efficiency
}

fn initially_on(reader: &mut RowReader<'_>) -> bool {
    let parse = |word: &str| match word {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    };
    reader.word("initial_state", parse, "on, off").unwrap_or(false)
}

pub fn write(equipment: &Equipment) -> Row {
    let (percent, cop) = match equipment.efficiency {
        Efficiency::Percent(percent) => (Some(percent), None),
        Efficiency::Cop(cop) => (None, Some(cop)),
    };
    row([
        ("equipment_id", text(&equipment.equipment_id)),
        ("equipment_name", text(&equipment.equipment_name)),
        ("equipment_type", text(&equipment.equipment_type)),
        ("capacity_kw", number(equipment.capacity_kw)),
        ("min_load_kw", number(equipment.min_load_kw)),
        ("efficiency_percent", cell(percent, number)),
        ("cop", cell(cop, number)),
        ("fuel_type", text(&equipment.fuel_type)),
        ("fuel_rate_per_kwh", cell(equipment.fuel_rate_per_kwh, number)),
        ("min_run_time_minutes", number(equipment.min_run_time_minutes)),
        ("max_starts_per_day", cell(equipment.max_starts_per_day, number)),
        ("startup_energy_kwh", number(equipment.startup_energy_kwh)),
        ("startup_minutes", number(equipment.startup_minutes)),
        ("shutdown_energy_kwh", number(equipment.shutdown_energy_kwh)),
        ("shutdown_minutes", number(equipment.shutdown_minutes)),
        ("max_concurrent_jobs", cell(equipment.max_concurrent_jobs, number)),
        ("min_temperature_c", cell(equipment.min_temperature_c, number)),
        ("max_temperature_c", cell(equipment.max_temperature_c, number)),
        ("initial_state", text(if equipment.initially_on { "on" } else { "off" })),
    ])
}
