use super::stretch::{running_at, stretches};
use super::view::{View, exceeds, show, show_span, thermal_kw, violation};
use crate::error::Code;
use crate::model::{Decimal, Violation};

/// The thermal power of the jobs running at once on an equipment is at most its capacity. (2)
pub fn check(view: &View<'_>) -> Vec<Violation> {
    (0..view.problem.equipment.len()).flat_map(|equipment| of_equipment(view, equipment)).collect()
}

fn of_equipment(view: &View<'_>, equipment: usize) -> Vec<Violation> {
    let capacity_kw = view.problem.equipment[equipment].capacity_kw;
    let id = &view.problem.equipment[equipment].equipment_id;
    let heat_kw = heat_kw(view, equipment);
    let over = |minute: usize| exceeds(heat_kw[minute], capacity_kw).then(|| heat_kw[minute] - capacity_kw);
    let rows = stretches(view, over).into_iter().map(|stretch| {
        let message = format!(
            "{} take {} kW of {} kW at most, {}",
            running_at(view.jobs_on(equipment), stretch.at),
            show(capacity_kw + stretch.most),
            show(capacity_kw),
            show_span(stretch.span)
        );
        let fix = format!("move one of these jobs, or raise the capacity of {id} by {} kW", show(stretch.most));
        violation(Code::OverCapacity, id, (stretch.most, "kW"), message, fix)
    });
    rows.collect()
}

/// Heat that the jobs on an equipment take, minute by minute.
pub fn heat_kw(view: &View<'_>, equipment: usize) -> Vec<Decimal> {
    let mut heat_kw = vec![Decimal::ZERO; view.minutes()];
    for placed in view.jobs_on(equipment) {
        let kw = thermal_kw(placed.job);
        for minute in view.clip(placed.span) {
            heat_kw[minute] += kw;
        }
    }
    heat_kw
}
