use super::objects::objects;
use super::upsert::Upsert;
use super::{Source, text, text_of};
use crate::document::load;
use crate::error::{Code, Issues, Place};
use crate::model::{ScheduleKind, Span};
use crate::row::{Cell, Row, RowReader};
use crate::stored::Versions;
use crate::tables::Kind::{Text, Time};
use crate::tables::{EQUIPMENT_AVAILABILITY, EQUIPMENT_RUNS, HEATING_EQUIPMENT, SCHEDULES, Table, optional, required};

pub static MAINTAINED: Table = Table {
    name: "maintained",
    comment: "The stretches of maintenance that were stored",
    columns: &[
        required("site_id", Text, "", "Plant, as in sites"),
        required("equipment_id", Text, "", "Equipment, as in heating_equipment"),
        required("unavailable_start", Time, "", "From this instant"),
        required("unavailable_end", Time, "", "To this instant, excluded"),
        required("reason", Text, "", "maintenance, repair, offline"),
        required("status", Text, "", "added, changed or unchanged"),
        optional("affected_schedules", Text, "", "Schedules whose current plan has the equipment on then"),
    ],
    key: &["site_id", "equipment_id", "unavailable_start"],
    partition: &[],
};

/// Stores the stretches of a document in which equipment is off, all or none.
pub fn schedule_maintenance(source: &Source<'_>, document: &str) -> Result<Vec<Row>, Issues> {
    let mut issues = Issues::default();
    let mut upsert = Upsert::new(&EQUIPMENT_AVAILABILITY, "schedule_maintenance");
    for (i, object) in objects(document, EQUIPMENT_AVAILABILITY.name)?.into_iter().enumerate() {
        let place = Place::new(EQUIPMENT_AVAILABILITY.name).row(i);
        if let Some(row) = read(source, object, place.clone(), &mut issues)? {
            upsert.add(source, place, row, &mut issues);
        }
    }
    if issues.has_errors() {
        return Err(issues);
    }
    let versions = Versions::read(source.store, source.tenant)?;
    let written = upsert.write(source)?;
    written.into_iter().map(|(row, status)| maintained(source, &versions, row, status)).collect()
}

/// The row of a stretch, if nothing is wrong with it.
fn read(source: &Source<'_>, mut object: Row, place: Place, issues: &mut Issues) -> Result<Option<Row>, Issues> {
    if object.get("reason").is_none_or(|reason| [Cell::Null, text("")].contains(reason)) {
        object.0.retain(|(name, _)| name != "reason");
        object.0.push(("reason".to_string(), text("maintenance")));
    }
    let mut reader = RowReader::new(&object, place, issues);
    let site_id: String = reader.required("site_id");
    let unavailability = load::read_unavailability(&mut reader);
    let equipment_id = unavailability.equipment_id.as_str();
    if !site_id.is_empty() && !equipment_id.is_empty() {
        let of = [("site_id", site_id.as_str()), ("equipment_id", equipment_id)];
        let message = format!("site \"{site_id}\" has no equipment \"{equipment_id}\"");
        let is_known = !source.rows(&HEATING_EQUIPMENT, &of)?.is_empty();
        reader.check(is_known, Code::UnknownReference, "equipment_id", message, "register the equipment first");
    }
    let mut row = load::write_unavailability(&unavailability);
    row.0.push(("site_id".to_string(), text(site_id)));
    Ok(reader.finish().then_some(row))
}

fn maintained(source: &Source<'_>, versions: &Versions, mut row: Row, status: &str) -> Result<Row, Issues> {
    let affected = affected(source, versions, &row)?;
    row.0.retain(|(name, _)| MAINTAINED.column(name).is_some());
    row.0.push(("status".to_string(), text(status)));
    let affected = if affected.is_empty() { Cell::Null } else { text(affected.join(", ")) };
    row.0.push(("affected_schedules".to_string(), affected));
    Ok(row)
}

/// Schedules of the site whose current plan has the equipment on in the stretch.
fn affected(source: &Source<'_>, versions: &Versions, stretch: &Row) -> Result<Vec<String>, Issues> {
    let (site_id, equipment_id) = (text_of(stretch, "site_id"), text_of(stretch, "equipment_id"));
    let Some(stretch) = span_of(stretch, "unavailable_start", "unavailable_end") else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for schedule in source.rows(&SCHEDULES, &[("site_id", &site_id)])? {
        let Some(run) = versions.current_run(source.store, source.tenant, &schedule)? else { continue };
        if !span_of(&run, "horizon_start", "horizon_end").is_some_and(|horizon| horizon.overlaps(&stretch)) {
            continue;
        }
        let (run_id, kind) = (text_of(&run, "run_id"), ScheduleKind::Optimized.as_str());
        let of = [("run_id", run_id.as_str()), ("schedule_kind", kind), ("equipment_id", &equipment_id)];
        let is_on = |run: &Row| span_of(run, "on", "off").is_some_and(|on| on.overlaps(&stretch));
        if source.rows(&EQUIPMENT_RUNS, &of)?.iter().any(is_on) {
            found.push(text_of(&schedule, "schedule_id"));
        }
    }
    Ok(found)
}

fn span_of(row: &Row, start: &str, end: &str) -> Option<Span> {
    match (row.get(start), row.get(end)) {
        (Some(Cell::Time(start)), Some(Cell::Time(end))) => Some(Span { start: *start, end: *end }),
        _ => None,
    }
}
