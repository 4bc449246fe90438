use super::view::{Placed, View, minutes_between, show_span, violation};
use crate::document::instant_text;
use crate::error::Code;
use crate::model::{Span, Violation};

/// A job runs inside `[earliest_start, latest_end]` and inside each of its must-run windows. (1)
pub fn check(view: &View<'_>) -> Vec<Violation> {
    view.assignments.iter().flat_map(of_job).collect()
}

fn of_job(placed: &Placed<'_>) -> Vec<Violation> {
    let (job, span) = (placed.job, placed.span);
    let id = &job.job_id;
    let mut violations = Vec::new();
    if span.start < job.earliest_start {
        let early = minutes_between(span.start, job.earliest_start);
        let message = format!("starts {early} minutes before its earliest start {}", instant_text(job.earliest_start));
        let fix = format!("start {id} {early} minutes later, or have it ready by {}", instant_text(span.start));
        violations.push(violation(Code::OutsideWindow, id, (early, "min"), message, fix));
    }
    if span.end > job.latest_end {
        let late = minutes_between(job.latest_end, span.end);
        let message = format!("ends {late} minutes after its deadline {}", instant_text(job.latest_end));
        let fix = format!("set latest_end of {id} to {}", instant_text(span.end));
        violations.push(violation(Code::JobLate, id, (late, "min"), message, fix));
    }
    let broken = job.must_run_windows.iter().filter(|window| !window.contains(&span));
    violations.extend(broken.map(|window| outside_must_run(id, *window, span)));
    violations
}

/// Late if only the end is outside: that is how far an elastic plan may go.
fn outside_must_run(id: &str, window: Span, span: Span) -> Violation {
    let code = if span.start < window.start { Code::OutsideWindow } else { Code::JobLate };
    let minutes = minutes_between(span.start, window.start) + minutes_between(window.end, span.end);
    let message = format!(
        "runs {} and so is {minutes} minutes outside its must-run window {}",
        show_span(span),
        show_span(window)
    );
    let widened = Span { start: window.start.min(span.start), end: window.end.max(span.end) };
    let fix = format!("widen the window of {id} to {}", show_span(widened));
    violation(code, id, (minutes, "min"), message, fix)
}
