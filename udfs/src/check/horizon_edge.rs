use chrono::TimeDelta;

use super::view::{Run, View, minutes_between, violation};
use crate::document::instant_text;
use crate::error::Code;
use crate::model::Violation;

/// Equipment whose start-up takes time is off in the horizon's first interval, unless it is on when the horizon starts;
/// equipment whose shutdown takes time is off in its last. Being off means neither starting up nor shutting down.
pub fn check(view: &View<'_>) -> Vec<Violation> {
    view.runs.iter().flat_map(|run| [begun_early(view, run), stopped_late(view, run)]).flatten().collect()
}

fn begun_early(view: &View<'_>, run: &Run<'_>) -> Option<Violation> {
    let (equipment, horizon) = (run.equipment, &view.problem.horizon);
    let begun = run.on - TimeDelta::minutes(i64::from(equipment.startup_minutes));
    let first_off = horizon.start + TimeDelta::minutes(i64::from(horizon.interval_minutes));
    // what begins before the horizon is told of as that
    if equipment.startup_minutes == 0 || equipment.initially_on || begun < horizon.start || begun >= first_off {
        return None;
    }
    let minutes = minutes_between(begun, first_off);
    let message = format!(
        "starts up from {} for a run at {}, in the horizon's first interval, in which it is off",
        instant_text(begun),
        instant_text(run.on)
    );
    let fix = format!("start it {minutes} minutes later, or start the horizon as much earlier");
    Some(violation(Code::OffGrid, &equipment.equipment_id, (minutes, "min"), message, fix))
}

fn stopped_late(view: &View<'_>, run: &Run<'_>) -> Option<Violation> {
    let (equipment, horizon) = (run.equipment, &view.problem.horizon);
    let ended = run.off + TimeDelta::minutes(i64::from(equipment.shutdown_minutes));
    let last_off = horizon.end - TimeDelta::minutes(i64::from(horizon.interval_minutes));
    if equipment.shutdown_minutes == 0 || ended > horizon.end || ended <= last_off {
        return None;
    }
    let minutes = minutes_between(last_off, ended);
    let message = format!(
        "is switched off at {} and shuts down until {}, in the horizon's last interval, in which it is off",
        instant_text(run.off),
        instant_text(ended)
    );
    let fix = format!("stop it {minutes} minutes earlier, or end the horizon as much later");
    Some(violation(Code::OffGrid, &equipment.equipment_id, (minutes, "min"), message, fix))
}
