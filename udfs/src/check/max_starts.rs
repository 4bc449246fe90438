use std::collections::BTreeMap;

use super::clock::local_minute;
use super::view::{View, violation};
use crate::error::Code;
use crate::model::{Decimal, Violation};

/// At most `max_starts_per_day` starts in each site-local day. (5)
pub fn check(view: &View<'_>) -> Vec<Violation> {
    let mut starts = BTreeMap::new();
    for run in view.runs.iter().filter(|run| run.is_start) {
        let date = local_minute(run.on, view.problem.site.time_zone).date;
        *starts.entry((run.equipment_index, date)).or_insert(0_u32) += 1;
    }
    let mut violations = Vec::new();
    for ((index, date), starts) in starts {
        let equipment = &view.problem.equipment[index];
        if let Some(limit) = equipment.max_starts_per_day.filter(|limit| starts > *limit) {
            let message = format!("{starts} starts on {date}, at most {limit} are allowed");
            let fix = format!("keep it on between {} of its runs", starts - limit + 1);
            let amount = (Decimal::from(starts - limit), "starts");
            violations.push(violation(Code::MaxStarts, &equipment.equipment_id, amount, message, fix));
        }
    }
    violations
}
