use super::view::{Placed, View, minutes_between, show_span, violation};
use crate::error::Code;
use crate::model::{Decimal, Violation};

/// A job lies within one on-period of its equipment: it is neither off nor stopped and started again meanwhile.
pub fn check(view: &View<'_>) -> Vec<Violation> {
    view.assignments.iter().filter_map(|placed| of_job(view, placed)).collect()
}

fn of_job(view: &View<'_>, placed: &Placed<'_>) -> Option<Violation> {
    let (span, equipment) = (placed.span, &placed.equipment.equipment_id);
    let common = |on, off| minutes_between(span.start.max(on), span.end.min(off));
    let covered =
        view.runs_of(placed.equipment_index).map(|run| common(run.on, run.off)).max().unwrap_or(Decimal::ZERO);
    let missing = minutes_between(span.start, span.end) - covered;
    let message = format!("runs {} on {equipment}, which is not on for {missing} minutes of it", show_span(span));
    let fix = format!("keep {equipment} on over {}", show_span(span));
    (missing > Decimal::ZERO).then(|| violation(Code::EquipmentOff, &placed.job.job_id, (missing, "min"), message, fix))
}
