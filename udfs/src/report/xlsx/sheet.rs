use crate::row::Cell;
use chrono::{NaiveDateTime, NaiveTime};
use chrono_tz::Tz;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Color, Format, FormatAlign, Table, TableColumn, TableStyle, Workbook, Worksheet, XlsxError};

use crate::report::grid::{Form, Grid};

const MAX_TEXT: usize = 32_767;

/// Where the rows of a table are.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    pub sheet: String,
    pub first: u32,
    pub last: u32,
    pub columns: u16,
    pub rows: usize,
}

impl Placed {
    /// The cells of a column, for a chart.
    pub fn range(&self, column: u16) -> (&str, u32, u16, u32, u16) {
        (&self.sheet, self.first, column, self.last, column)
    }
}

impl Placed {
    /// As it is without so many rows at its end.
    pub fn without_last(&self, rows: usize) -> Self {
        let rows = rows.min(self.rows);
        Self { last: self.last - u32::try_from(rows).unwrap_or(0), rows: self.rows - rows, ..self.clone() }
    }
}

/// Writes tables, a sheet each.
pub(crate) struct Sheets<'a> {
    pub book: &'a mut Workbook,
    zone: Tz,
}

impl<'a> Sheets<'a> {
    pub fn new(book: &'a mut Workbook, zone: Tz) -> Self {
        Self { book, zone }
    }

    /// A sheet that holds one table, its header frozen.
    pub fn table(&mut self, name: &str, grid: &Grid) -> Result<Placed, XlsxError> {
        let zone = self.zone;
        let sheet = self.book.add_worksheet();
        page(sheet.set_name(name)?);
        sheet.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
        put(sheet, grid, 0, zone)
    }

    pub fn sheet(&mut self, name: &str) -> Result<&mut Worksheet, XlsxError> {
        self.book.worksheet_from_name(name)
    }
}

fn page(sheet: &mut Worksheet) {
    sheet.set_landscape().set_print_fit_to_pages(1, 0).set_footer("&L&A&RPage &P of &N");
}

/// A table from row `top` on. Excel knows no time zones: times are the wall clock of `zone`.
pub(crate) fn put(sheet: &mut Worksheet, grid: &Grid, top: u32, zone: Tz) -> Result<Placed, XlsxError> {
    for (number, row) in (top + 1..).zip(&grid.rows) {
        for (column, (cell, (_, form))) in (0..).zip(row.iter().zip(&grid.columns)) {
            write(sheet, (number, column), cell, *form, zone)?;
        }
    }
    let columns = u16::try_from(grid.columns.len()).unwrap_or(u16::MAX);
    let rows = u32::try_from(grid.rows.len()).unwrap_or(u32::MAX);
    // a table has a row at least, be it empty
    let last = top + rows.max(1);
    let heads: Vec<TableColumn> = grid.columns.iter().map(|(name, form)| head(name, *form)).collect();
    let table = Table::new().set_name(table_name(&grid.title)).set_style(TableStyle::Light1).set_columns(&heads);
    sheet.add_table(top, 0, last, columns - 1, &table)?;
    for (column, (name, form)) in (0..).zip(&grid.columns) {
        let longest =
            grid.rows.iter().filter_map(|row| row.get(usize::from(column))).map(|cell| length(cell, *form)).max();
        sheet.set_column_width(column, width(name, longest.unwrap_or(0), *form))?;
    }
    Ok(Placed { sheet: sheet.name(), first: top + 1, last, columns, rows: grid.rows.len() })
}

/// `Load profile` becomes `LoadProfile`: a table's name has no spaces.
fn table_name(title: &str) -> String {
    title.split(' ').map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

fn head(name: &str, form: Form) -> TableColumn {
    let align = if form.is_number() { FormatAlign::Right } else { FormatAlign::Left };
    TableColumn::new().set_header(name).set_header_format(Format::new().set_bold().set_text_wrap().set_align(align))
}

fn width(name: &str, longest: usize, form: Form) -> f64 {
    let most = if form == Form::Prose { 60 } else { 70 };
    // the header has a button, and may break at its words
    let words = name.split(' ').map(str::len).max().unwrap_or(0).max(name.len().min(14));
    let characters = longest.max(words + 3).clamp(8, most);
    f64::from(u32::try_from(characters).unwrap_or(8)) + 1.5
}

fn length(cell: &Cell, form: Form) -> usize {
    match (form, cell) {
        (Form::Time, _) => 16,
        (Form::Money | Form::Quantity | Form::Day, _) => 12,
        (_, Cell::Text(text)) => text.chars().count(),
        _ => 8,
    }
}

pub(crate) fn format(form: Form) -> Format {
    let pattern = match form {
        Form::Prose => return Format::new().set_text_wrap().set_align(FormatAlign::Top),
        Form::Text => return Format::new().set_align(FormatAlign::Top),
        Form::Count => "#,##0",
        Form::Money => "#,##0.00;[Red]-#,##0.00",
        Form::Rate => "0.00######",
        Form::Quantity => "#,##0.00####",
        Form::Percent => "0.00##",
        Form::Time => "yyyy-mm-dd hh:mm",
        Form::Day => return Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
        Form::Duration => "[h]:mm",
    };
    Format::new().set_num_format(pattern).set_align(FormatAlign::Top)
}

pub(crate) fn heading() -> Format {
    Format::new().set_bold().set_font_size(14).set_font_color(Color::RGB(0x26_54_82))
}

pub(crate) fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    form: Form,
    zone: Tz,
) -> Result<(), XlsxError> {
    let style = format(form);
    match cell {
        Cell::Number(number) => {
            sheet.write_number_with_format(row, column, number.to_f64().unwrap_or(f64::NAN), &style)?;
        }
        Cell::Time(at) => {
            let wall = at.with_timezone(&zone).naive_local();
            sheet.write_number_with_format(row, column, serial(wall), &style)?;
        }
        Cell::Date(date) => {
            sheet.write_number_with_format(row, column, serial(date.and_time(NaiveTime::MIN)), &style)?;
        }
        Cell::Bool(value) => {
            sheet.write_boolean(row, column, *value)?;
        }
        Cell::Text(text) => {
            let text: String = text.chars().take(MAX_TEXT).collect();
            sheet.write_string_with_format(row, column, text, &style)?;
        }
        Cell::Null | Cell::List(_) | Cell::Row(_) => {}
    }
    Ok(())
}

/// Days since the last day of 1899, as Excel counts them.
pub(crate) fn serial(wall: NaiveDateTime) -> f64 {
    const UNIX_EPOCH_DAYS: f64 = 25_569.0;
    wall.and_utc().timestamp() as f64 / 86_400.0 + UNIX_EPOCH_DAYS
}
