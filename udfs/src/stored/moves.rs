use super::run::RunWriter;
use crate::model::{JobMove, MoveReason, PlanResult};
use crate::row::{Cell, Row};

/// The rows of `job_moves`; none where there was no previous schedule.
pub(super) fn rows(writer: &RunWriter<'_>, result: &PlanResult) -> Vec<Row> {
    let moves = result.replan.iter().flat_map(|replan| &replan.moves);
    moves.map(|job_move| writer.row(None, cells(job_move))).collect()
}

fn cells(job_move: &JobMove) -> Vec<(&'static str, Cell)> {
    let text = |text: &str| Cell::Text(text.to_string());
    let to = job_move.to.as_ref();
    let saves = if let MoveReason::Cheaper { saves } = job_move.reason { Cell::Number(saves) } else { Cell::Null };
    vec![
        ("job_id", text(&job_move.job_id)),
        ("from_equipment_id", text(&job_move.from.equipment_id)),
        ("from_start", Cell::Time(job_move.from.start)),
        ("to_equipment_id", to.map_or(Cell::Null, |to| text(&to.equipment_id))),
        ("to_start", to.map_or(Cell::Null, |to| Cell::Time(to.start))),
        ("reason", text(job_move.reason.as_str())),
        ("saves", saves),
        ("message", text(&job_move.message)),
    ]
}
