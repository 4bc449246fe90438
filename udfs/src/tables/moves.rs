use super::Kind::{Date, Money, Text, Time};
use super::column::{optional, required};
use super::{Partition, Table};

/// What re-plans moved; no rows where there was no previous schedule.
pub static JOB_MOVES: Table = Table {
    name: "job_moves",
    comment: "Jobs that a run placed elsewhere than its previous schedule had them, and why",
    columns: &[
        required("tenant_id", Text, "", "Owner of the row; tenants never see each other's rows"),
        required("site_id", Text, "", "Plant, as in sites"),
        required("run_id", Text, "", "Run, as in optimization_runs"),
        required("schedule_date", Date, "", "As in schedules"),
        required("job_id", Text, "", "Job"),
        required("from_equipment_id", Text, "", "Equipment of the previous schedule"),
        required("from_start", Time, "", "Start in the previous schedule"),
        optional("to_equipment_id", Text, "", "Equipment now; null: the job is not scheduled"),
        optional("to_start", Time, "", "Start now"),
        required("reason", Text, "", "changed (the job itself), displaced (its place is taken) or cheaper"),
        optional("saves", Money, "currency", "Where cheaper: what the job's old place would cost more"),
        required("message", Text, "", "What changed, what is in the way, or what it saves"),
    ],
    key: &["tenant_id", "run_id", "job_id"],
    partition: &[Partition::Tenant, Partition::Site, Partition::Date("schedule_date")],
};
