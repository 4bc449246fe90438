use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::package::{self, Part};
use super::sheets::SHEETS;
use super::target::{Choice, Target};
use super::{Content, connections, start};
use crate::report::grid::Grid;
use crate::report::xlsx::charts::{self, Bars};
use crate::report::xlsx::sheet::{Placed, Sheets};

/// Sheets and charts as any workbook has them, then what links the tables.
pub fn xlsx(target: &Target, choice: &Choice, content: &Content) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let (bytes, placed) = written(choice, content)?;
    let mut parts = vec![Part::connections(connections::all(target))];
    for (number, (sheet, placed)) in (1..).zip(SHEETS.iter().zip(&placed)) {
        parts.push(Part::query_table(number, connections::query_table(number, sheet, placed)));
    }
    Ok(package::link(&bytes, &parts)?)
}

fn written(choice: &Choice, content: &Content) -> Result<(Vec<u8>, Vec<Placed>), XlsxError> {
    let mut book = Workbook::new();
    // dated by the days, not by the clock: the same rows give the same bytes
    let days = choice.first_day.and_hms_opt(0, 0, 0).unwrap_or_default().and_utc().timestamp();
    let properties = DocProperties::new().set_title("Heating plan").set_author("heatsched");
    book.set_properties(&properties.set_creation_datetime(&ExcelDateTime::from_timestamp(days)?));
    start::write(&mut book, choice)?;
    let mut sheets = Sheets::new(&mut book, chrono_tz::UTC);
    let mut placed = Vec::new();
    for (sheet, rows) in SHEETS.iter().zip(content) {
        placed.push(sheets.table(sheet.name, &Grid::new(sheet.name, sheet.columns, rows.clone()))?);
    }
    charts::gantt(&mut sheets, &placed[0], &Bars { lane: 0, start: 7, lasts: 6, span: None, format: "[h]:mm" })?;
    charts::load(&mut sheets, &placed[1])?;
    if placed[2].rows > 0 {
        charts::costs(sheets.sheet("Costs")?, &placed[2], "Cost by tariff period")?;
    }
    for (number, placed) in (1..).zip(&placed) {
        let (last, column) = (placed.last + 1, connections::letters(placed.columns - 1));
        let range = format!("='{}'!$A$1:${column}${last}", placed.sheet);
        book.define_name(format!("'{}'!{}", placed.sheet, connections::range_name(number)), &range)?;
    }
    Ok((book.save_to_buffer()?, placed))
}
