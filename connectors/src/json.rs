//! JSON as it comes, numbers exact.

use udfs::model::Decimal;
use udfs::row::{Cell, cell_from_json, cell_to_json};

/// A document of at most this depth, or why it is none.
pub fn parse(body: &[u8]) -> Result<Cell, String> {
    let text = std::str::from_utf8(body).map_err(|e| e.to_string())?;
    cell_from_json(text.trim_start_matches('\u{feff}'))
}

/// What a JSON pointer (RFC 6901) points to; null is nothing.
pub fn at<'a>(cell: &'a Cell, pointer: &str) -> Option<&'a Cell> {
    let mut steps = pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"));
    let found = steps.try_fold(cell, |cell, step| match cell {
        Cell::Row(row) => row.get(&step),
        Cell::List(items) => items.get(step.parse::<usize>().ok()?),
        _ => None,
    });
    found.filter(|cell| **cell != Cell::Null)
}

pub fn text<'a>(cell: &'a Cell, pointer: &str) -> Option<&'a str> {
    match at(cell, pointer)? {
        Cell::Text(text) => Some(text),
        _ => None,
    }
}

pub fn list<'a>(cell: &'a Cell, pointer: &str) -> Option<&'a [Cell]> {
    match at(cell, pointer)? {
        Cell::List(items) => Some(items),
        _ => None,
    }
}

/// A number, or a text that is one.
pub fn number(cell: &Cell, pointer: &str) -> Option<Decimal> {
    match at(cell, pointer)? {
        Cell::Number(number) => Some(*number),
        Cell::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A text, number or flag as a text.
pub fn word(cell: &Cell, pointer: &str) -> Option<String> {
    match at(cell, pointer)? {
        Cell::Text(text) => Some(text.clone()),
        Cell::Number(number) => Some(number.to_string()),
        Cell::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

pub fn shown(cell: &Cell) -> String {
    cell_to_json(cell).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_reach_into_lists_and_odd_names() {
        let cell = parse(br#"{"a/b":[{"n~":"1.50","x":null}],"t":2}"#).expect("json");
        assert_eq!(number(&cell, "/a~1b/0/n~0"), Some("1.50".parse().expect("a number")));
        assert_eq!((word(&cell, "/t").as_deref(), at(&cell, "/a~1b/0/x")), (Some("2"), None));
        assert_eq!(at(&cell, ""), Some(&cell));
        assert!(at(&cell, "/a~1b/7").is_none() && at(&cell, "/t/x").is_none());
    }
}
