use super::view::{View, violation};
use crate::document::instant_text;
use crate::error::Code;
use crate::model::{Decimal, Violation};

/// A run is a start, unless it goes on from equipment that was on when the horizon started. (5)
pub fn check(view: &View<'_>) -> Vec<Violation> {
    let wrong = view.runs.iter().filter(|run| run.is_start != run.start_counted);
    let rows = wrong.map(|run| {
        let (is, says) =
            if run.is_start { ("is a start", "not") } else { ("goes on from before the horizon", "a start") };
        let message = format!("the run at {} {is}, the schedule counts it as {says}", instant_text(run.on));
        let fix = format!("set start_counted to {}", run.is_start);
        violation(Code::StartMiscounted, &run.equipment.equipment_id, (Decimal::ONE, "starts"), message, fix)
    });
    rows.collect()
}
