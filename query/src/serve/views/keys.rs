use udfs::tables;

pub const FORECAST: &str = "forecast";

/// The columns that tell the rows of a table or view apart, besides the tenant.
pub fn key(name: &str) -> Vec<&'static str> {
    match name {
        "savings" | "current_runs" => vec!["run_id"],
        "savings_summary" => vec!["site_id", "month", "currency"],
        "schedule_current" => vec!["schedule_id", "job_id"],
        "peak_attribution" => vec!["run_id", "schedule_kind", "month", "category", "equipment_id"],
        "cost_by_period" => vec!["run_id", "schedule_kind", "period_category"],
        "cost_by_equipment" | "equipment_utilization" => vec!["run_id", "schedule_kind", "equipment_id"],
        FORECAST => vec!["site_id", "day"],
        table => {
            let key = tables::find(table).map(|table| table.key).unwrap_or_default();
            key.iter().copied().filter(|column| *column != "tenant_id").collect()
        }
    }
}
