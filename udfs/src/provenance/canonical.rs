//! The canonical JSON text (RFC 8785).

use std::cmp::Ordering;
use std::fmt::Write;

use serde_json::Value;

use crate::document::{decimal_text, instant_text};
use crate::row::{Cell, Row};

pub fn of_json(value: &Value) -> String {
    // Only maps with keys that are no strings and numbers that are not finite can fail; a Value has neither.
    serde_json_canonicalizer::to_string(value).unwrap_or_default()
}

/// That of a row's JSON form, written without it: loads hash each row that comes.
pub fn of_row(row: &Row) -> String {
    let mut text = String::with_capacity(1024);
    put_row(row, &mut text);
    text
}

fn put_row(Row(cells): &Row, out: &mut String) {
    let mut members: Vec<&(String, Cell)> = cells.iter().collect();
    members.sort_by(|(a, _), (b, _)| order(a, b));
    out.push('{');
    for (i, (name, cell)) in members.iter().enumerate() {
        // as in a JSON object, the last of one name counts
        if members.get(i + 1).is_some_and(|(next, _)| next == name) {
            continue;
        }
        if !out.ends_with('{') {
            out.push(',');
        }
        put_text(name, out);
        out.push(':');
        put(cell, out);
    }
    out.push('}');
}

/// By UTF-16 units, which of ASCII are the bytes.
fn order(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}

fn put(cell: &Cell, out: &mut String) {
    match cell {
        Cell::Null => out.push_str("null"),
        Cell::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Cell::Number(value) => put_text(&decimal_text(*value), out),
        Cell::Text(text) => put_text(text, out),
        Cell::Date(date) => put_text(&date.to_string(), out),
        Cell::Time(at) => put_text(&instant_text(*at), out),
        Cell::List(cells) => {
            out.push('[');
            for (i, cell) in cells.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                put(cell, out);
            }
            out.push(']');
        }
        Cell::Row(row) => put_row(row, out),
    }
}

fn put_text(text: &str, out: &mut String) {
    out.push('"');
    if text.bytes().all(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\') {
        out.push_str(text);
    } else {
        text.chars().for_each(|c| put_char(c, out));
    }
    out.push('"');
}

fn put_char(c: char, out: &mut String) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\u{8}' => out.push_str("\\b"),
        '\t' => out.push_str("\\t"),
        '\n' => out.push_str("\\n"),
        '\u{c}' => out.push_str("\\f"),
        '\r' => out.push_str("\\r"),
        '\0'..='\u{1f}' => {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        }
        other => out.push(other),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};

    use super::*;
    use crate::row::cell_to_json;

    fn cell() -> impl Strategy<Value = Cell> {
        let flat = prop_oneof![
            Just(Cell::Null),
            any::<bool>().prop_map(Cell::Bool),
            any::<i64>().prop_map(|number| Cell::Number(number.into())),
            any::<String>().prop_map(Cell::Text),
            "[\\x00-\\x7f]{0,12}".prop_map(Cell::Text),
        ];
        flat.prop_recursive(3, 24, 6, |inner| {
            let row = proptest::collection::vec((any::<String>(), inner.clone()), 0..6);
            prop_oneof![
                proptest::collection::vec(inner, 0..6).prop_map(Cell::List),
                row.prop_map(|cells| Cell::Row(Row(cells)))
            ]
        })
    }

    proptest! {
        #[test]
        fn a_row_is_written_as_its_json_would_be(cells in proptest::collection::vec(("[a-c\u{e000}\u{10000}]{0,2}", cell()), 0..8)) {
            let row = Row(cells);
            assert_eq!(of_row(&row), of_json(&cell_to_json(&Cell::Row(row.clone()))));
        }
    }
}
