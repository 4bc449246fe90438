use chrono::TimeDelta;

use super::view::{Run, View, minutes_between, show_span, violation};
use crate::document::instant_text;
use crate::error::Code;
use crate::model::{Decimal, Span, Violation};

/// The runs of an equipment, with start-up and shutdown, do not overlap, and equipment is off between them: what is
/// switched off and on at once was never off.
pub fn check(view: &View<'_>) -> Vec<Violation> {
    let equipment = 0..view.problem.equipment.len();
    equipment.flat_map(|equipment| of_equipment(view, equipment).into_iter().chain(joined(view, equipment))).collect()
}

fn joined(view: &View<'_>, index: usize) -> Vec<Violation> {
    let runs: Vec<Span> = view.runs_of(index).map(Run::span).collect();
    let rows = runs.windows(2).filter(|pair| pair[0].end == pair[1].start).map(|pair| {
        let at = instant_text(pair[1].start);
        let step = Decimal::from(view.problem.horizon.interval_minutes);
        let fix = format!("join them into one run, or leave it off for {step} minutes");
        let message = format!("is switched off and on at {at}");
        violation(Code::RunOverlap, &view.problem.equipment[index].equipment_id, (step, "min"), message, fix)
    });
    rows.collect()
}

fn of_equipment(view: &View<'_>, index: usize) -> Vec<Violation> {
    let equipment = &view.problem.equipment[index];
    let mut blocks: Vec<Span> = Vec::new();
    if view.is_stopped_at_start(index) {
        let start = view.problem.horizon.start;
        blocks.push(Span { start, end: start + TimeDelta::minutes(i64::from(equipment.shutdown_minutes)) });
    }
    blocks.extend(view.runs_of(index).map(|run| run.block()));
    blocks.sort();
    let rows = blocks.windows(2).filter(|pair| pair[0].overlaps(&pair[1])).map(|pair| {
        let common = minutes_between(pair[1].start, pair[0].end.min(pair[1].end));
        let message =
            format!("runs {} and {} overlap, start-up and shutdown included", show_span(pair[0]), show_span(pair[1]));
        let fix = format!("join them into one run, or move them {common} minutes apart");
        violation(Code::RunOverlap, &equipment.equipment_id, (common, "min"), message, fix)
    });
    rows.collect()
}
