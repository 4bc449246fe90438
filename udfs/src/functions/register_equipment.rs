use super::objects::objects;
use super::upsert::Upsert;
use super::{Source, row, text, text_of};
use crate::document::equipment;
use crate::error::{Code, Issues, Place};
use crate::inputs;
use crate::row::{Row, RowReader};
use crate::tables::Kind::Text;
use crate::tables::{HEATING_EQUIPMENT, SITES, Table, required};

pub static REGISTERED: Table = Table {
    name: "registered",
    comment: "The equipment that was stored",
    columns: &[
        required("site_id", Text, "", "Plant, as in sites"),
        required("equipment_id", Text, "", "Equipment, as in heating_equipment"),
        required("equipment_name", Text, "", "Name for people"),
        required("status", Text, "", "added, changed or unchanged"),
    ],
    key: &["site_id", "equipment_id"],
    partition: &[],
};

/// Stores the equipment of a document, all or none.
pub fn register_equipment(source: &Source<'_>, document: &str) -> Result<Vec<Row>, Issues> {
    let mut issues = Issues::default();
    let mut upsert = Upsert::new(&HEATING_EQUIPMENT, "register_equipment");
    for (i, object) in objects(document, HEATING_EQUIPMENT.name)?.iter().enumerate() {
        let place = Place::new(HEATING_EQUIPMENT.name).row(i);
        if let Some(row) = read(source, object, place.clone(), &mut issues)? {
            upsert.add(source, place, row, &mut issues);
        }
    }
    if issues.has_errors() {
        return Err(issues);
    }
    let registered = |(stored, status): (Row, &str)| {
        row([
            ("site_id", text(text_of(&stored, "site_id"))),
            ("equipment_id", text(text_of(&stored, "equipment_id"))),
            ("equipment_name", text(text_of(&stored, "equipment_name"))),
            ("status", text(status)),
        ])
    };
    Ok(upsert.write(source)?.into_iter().map(registered).collect())
}

/// The row of an equipment, if nothing is wrong with it.
fn read(source: &Source<'_>, object: &Row, place: Place, issues: &mut Issues) -> Result<Option<Row>, Issues> {
    let known = issues.0.len();
    let mut reader = RowReader::new(object, place, issues);
    let site_id: String = reader.required("site_id");
    if !site_id.is_empty() && source.rows(&SITES, &[("site_id", &site_id)])?.is_empty() {
        let message = format!("\"{site_id}\" is not in sites");
        reader.error(Code::UnknownReference, "site_id", message, "import the site first");
    }
    let equipment = equipment::read(&mut reader);
    let place = reader.place().clone();
    let clean = reader.finish();
    // what the reader has told already is not told again
    for issue in inputs::equipment_issues(&equipment).0 {
        let column = issue.place.column.clone();
        if !issues.0[known..].iter().any(|told| told.place.column == column) {
            issues.push(crate::error::Issue { place: place.clone().column(column.unwrap_or_default()), ..issue });
        }
    }
    let mut row = equipment::write(&equipment);
    row.0.push(("site_id".to_string(), text(site_id)));
    Ok((clean && issues.0.len() == known).then_some(row))
}
