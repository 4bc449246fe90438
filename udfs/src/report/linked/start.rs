use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, XlsxError};

use super::target::Choice;
use crate::report::xlsx::sheet::heading;

pub const NAME: &str = "Start";
/// Of a query's parameters, in their order.
pub const CELLS: [(&str, &str); 3] = [("Site", "Start!$B$3"), ("First day", "Start!$B$4"), ("Last day", "Start!$B$5")];

const NOTES: [&str; 6] = [
    "Change site or days above: the sheets ask the database again. A day is written as 2026-01-31.",
    "They are also asked when the workbook is opened, and by Data, Refresh All. Times are the site's wall clock.",
    "The workbook holds no password: Excel asks for it, or the ODBC driver finds it in pgpass.conf.",
    "production_jobs, heating_equipment, equipment_availability and energy_prices are yours to edit: they are asked again",
    "only by Refresh on the sheet itself, which puts what the database has over what was edited.",
    "Save, then load them back: heatsched import WORKBOOK --site SITE --annotate CHECKED.xlsx says what is wrong, row by row.",
];

/// The sheet that says what the others show.
pub fn write(book: &mut Workbook, choice: &Choice) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet().set_name(NAME)?;
    sheet.set_screen_gridlines(false).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_column_width(0, 16)?.set_column_width(1, 24)?;
    sheet.write_with_format(0, 0, "Heating plan", &heading())?;
    let label = Format::new().set_bold();
    // as text: the database reads days in this form alone, whatever the language of Excel
    let given = Format::new()
        .set_num_format("@")
        .set_align(FormatAlign::Left)
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(0xFF_F8_DC));
    let values = [choice.site_id.clone(), choice.first_day.to_string(), choice.last_day.to_string()];
    for (row, ((name, _), value)) in (2..).zip(CELLS.iter().zip(values)) {
        sheet.write_with_format(row, 0, *name, &label)?;
        sheet.write_with_format(row, 1, value, &given)?;
    }
    for (row, note) in (6..).zip(NOTES) {
        sheet.write(row, 0, note)?;
    }
    Ok(())
}
