use super::view::{View, minutes_between, show_span, violation};
use crate::error::Code;
use crate::model::{Span, Unavailability, Violation};

/// Nothing overlaps an unavailability: no run with its start-up and shutdown, no job. (4)
///
/// A job inside a run is told of by the run's row. Equipment that is stopped at the horizon's start cannot be stopped any
/// earlier, so its shutdown is not counted.
pub fn check(view: &View<'_>) -> Vec<Violation> {
    view.problem.availability.iter().flat_map(|unavailability| of_unavailability(view, unavailability)).collect()
}

fn of_unavailability(view: &View<'_>, unavailability: &Unavailability) -> Vec<Violation> {
    let id = &unavailability.equipment_id;
    let Some(equipment) = view.problem.equipment.iter().position(|e| e.equipment_id == *id) else { return Vec::new() };
    let mut violations = Vec::new();
    for run in view.runs_of(equipment).filter(|run| run.block().overlaps(&unavailability.span)) {
        let what = format!("{id} is on, starts up or shuts down");
        violations.push(row(id, &what, run.block(), unavailability));
    }
    for placed in view.jobs_on(equipment).filter(|placed| placed.span.overlaps(&unavailability.span)) {
        if !view
            .runs_of(equipment)
            .any(|run| run.block().overlaps(&placed.span) && run.block().overlaps(&unavailability.span))
        {
            let what = format!("{} runs on {id}", placed.job.job_id);
            violations.push(row(&placed.job.job_id, &what, placed.span, unavailability));
        }
    }
    violations
}

fn row(subject: &str, what: &str, span: Span, unavailability: &Unavailability) -> Violation {
    let off = unavailability.span;
    let common = minutes_between(span.start.max(off.start), span.end.min(off.end));
    let message =
        format!("{what} {}, {common} minutes into its {} {}", show_span(span), unavailability.reason, show_span(off));
    let fix = format!("move it out of the {}, or shorten that by {common} minutes", unavailability.reason);
    violation(Code::Unavailable, subject, (common, "min"), message, fix)
}
