use super::stretch::{running_at, stretches};
use super::view::{View, show_span, violation};
use crate::error::Code;
use crate::model::{Decimal, Violation};

/// At most `max_concurrent_jobs` run at once on an equipment. (2)
pub fn check(view: &View<'_>) -> Vec<Violation> {
    (0..view.problem.equipment.len()).flat_map(|equipment| of_equipment(view, equipment)).collect()
}

fn of_equipment(view: &View<'_>, index: usize) -> Vec<Violation> {
    let equipment = &view.problem.equipment[index];
    let Some(limit) = equipment.max_concurrent_jobs else { return Vec::new() };
    let mut running = vec![0_u32; view.minutes()];
    for placed in view.jobs_on(index) {
        for minute in view.clip(placed.span) {
            running[minute] += 1;
        }
    }
    let over = |minute: usize| (running[minute] > limit).then(|| Decimal::from(running[minute] - limit));
    let rows = stretches(view, over).into_iter().map(|stretch| {
        let ids = running_at(view.jobs_on(index), stretch.at);
        let message = format!("{ids} run at once, at most {limit} may, {}", show_span(stretch.span));
        let fix = format!("move {} of these jobs", stretch.most);
        violation(Code::TooManyJobs, &equipment.equipment_id, (stretch.most, "jobs"), message, fix)
    });
    rows.collect()
}
