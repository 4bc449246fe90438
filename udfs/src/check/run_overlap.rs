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

/// Where start-up or shutdown takes time, what meets overlaps too.
fn joined(view: &View<'_>, index: usize) -> Vec<Violation> {
    let runs: Vec<&Run<'_>> = view.runs_of(index).collect();
    let meet = |pair: &&[&Run<'_>]| pair[0].off == pair[1].on && !pair[0].block().overlaps(&pair[1].block());
    let rows = runs.windows(2).filter(meet).map(|pair| {
        let step = Decimal::from(view.problem.horizon.interval_minutes);
        let fix = format!("join the two runs into one, or leave it off for {step} minutes");
        let message = format!("is switched off and on at {}", instant_text(pair[1].on));
        violation(Code::RunOverlap, &pair[0].equipment.equipment_id, (step, "min"), message, fix)
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
