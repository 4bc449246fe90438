//! Columns that hold JSON.

use super::fields::text_of;
use crate::error::{Code, Issue, Issues, Place};
use crate::row::{Cell, Row, cell_from_json};

/// Puts what the columns' JSON says in their place; columns without any go.
pub fn read(row: &mut Row, columns: &[&str], place: &Place) -> Result<(), Issues> {
    for column in columns {
        let json = text_of(row, column);
        row.0.retain(|(name, _)| name != column);
        if let Some(json) = json {
            row.0.push(((*column).to_string(), parse(&json, column, place)?));
        }
    }
    Ok(())
}

/// Takes out the column; what its object holds, or nothing. It holds no fields but those `allowed`.
pub fn take_object(row: &mut Row, column: &str, allowed: &[&str], place: &Place) -> Result<Row, Issues> {
    read(row, &[column], place)?;
    let Some(index) = row.0.iter().position(|(name, _)| name == column) else { return Ok(Row::default()) };
    match row.0.remove(index).1 {
        Cell::Row(object) => match object.0.iter().find(|(name, _)| !allowed.contains(&name.as_str())) {
            None => Ok(object),
            Some((name, _)) => {
                let message = format!("unknown field \"{name}\"");
                let fix = format!("give {}", allowed.join(", "));
                Err(Issue::error(Code::UnknownField, place.clone().column(column), message, fix).into())
            }
        },
        other => Err(fault(column, place, format!("{} is no object", other.describe()))),
    }
}

fn parse(json: &str, column: &str, place: &Place) -> Result<Cell, Issues> {
    cell_from_json(json).map_err(|message| fault(column, place, message))
}

fn fault(column: &str, place: &Place, message: String) -> Issues {
    Issue::error(Code::Malformed, place.clone().column(column), message, "give JSON as in a problem document").into()
}
