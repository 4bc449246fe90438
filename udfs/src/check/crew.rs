use super::stretch::{running_at, stretches};
use super::view::{View, show_span, violation};
use crate::document::instant_text;
use crate::error::Code;
use crate::model::{Decimal, Violation};

/// Jobs that need operators run only while enough crew is on shift. (7)
pub fn check(view: &View<'_>) -> Vec<Violation> {
    let (mut needed, mut present) = (vec![0_u64; view.minutes()], vec![0_u64; view.minutes()]);
    for placed in view.assignments.iter().filter(|placed| placed.job.crew_size > 0) {
        for minute in view.clip(placed.span) {
            needed[minute] += u64::from(placed.job.crew_size);
        }
    }
    for shift in &view.problem.shifts {
        for minute in view.clip(shift.span) {
            present[minute] += u64::from(shift.crew);
        }
    }
    let short =
        |minute: usize| (needed[minute] > present[minute]).then(|| Decimal::from(needed[minute] - present[minute]));
    let rows = stretches(view, short).into_iter().map(|stretch| {
        let ids = running_at(view.assignments.iter().filter(|placed| placed.job.crew_size > 0), stretch.at);
        let message = format!("{ids} need {} more people than are on shift, {}", stretch.most, show_span(stretch.span));
        let fix = format!("add {} people to the shift {}", stretch.most, show_span(stretch.span));
        violation(Code::CrewShort, instant_text(stretch.span.start), (stretch.most, "people"), message, fix)
    });
    rows.collect()
}
