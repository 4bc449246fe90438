use super::Kind::{Int, Text, Time};
use super::column::{optional, required};
use super::{Partition, Table};

/// A schedule without a row was never published, nor is it a correction of one that was.
pub static SCHEDULE_VERSIONS: Table = Table {
    name: "schedule_versions",
    comment: "Schedules that were published or revised",
    columns: &[
        required("tenant_id", Text, "", "Owner of the row; tenants never see each other's rows"),
        required("schedule_id", Text, "", "Schedule, as in schedules"),
        required("first_schedule_id", Text, "", "Schedule that this one corrects; itself for the first version"),
        required("version", Int, "", "From 1"),
        optional("published_run_id", Text, "", "Run that the plant follows; null: not published yet"),
        optional("published_at", Time, "", "When it was published"),
    ],
    key: &["tenant_id", "schedule_id"],
    partition: &[Partition::Tenant],
};
