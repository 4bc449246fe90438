use crate::document::instant_text;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Decimal, Instant, Problem, Span};

/// A site load has one value at each time, and if there is any it covers the horizon.
pub fn check(problem: &Problem, issues: &mut Issues) {
    let mut loads = problem.site_load.clone();
    loads.sort();
    for load in loads.iter().filter(|load| load.kw < Decimal::ZERO) {
        issues.push(Issue::error(Code::LoadValue, place(load.span.start, "kw"), "a load below 0", "give kW from 0"));
    }
    for pair in loads.windows(2).filter(|pair| pair[0].span.overlaps(&pair[1].span)) {
        let message = format!("two loads from {}", instant_text(pair[1].span.start));
        issues.push(Issue::error(
            Code::LoadOverlap,
            place(pair[1].span.start, "start"),
            message,
            "keep one of the rows",
        ));
    }
    if loads.is_empty() {
        return;
    }
    let mut covered = problem.horizon.start;
    let gap = |span: Span| {
        let message = format!("no load from {} to {}", instant_text(span.start), instant_text(span.end));
        Issue::error(
            Code::LoadGap,
            place(span.start, "start"),
            message,
            "give the load of this time, 0 if there is none",
        )
    };
    for load in &loads {
        if load.span.start > covered && covered < problem.horizon.end {
            issues.push(gap(Span { start: covered, end: load.span.start.min(problem.horizon.end) }));
        }
        covered = covered.max(load.span.end);
    }
    if covered < problem.horizon.end {
        issues.push(gap(Span { start: covered, end: problem.horizon.end }));
    }
}

fn place(at: Instant, column: &str) -> Place {
    Place::new("site_load").key(instant_text(at)).column(column)
}
