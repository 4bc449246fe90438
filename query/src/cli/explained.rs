//! A plan's explanation as rows: short and in local time where people read them, typed and complete for programs.

use arrow::record_batch::RecordBatch;
use udfs::Issues;
use udfs::explain::{Explanation, PeakPrice, Where};
use udfs::model::Problem;

use super::lines::DAY_AND_TIME;
use crate::output::Columns;

/// Why each job is where it is; for people without the figures that the message has.
pub(super) fn explained(problem: &Problem, explanation: &Explanation, short: bool) -> Result<RecordBatch, Issues> {
    let zone = problem.site.time_zone;
    let jobs = &explanation.jobs;
    let equipment = |place: Option<Where>| {
        place.map_or(String::new(), |place| problem.equipment[place.equipment].equipment_id.clone())
    };
    let start = |place: Option<Where>| place.map(|place| place.start);
    let form = short.then_some(DAY_AND_TIME);
    let money = if short { 2 } else { 4 };
    let columns = Columns::default()
        .text("job_id", jobs.iter().map(|row| problem.jobs[row.job].job_id.clone()))
        .text(if short { "equipment" } else { "equipment_id" }, jobs.iter().map(|row| equipment(row.here)))
        .time(if short { "start" } else { "scheduled_start" }, zone, form, jobs.iter().map(|row| start(row.here)))
        .decimal("cost_here", money, jobs.iter().map(|row| row.cost_here))
        .text(
            if short { "next_best" } else { "next_equipment_id" },
            jobs.iter().map(|row| equipment(row.next_best.map(|next| next.place))),
        )
        .time("next_start", zone, form, jobs.iter().map(|row| start(row.next_best.map(|next| next.place))))
        .decimal("cost_increase", money, jobs.iter().map(|row| row.next_best.map(|next| next.cost_increase)))
        .text("binding", jobs.iter().map(|row| row.binding.rule.as_str()));
    let columns = if short {
        columns
    } else {
        columns
            .text("binding_subject", jobs.iter().map(|row| row.binding.subject.clone()))
            .decimal("binding_amount", 6, jobs.iter().map(|row| row.binding.amount))
            .text("binding_unit", jobs.iter().map(|row| row.binding.unit))
            .text("binding_equipment_id", jobs.iter().map(|row| equipment(row.binding.place)))
            .time("binding_start", zone, None, jobs.iter().map(|row| start(row.binding.place)))
            .decimal("energy_saving", 4, jobs.iter().map(|row| row.binding.energy_saving))
    };
    columns.text("message", jobs.iter().map(|row| row.binding.message.clone())).batch()
}

/// What a kW of each peak costs.
pub(super) fn peak_prices(problem: &Problem, peaks: &[PeakPrice], short: bool) -> Result<RecordBatch, Issues> {
    let (kw, money) = if short { (2, 2) } else { (6, 4) };
    Columns::default()
        .text("charge", peaks.iter().map(|row| row.charge.clone()))
        .text("month", peaks.iter().map(|row| row.month.to_string()))
        .time("at", problem.site.time_zone, short.then_some(DAY_AND_TIME), peaks.iter().map(|row| Some(row.at)))
        .decimal("peak_kw", kw, peaks.iter().map(|row| Some(row.peak_kw)))
        .decimal("saved_by_one_kw", money, peaks.iter().map(|row| Some(row.saved_by_one_kw)))
        .decimal("added_by_one_kw", money, peaks.iter().map(|row| Some(row.added_by_one_kw)))
        .batch()
}
