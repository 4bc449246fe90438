use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

use super::sheet::{Sheets, heading};
use super::{charts, failed};
use crate::error::Issues;
use crate::report::overview::Overview;

/// The bytes of a report of many runs: what it says, then a sheet a table, its charts beside it.
pub fn overview_xlsx(overview: &Overview) -> Result<Vec<u8>, Issues> {
    written(overview).map_err(|e| failed(&e, "report fewer months or sites"))
}

fn written(overview: &Overview) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let created = ExcelDateTime::from_timestamp(overview.dated.timestamp())?;
    let properties = DocProperties::new().set_title(&overview.title).set_author("heatsched");
    book.set_properties(&properties.set_comment(&overview.subject).set_creation_datetime(&created));
    let mut sheets = Sheets::new(&mut book, overview.zone);
    summary(&mut sheets, overview)?;
    for section in &overview.sections {
        let placed = sheets.table(&section.grid.title, &section.grid)?;
        let totals = section.grid.totals();
        for (number, chart) in (0..).zip(&section.charts) {
            charts::columns(sheets.sheet(&section.grid.title)?, &placed.without_last(totals), chart, number)?;
        }
    }
    book.save_to_buffer()
}

fn summary(sheets: &mut Sheets<'_>, overview: &Overview) -> Result<(), XlsxError> {
    let sheet = sheets.book.add_worksheet().set_name("Summary")?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_screen_gridlines(false);
    sheet.write_string_with_format(0, 0, &overview.title, &heading())?;
    let prose = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (row, sentence) in (1..).zip(&overview.sentences) {
        sheet.merge_range(row, 0, row, 10, sentence, &prose)?;
        sheet.set_row_height(row, if sentence.len() > 110 { 30.0 } else { 15.0 })?;
    }
    let last = u32::try_from(overview.sentences.len()).unwrap_or(u32::MAX - 2) + 2;
    sheet.write_string(last, 0, format!("Times in {}", overview.zone.name()))?;
    Ok(())
}
