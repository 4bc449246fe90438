//! Ways to break a document.

use super::super::super::attributes::json;
use super::super::super::fields::FIELDS;
use super::random::Random;
use crate::row::{Cell, Row, cell_from_json};

/// Some changes to the values of a document, and perhaps to its characters.
pub fn text(text: &str, random: &mut Random) -> String {
    let mut text = text.to_string();
    if let Ok(mut cell) = cell_from_json(&text) {
        for _ in 0..=random.below(3) {
            change(&mut cell, random);
        }
        text = json(&cell);
    }
    if random.one_in(6) { characters(&text, random) } else { text }
}

fn change(cell: &mut Cell, random: &mut Random) {
    match cell {
        Cell::Row(Row(members)) if !members.is_empty() && !random.one_in(12) => {
            let at = random.below(members.len());
            match random.below(12) {
                0 => drop(members.remove(at)),
                1 => members[at].0 = name(random),
                2 => members.push((name(random), value(random))),
                3 => {
                    let other = members[random.below(members.len())].1.clone();
                    members[at].1 = other;
                }
                _ => change(&mut members[at].1, random),
            }
        }
        Cell::List(cells) if !cells.is_empty() && !random.one_in(12) => {
            let at = random.below(cells.len());
            match random.below(12) {
                0 => drop(cells.remove(at)),
                1 => cells.insert(at, cells[at].clone()),
                2 => cells.truncate(at),
                3 => cells.reverse(),
                _ => change(&mut cells[at], random),
            }
        }
        Cell::Number(number) if random.one_in(2) => match random.below(5) {
            0 => *number = -*number,
            1 => *number = number.checked_mul(1_000_000.into()).unwrap_or(*number),
            2 => *number /= crate::model::Decimal::from(7),
            3 => *number = number.checked_add(crate::model::Decimal::ONE).unwrap_or_default(),
            _ => *number = number.trunc(),
        },
        _ => *cell = value(random),
    }
}

fn name(random: &mut Random) -> String {
    match random.below(4) {
        0 => random
            .pick(&["rate", "adj", "max", "unit", "sell", "surcharge", "colour", "", "LABEL", "lookbackPercent"])
            .into(),
        _ => FIELDS[random.below(FIELDS.len())].name.into(),
    }
}

fn value(random: &mut Random) -> Cell {
    let texts = [
        "null",
        "true",
        "0",
        "1",
        "-1",
        "0.35",
        "1e-28",
        "79228162514264337593543950335",
        "1e15",
        "1e7",
        "12345678",
        "[]",
        "{}",
        "[[]]",
        "[[{}]]",
        "[[{\"rate\": 1}]]",
        "\"\"",
        "\"kW\"",
        "\"$/day\"",
        "\"0.1\"",
        "\"é\\u0000\\n\"",
        "[1,1,1,1,1,1,1,1,1,1,1,1]",
        "[0,0,0,0,0,0,0,0,0,0,0,0]",
        "[true,false,true,true,true,true,true,true,true,true,true,true]",
        "[[[[[[[[]]]]]]]]",
        "1440",
        "0.0000000000000000000000000001",
    ];
    cell_from_json(random.pick(&texts)).unwrap_or(Cell::Null)
}

fn characters(text: &str, random: &mut Random) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=random.below(3) {
        if bytes.is_empty() {
            break;
        }
        let at = random.below(bytes.len());
        match random.below(7) {
            0 => bytes.truncate(at),
            1 => drop(bytes.remove(at)),
            2 => bytes[at] = u8::try_from(random.below(256)).expect("a byte"),
            3 => drop(bytes.splice(at..at, *b"1e400")),
            4 => drop(bytes.splice(at..at, b"[".repeat(random.below(300)))),
            5 => drop(bytes.splice(
                at..at,
                random.pick(&["\"", ",", "{", "}", "]", "-", ".", "\\u0000", "99999999999999999999"]).bytes(),
            )),
            _ => {
                let end = (at + random.below(40)).min(bytes.len());
                let part = bytes[at..end].to_vec();
                drop(bytes.splice(at..at, part));
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
