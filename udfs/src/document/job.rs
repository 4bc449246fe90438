use super::load::read_span;
use super::text::{cell, number, row, text};
use crate::error::Code;
use crate::model::{Decimal, Fixed, Job, Span};
use crate::row::{Cell, Row, RowReader};

pub const DEFAULT_PRIORITY: u32 = 3;

pub fn read(reader: &mut RowReader<'_>) -> Job {
    let job_id = reader.key("job_id");
    let heating_requirement_kwh: Decimal = reader.required("heating_requirement_kwh");
    let fix = "give kWh from 0";
    reader.check(
        heating_requirement_kwh >= Decimal::ZERO,
        Code::OutOfRange,
        "heating_requirement_kwh",
        "heat below 0",
        fix,
    );
    let duration_minutes: u32 = reader.required("duration_minutes");
    if reader.is_clean() {
        let fix = "give at least 1 minute, or drop the job";
        reader.check(duration_minutes > 0, Code::ZeroDuration, "duration_minutes", "the job lasts 0 minutes", fix);
    }
    let priority: u32 = reader.or("priority", DEFAULT_PRIORITY);
    let message = format!("priority {priority} is not from 1 to 5");
    reader.check((1..=5).contains(&priority), Code::OutOfRange, "priority", message, "use 1 (most important) to 5");
    Job {
        job_id,
        product_id: reader.optional("product_id"),
        product_name: reader.optional("product_name"),
        quantity: reader.optional("quantity"),
        unit: reader.optional("unit"),
        heating_requirement_kwh,
        temperature_setpoint_c: reader.optional("temperature_setpoint_c"),
        duration_minutes,
        earliest_start: reader.required("earliest_start"),
        latest_end: reader.required("latest_end"),
        priority: priority.clamp(1, 5) as u8,
        must_run_windows: must_run_windows(reader),
        allowed_equipment: reader.optional::<Vec<String>>("allowed_equipment").filter(|ids| !ids.is_empty()),
        crew_size: reader.or("crew_size", 0),
        predecessor_job_id: reader.optional("predecessor_job_id"),
        fixed: fixed(reader),
    }
}

fn must_run_windows(reader: &mut RowReader<'_>) -> Vec<Span> {
    let mut windows = Vec::new();
    reader.rows("must_run_windows", |window| windows.push(read_span(window, "start", "end")));
    windows
}

fn fixed(reader: &mut RowReader<'_>) -> Option<Fixed> {
    let fixed = Fixed { equipment_id: reader.optional("fixed_equipment_id"), start: reader.optional("fixed_start") };
    (fixed.equipment_id.is_some() || fixed.start.is_some()).then_some(fixed)
}

pub fn write(job: &Job) -> Row {
    let ids = |ids: &Vec<String>| Cell::List(ids.iter().map(text).collect());
    let window = |w: &Span| Cell::Row(row([("start", Cell::Time(w.start)), ("end", Cell::Time(w.end))]));
    row([
        ("job_id", text(&job.job_id)),
        ("product_id", cell(job.product_id.as_ref(), text)),
        ("product_name", cell(job.product_name.as_ref(), text)),
        ("quantity", cell(job.quantity, number)),
        ("unit", cell(job.unit.as_ref(), text)),
        ("heating_requirement_kwh", number(job.heating_requirement_kwh)),
        ("temperature_setpoint_c", cell(job.temperature_setpoint_c, number)),
        ("duration_minutes", number(job.duration_minutes)),
        ("earliest_start", Cell::Time(job.earliest_start)),
        ("latest_end", Cell::Time(job.latest_end)),
        ("priority", number(job.priority)),
        ("must_run_windows", Cell::List(job.must_run_windows.iter().map(window).collect())),
        ("allowed_equipment", cell(job.allowed_equipment.as_ref(), ids)),
        ("crew_size", number(job.crew_size)),
        ("predecessor_job_id", cell(job.predecessor_job_id.as_ref(), text)),
        ("fixed_equipment_id", cell(job.fixed.as_ref().and_then(|f| f.equipment_id.as_ref()), text)),
        ("fixed_start", cell(job.fixed.as_ref().and_then(|f| f.start), Cell::Time)),
    ])
}
