//! Every table that heatsched reads or writes, defined once: name, columns, Arrow types, units, keys, comments. Parquet
//! files, documentation and DDL come from here.

mod batch;
mod by_month;
mod checks;
mod column;
mod connectors;
mod inputs;
mod moves;
mod references;
mod results;
mod versions;

pub use batch::{batch_to_rows, rows_to_batch, value_array};
pub use checks::CHECKS;
pub use column::{Column, Kind, Partition, Table, optional, required};
pub use connectors::*;
pub use inputs::*;
pub use moves::JOB_MOVES;
pub use references::{REFERENCES, Reference, parts_of};
pub use results::*;
pub use versions::SCHEDULE_VERSIONS;

/// All tables, in an order in which references point backwards.
pub const ALL: &[&Table] = &[
    &SITES,
    &SCHEDULES,
    &PRODUCTION_JOBS,
    &HEATING_EQUIPMENT,
    &EQUIPMENT_AVAILABILITY,
    &EQUIPMENT_STATUS,
    &TARIFFS,
    &TARIFF_PERIODS,
    &DEMAND_CHARGES,
    &FIXED_CHARGES,
    &HOLIDAYS,
    &ENERGY_PRICES,
    &SITE_LOAD,
    &WORKFORCE_SHIFTS,
    &OPTIMIZATION_RUNS,
    &SCHEDULE_ASSIGNMENTS,
    &EQUIPMENT_RUNS,
    &LOAD_PROFILE,
    &COST_LINES,
    &VIOLATIONS,
    &JOB_MOVES,
    &SCHEDULE_VERSIONS,
    &CONNECTOR_RUNS,
    &CONNECTOR_STATE,
    &CONNECTOR_QUARANTINE,
    &CONNECTOR_PAYLOADS,
];

pub fn find(name: &str) -> Option<&'static Table> {
    ALL.iter().copied().find(|table| table.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_and_keys_exist() {
        let names: HashSet<_> = ALL.iter().map(|table| table.name).collect();
        assert_eq!(names.len(), ALL.len());
        for table in ALL {
            let columns: HashSet<_> = table.columns.iter().map(|column| column.name).collect();
            assert_eq!(columns.len(), table.columns.len(), "{}", table.name);
            for key in table.key {
                let column = table.column(key);
                assert!(column.is_some_and(|c| !c.nullable), "{}.{key} is a key", table.name);
            }
            for partition in table.partition {
                assert!(columns.contains(partition.column()), "{} has {}", table.name, partition.column());
            }
        }
    }
}
