//! How far a place has read another one: rows of `connector_state`.

use chrono::{DateTime, Utc};
use udfs::row::{Cell, Row};

pub const JOB_COLUMN: &str = "job";
pub const JOB: &str = "sync";
/// The stream of what comes from a warehouse; its marks tell warehouses apart.
pub const FROM_WAREHOUSE: &str = "warehouse";

pub fn row(tenant: &str, stream: &str, part: &str, value: &str, now: DateTime<Utc>) -> Row {
    let text = |name: &str, value: &str| (name.to_string(), Cell::Text(value.to_string()));
    Row(vec![
        text("tenant_id", tenant),
        text(JOB_COLUMN, JOB),
        text("stream", stream),
        text("part", part),
        text("cursor_value", value),
        ("updated_at".to_string(), Cell::Time(now)),
        text("run_id", JOB),
    ])
}
