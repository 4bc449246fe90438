use chrono::TimeDelta;

use super::view::{View, minutes_between, show_span, violation};
use crate::document::instant_text;
use crate::error::Code;
use crate::model::{Decimal, Instant, Span, Violation};

/// Jobs start and equipment is switched on interval boundaries; everything, start-up and shutdown too, lies within the
/// horizon.
pub fn check(view: &View<'_>) -> Vec<Violation> {
    let mut violations = Vec::new();
    for placed in &view.assignments {
        let id = &placed.job.job_id;
        violations.extend(off_grid(view, id, "the job starts", placed.span.start));
        violations.extend(outside(view, id, "the job runs", placed.span));
    }
    for run in &view.runs {
        let id = &run.equipment.equipment_id;
        violations.extend(off_grid(view, id, "the equipment is switched on", run.on));
        violations.extend(off_grid(view, id, "the equipment is switched off", run.off));
        if run.on >= run.off {
            let amount = (minutes_between(run.off, run.on), "min");
            let message = format!("a run from {} ends at {}", instant_text(run.on), instant_text(run.off));
            violations.push(violation(Code::OffGrid, id, amount, message, "end the run after its start"));
        } else {
            violations.extend(outside(view, id, "the equipment is on, starts up or shuts down", run.block()));
        }
    }
    violations
}

fn off_grid(view: &View<'_>, id: &str, what: &str, at: Instant) -> Option<Violation> {
    let step = i64::from(view.problem.horizon.interval_minutes).max(1);
    let after = (at - view.problem.horizon.start).num_minutes().rem_euclid(step);
    let nearest =
        if after * 2 <= step { at - TimeDelta::minutes(after) } else { at + TimeDelta::minutes(step - after) };
    let amount = (Decimal::from(after.min(step - after)), "min");
    let message = format!("{what} at {}, which is no interval boundary", instant_text(at));
    (after != 0).then(|| violation(Code::OffGrid, id, amount, message, format!("move it to {}", instant_text(nearest))))
}

fn outside(view: &View<'_>, id: &str, what: &str, span: Span) -> Option<Violation> {
    let horizon = view.problem.horizon.span();
    let minutes = minutes_between(span.start, horizon.start) + minutes_between(horizon.end, span.end);
    let message = format!("{what} from {}, outside the horizon {}", show_span(span), show_span(horizon));
    let fix = format!("move it by {minutes} minutes, or extend the horizon by as much");
    (!horizon.contains(&span)).then(|| violation(Code::OffGrid, id, (minutes, "min"), message, fix))
}
