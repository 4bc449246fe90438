use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::{Cell, Row};
use crate::document::{decimal_text, instant_text};
use crate::model::Decimal;

const MAX_DEPTH: usize = 16;

/// Reads JSON with numbers taken as the decimals they are written as.
pub fn cell_from_json(text: &str) -> Result<Cell, String> {
    let raw: &RawValue = serde_json::from_str(text).map_err(|e| e.to_string())?;
    cell(raw.get(), 0)
}

fn cell(text: &str, depth: usize) -> Result<Cell, String> {
    if depth > MAX_DEPTH {
        return Err(format!("nested deeper than {MAX_DEPTH} levels"));
    }
    Ok(match text.as_bytes().first() {
        Some(b'{') => {
            let Members(members) = serde_json::from_str(text).map_err(|e| e.to_string())?;
            let cells = members.into_iter().map(|(key, raw)| Ok((key, cell(raw.get(), depth + 1)?)));
            Cell::Row(Row(cells.collect::<Result<_, String>>()?))
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(text).map_err(|e| e.to_string())?;
            Cell::List(items.into_iter().map(|raw| cell(raw.get(), depth + 1)).collect::<Result<_, _>>()?)
        }
        Some(b'"') => Cell::Text(serde_json::from_str(text).map_err(|e| e.to_string())?),
        Some(b't') => Cell::Bool(true),
        Some(b'f') => Cell::Bool(false),
        Some(b'n') | None => Cell::Null,
        Some(_) => Cell::Number(number(text)?),
    })
}

fn number(text: &str) -> Result<Decimal, String> {
    let exact = if text.contains(['e', 'E']) { Decimal::from_scientific(text) } else { Decimal::from_str_exact(text) };
    exact.map_err(|e| format!("number {text} has no exact decimal: {e}"))
}

/// The members of an object, borrowed; the same key twice is an error.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;

        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members: Vec<(String, &RawValue)> = Vec::new();
                let mut seen = HashSet::new();
                while let Some((key, value)) = map.next_entry::<String, &RawValue>()? {
                    if is_known(&members, &mut seen, &key) {
                        return Err(A::Error::custom(format!("field \"{key}\" is given twice")));
                    }
                    members.push((key, value));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(MembersVisitor)
    }
}

/// Of a few members looking at each is fastest; of many each look would be longer than the one before.
fn is_known(members: &[(String, &RawValue)], seen: &mut HashSet<String>, key: &str) -> bool {
    const FEW: usize = 32;
    if members.len() < FEW {
        return members.iter().any(|(known, _)| known == key);
    }
    if seen.is_empty() {
        seen.extend(members.iter().map(|(known, _)| known.clone()));
    }
    !seen.insert(key.to_string())
}

/// The canonical JSON form of a cell: decimals and times as strings.
pub fn cell_to_json(cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Bool(value) => Value::Bool(*value),
        Cell::Number(value) => Value::String(decimal_text(*value)),
        Cell::Text(text) => Value::String(text.clone()),
        Cell::Date(date) => Value::String(date.to_string()),
        Cell::Time(time) => Value::String(instant_text(*time)),
        Cell::List(cells) => Value::Array(cells.iter().map(cell_to_json).collect()),
        Cell::Row(Row(cells)) => Value::Object(cells.iter().map(|(k, v)| (k.clone(), cell_to_json(v))).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_every_digit() {
        let Ok(Cell::Row(row)) = cell_from_json(r#"{"a": 0.1234567890123456789, "b": 1e-3, "c": -7}"#) else {
            panic!("a row")
        };
        let text = |name| row.get(name).map(Cell::describe);
        assert_eq!(text("a").as_deref(), Some("0.1234567890123456789"));
        assert_eq!(text("b").as_deref(), Some("0.001"));
        assert_eq!(text("c").as_deref(), Some("-7"));
    }

    #[test]
    fn hostile_documents_are_errors() {
        for text in [
            "",
            "{",
            "nul",
            r#"{"a":1,"a":2}"#,
            "1e999",
            &"[".repeat(100_000),
            &format!("{}{}", "[".repeat(40), "]".repeat(40)),
        ] {
            assert!(cell_from_json(text).is_err(), "{}", &text[..text.len().min(40)]);
        }
    }
}
