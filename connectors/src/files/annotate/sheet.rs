use std::io::Cursor;

use quick_xml::events::{BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};

use super::package::attributes;
use super::{COLUMNS, Remarks};

/// Between the sheet's own columns and ours: a table does not grow over it.
const GAP: usize = 1;

/// The sheet with remarks; `None`: there is nothing to change.
pub fn remark(text: &str, remarks: &Remarks, shared: &[String]) -> Result<Option<String>, String> {
    let known = survey(text, shared)?;
    if remarks.is_empty() && known.ours.is_none() {
        return Ok(None);
    }
    let place =
        Columns { first: known.last + 1 + GAP, drop_from: known.ours.unwrap_or(usize::MAX), header: known.header };
    rewritten(text, remarks, &place).map(Some)
}

#[derive(Debug, Default)]
struct Survey {
    /// Of the sheet's own columns, from 1.
    last: usize,
    /// First column of earlier remarks.
    ours: Option<usize>,
    /// Row of the headers.
    header: usize,
}

fn survey(text: &str, shared: &[String]) -> Result<Survey, String> {
    let mut reader = Reader::from_str(text);
    let (mut survey, mut row, mut column, mut kind) = (Survey::default(), 0, 0, String::new());
    let mut cells = Vec::new();
    loop {
        match reader.read_event().map_err(|e| e.to_string())? {
            Event::Start(start) | Event::Empty(start) => match start.local_name().as_ref() {
                "row" => (row, column) = (row_number(&start, row), 0),
                "c" => {
                    let mut given = attributes(&start);
                    column = given.remove("r").map_or(column + 1, |name| column_number(&name));
                    kind = given.remove("t").unwrap_or_default();
                    cells.push(column);
                    if survey.header == 0 {
                        survey.header = row;
                    }
                }
                _ => {}
            },
            Event::Text(text) if row == survey.header => {
                let text = text.xml_content(quick_xml::XmlVersion::Implicit1_0);
                let shared =
                    (kind == "s").then(|| text.parse().ok().and_then(|index: usize| shared.get(index))).flatten();
                if shared.map_or(&*text, String::as_str) == COLUMNS[0] {
                    survey.ours = Some(column);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let own = |column: &usize| survey.ours.is_none_or(|ours| *column < ours);
    survey.last = cells.into_iter().filter(own).max().unwrap_or_default();
    if let Some(ours) = survey.ours {
        survey.last = ours.saturating_sub(1 + GAP).max(survey.last);
    }
    Ok(survey)
}

struct Columns {
    first: usize,
    /// Cells from here on are remarks of an earlier time.
    drop_from: usize,
    header: usize,
}

fn rewritten(text: &str, remarks: &Remarks, place: &Columns) -> Result<String, String> {
    let mut reader = Reader::from_str(text);
    let mut writer = Writer::new(Cursor::new(Vec::with_capacity(text.len() + 1024)));
    let (mut row, mut column, mut dropping) = (0, 0, false);
    let io = |e: std::io::Error| e.to_string();
    loop {
        let event = reader.read_event().map_err(|e| e.to_string())?;
        match &event {
            // it may be left out, and would have to be another
            Event::Start(start) | Event::Empty(start) if start.local_name().as_ref() == "dimension" => continue,
            Event::End(end) if end.local_name().as_ref() == "dimension" => continue,
            Event::Start(start) | Event::Empty(start) => match start.local_name().as_ref() {
                "row" => (row, column) = (row_number(start, row), 0),
                "c" => {
                    column = attributes(start).remove("r").map_or(column + 1, |name| column_number(&name));
                    dropping = column >= place.drop_from;
                    if dropping && matches!(event, Event::Empty(_)) {
                        dropping = false;
                        continue;
                    }
                }
                _ => {}
            },
            Event::End(end) if end.local_name().as_ref() == "c" && dropping => {
                dropping = false;
                continue;
            }
            Event::End(end) if end.local_name().as_ref() == "row" => {
                let header = (row == place.header).then(|| COLUMNS.map(str::to_string));
                for (offset, text) in header.as_ref().or(remarks.get(&row)).into_iter().flatten().enumerate() {
                    write_cell(&mut writer, row, place.first + offset, text).map_err(io)?;
                }
            }
            Event::Eof => break,
            _ => {}
        }
        if !dropping {
            writer.write_event(event).map_err(io)?;
        }
    }
    String::from_utf8(writer.into_inner().into_inner()).map_err(|e| e.to_string())
}

fn write_cell(writer: &mut Writer<Cursor<Vec<u8>>>, row: usize, column: usize, text: &str) -> std::io::Result<()> {
    let name = format!("{}{row}", letters(column));
    let cell = writer.create_element("c").with_attributes([("r", name.as_str()), ("t", "inlineStr")]);
    cell.write_inner_content(|writer| {
        writer.create_element("is").write_inner_content(|writer| {
            writer
                .create_element("t")
                .with_attribute(("xml:space", "preserve"))
                .write_text_content(BytesText::new(text))?;
            Ok(())
        })?;
        Ok(())
    })?;
    Ok(())
}

fn row_number(start: &BytesStart<'_>, before: usize) -> usize {
    attributes(start).get("r").and_then(|number| number.parse().ok()).unwrap_or(before + 1)
}

/// `AB12` is in column 28.
fn column_number(cell: &str) -> usize {
    let letters = cell.bytes().take_while(u8::is_ascii_alphabetic).take(3);
    letters.fold(0, |number, letter| number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1)
}

fn letters(mut column: usize) -> String {
    let mut name = Vec::new();
    while column > 0 {
        column -= 1;
        name.push(b'A' + u8::try_from(column % 26).unwrap_or_default());
        column /= 26;
    }
    name.iter().rev().map(|letter| char::from(*letter)).collect()
}
