use crate::model::{Decimal, JobMove, MovePlace, MoveReason, Replan};
use crate::row::{Cell, RowReader};

/// What a re-plan changed; absent where there was no previous schedule.
pub fn read(reader: &mut RowReader<'_>) -> Option<Replan> {
    let move_price: Option<Decimal> = reader.optional("move_price");
    let is_there = reader.optional::<Cell>("moves").is_some();
    let mut moves = Vec::new();
    reader.rows("moves", |r| moves.push(job_move(r)));
    is_there.then(|| Replan { move_price: move_price.unwrap_or_default(), moves })
}

fn job_move(reader: &mut RowReader<'_>) -> JobMove {
    let job_id = reader.key("job_id");
    let from = MovePlace { equipment_id: reader.required("from_equipment_id"), start: reader.required("from_start") };
    let (equipment_id, start) = (reader.optional("to_equipment_id"), reader.optional("to_start"));
    let saves: Option<Decimal> = reader.optional("saves");
    let reason = |word: &str| {
        let saves = saves.unwrap_or_default();
        let all = [MoveReason::Changed, MoveReason::Displaced, MoveReason::Cheaper { saves }];
        all.into_iter().find(|reason| reason.as_str() == word)
    };
    JobMove {
        job_id,
        from,
        to: equipment_id.zip(start).map(|(equipment_id, start)| MovePlace { equipment_id, start }),
        reason: reader.word("reason", reason, "changed, displaced, cheaper").unwrap_or(MoveReason::Changed),
        message: reader.or("message", String::new()),
    }
}
