use super::{
    COST_LINES, DEMAND_CHARGES, ENERGY_PRICES, EQUIPMENT_AVAILABILITY, EQUIPMENT_RUNS, EQUIPMENT_STATUS, FIXED_CHARGES,
    HEATING_EQUIPMENT, HOLIDAYS, JOB_MOVES, LOAD_PROFILE, OPTIMIZATION_RUNS, PRODUCTION_JOBS, SCHEDULE_ASSIGNMENTS,
    SCHEDULES, SITE_LOAD, SITES, TARIFF_PERIODS, TARIFFS, Table, VIOLATIONS, WORKFORCE_SHIFTS,
};

/// A row belongs to one of another table.
#[derive(Debug)]
pub struct Reference {
    pub from: &'static Table,
    /// The key of `to`, as in a database, by the same names.
    pub to: &'static Table,
    /// The row is a part of the other, and goes with it.
    pub is_part: bool,
}

const fn part(from: &'static Table, to: &'static Table) -> Reference {
    Reference { from, to, is_part: true }
}

const fn refers(from: &'static Table, to: &'static Table) -> Reference {
    Reference { from, to, is_part: false }
}

pub static REFERENCES: &[Reference] = &[
    refers(&SCHEDULES, &SITES),
    part(&PRODUCTION_JOBS, &SCHEDULES),
    refers(&HEATING_EQUIPMENT, &SITES),
    part(&EQUIPMENT_AVAILABILITY, &HEATING_EQUIPMENT),
    part(&EQUIPMENT_STATUS, &HEATING_EQUIPMENT),
    part(&TARIFF_PERIODS, &TARIFFS),
    part(&DEMAND_CHARGES, &TARIFFS),
    part(&FIXED_CHARGES, &TARIFFS),
    part(&HOLIDAYS, &TARIFFS),
    part(&ENERGY_PRICES, &TARIFFS),
    part(&SITE_LOAD, &SITES),
    part(&WORKFORCE_SHIFTS, &SITES),
    refers(&OPTIMIZATION_RUNS, &SCHEDULES),
    part(&SCHEDULE_ASSIGNMENTS, &OPTIMIZATION_RUNS),
    part(&EQUIPMENT_RUNS, &OPTIMIZATION_RUNS),
    part(&LOAD_PROFILE, &OPTIMIZATION_RUNS),
    part(&COST_LINES, &OPTIMIZATION_RUNS),
    part(&VIOLATIONS, &OPTIMIZATION_RUNS),
    part(&JOB_MOVES, &OPTIMIZATION_RUNS),
];

/// The tables whose rows go with those of a table.
pub fn parts_of(table: &Table) -> impl Iterator<Item = &'static Table> {
    let name = table.name;
    REFERENCES.iter().filter(move |reference| reference.is_part && reference.to.name == name).map(|part| part.from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::ALL;

    #[test]
    fn references_point_backwards_by_columns_that_are_there() {
        let position = |table: &Table| ALL.iter().position(|known| known.name == table.name);
        for Reference { from, to, .. } in REFERENCES {
            assert!(position(to) < position(from), "{} is written before {}", to.name, from.name);
            for column in to.database_key() {
                let kinds = [from, to].map(|table| table.column(column).map(|column| column.kind));
                assert!(kinds[0].is_some() && kinds[0] == kinds[1], "{}.{column} refers to {}", from.name, to.name);
            }
        }
    }
}
