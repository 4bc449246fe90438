use crate::row::{Cell, Row};

/// A cell as the JSON it came from, numbers with every digit.
pub(super) fn json(cell: &Cell) -> String {
    let text = |text: &str| serde_json::Value::from(text).to_string();
    match cell {
        Cell::Null => "null".into(),
        Cell::Bool(value) => value.to_string(),
        Cell::Number(value) => value.to_string(),
        Cell::Text(value) => text(value),
        Cell::Date(date) => text(&date.to_string()),
        Cell::Time(time) => text(&time.to_rfc3339()),
        Cell::List(cells) => format!("[{}]", cells.iter().map(json).collect::<Vec<_>>().join(", ")),
        Cell::Row(Row(cells)) => {
            let members: Vec<String> =
                cells.iter().map(|(key, cell)| format!("{}: {}", text(key), json(cell))).collect();
            format!("{{{}}}", members.join(", "))
        }
    }
}

pub(super) fn list(cell: Option<&Cell>) -> &[Cell] {
    match cell {
        Some(Cell::List(cells)) => cells,
        _ => &[],
    }
}
