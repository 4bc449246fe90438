use std::collections::HashMap;

use tokio::sync::Mutex;
use udfs::Issues;
use udfs::tables::{
    COST_LINES, EQUIPMENT_RUNS, HEATING_EQUIPMENT, LOAD_PROFILE, OPTIMIZATION_RUNS, PRODUCTION_JOBS,
    SCHEDULE_ASSIGNMENTS, SCHEDULE_VERSIONS, SCHEDULES, SITES, Table,
};

use crate::warehouse::Warehouse;

pub const READ_BY_VIEWS: [&Table; 10] = [
    &OPTIMIZATION_RUNS,
    &COST_LINES,
    &LOAD_PROFILE,
    &EQUIPMENT_RUNS,
    &SCHEDULE_ASSIGNMENTS,
    &HEATING_EQUIPMENT,
    &SCHEDULES,
    &SCHEDULE_VERSIONS,
    &SITES,
    &PRODUCTION_JOBS,
];

/// A tenant, and tables.
type Of = (String, Vec<&'static str>);

/// Hashes of what tables hold, worked out once for each commit.
#[derive(Debug)]
pub struct Marks {
    warehouse: Warehouse,
    known: Mutex<HashMap<Of, (u64, String)>>,
}

impl Marks {
    pub fn new(warehouse: Warehouse) -> Self {
        Self { warehouse, known: Mutex::default() }
    }

    /// The same as long as none of the tenant's tables changes.
    pub async fn of(&self, tenant: &str, tables: &[&'static Table]) -> Result<String, Issues> {
        let version = self.warehouse.version().await?;
        let names = tables.iter().map(|table| table.name).collect();
        let mut known = self.known.lock().await;
        let entry = known.entry((tenant.to_string(), names)).or_default();
        if entry.0 != version {
            *entry = (version, self.warehouse.hash(tenant, tables).await?);
        }
        Ok(entry.1.clone())
    }
}
