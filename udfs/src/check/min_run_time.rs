use super::view::{View, minutes_between, violation};
use crate::document::instant_text;
use crate::error::Code;
use crate::model::{Decimal, Violation};

/// A started equipment stays on for at least its minimum run time, within the horizon. (5)
pub fn check(view: &View<'_>) -> Vec<Violation> {
    let mut violations = Vec::new();
    for run in view.runs.iter().filter(|run| run.is_start) {
        let minimum = Decimal::from(run.equipment.min_run_time_minutes);
        let minutes = minutes_between(run.on, run.off);
        if minutes < minimum {
            let message =
                format!("on for {minutes} minutes from {}, at least {minimum} are needed", instant_text(run.on));
            let fix = format!("keep it on for {} minutes more", minimum - minutes);
            let amount = (minimum - minutes, "min");
            violations.push(violation(Code::MinRunTime, &run.equipment.equipment_id, amount, message, fix));
        }
    }
    violations
}
