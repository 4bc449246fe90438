use crate::error::{Code, Issue, Issues, Place};
use crate::row::{Cell, Row, cell_from_json};

/// The objects of a JSON document: one, or a list of them.
pub(super) fn objects(document: &str, source: &str) -> Result<Vec<Row>, Issues> {
    let refuse = |code, message: String| {
        Issues::from(Issue::error(code, Place::new(source), message, "give a JSON object, or a list of objects"))
    };
    match cell_from_json(document).map_err(|cause| refuse(Code::Malformed, cause))? {
        Cell::Row(row) => Ok(vec![row]),
        Cell::List(cells) => cells
            .into_iter()
            .map(|cell| match cell {
                Cell::Row(row) => Ok(row),
                other => Err(refuse(Code::WrongType, format!("{} is no object", other.describe()))),
            })
            .collect(),
        other => Err(refuse(Code::WrongType, format!("{} is no object", other.describe()))),
    }
}
