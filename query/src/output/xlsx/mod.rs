//! An Excel workbook: a sheet a result, frozen header, typed cells, columns as wide as what they hold.

mod cell;

use std::fmt;
use std::io::{Cursor, Write};

use arrow::datatypes::{DataType, SchemaRef};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::SHEET;
use super::encoder::Encoder;
use cell::{CellFormats, write_column};

/// What Excel can hold, less the header.
const MAX_ROWS: u32 = 1_048_575;
const MIN_WIDTH: usize = 8;
const MAX_WIDTH: usize = 60;

pub(super) struct XlsxEncoder {
    writer: Box<dyn Write + Send>,
    workbook: Workbook,
    sheet: Option<Sheet>,
    sheets: usize,
}

struct Sheet {
    worksheet: Worksheet,
    formats: CellFormats,
    widths: Vec<usize>,
    rows: u32,
}

impl XlsxEncoder {
    pub fn new(writer: Box<dyn Write + Send>) -> Self {
        Self { writer, workbook: Workbook::new(), sheet: None, sheets: 0 }
    }
}

impl Encoder for XlsxEncoder {
    fn start(&mut self, schema: &SchemaRef) -> Result<(), ArrowError> {
        self.sheets += 1;
        let mut worksheet = Worksheet::new();
        let name = match (schema.metadata().get(SHEET), self.sheets) {
            (Some(name), _) => name.clone(),
            (None, 1) => "Result".to_string(),
            (None, number) => format!("Result {number}"),
        };
        worksheet.set_name(name).map_err(excel)?;
        worksheet.set_freeze_panes(1, 0).map_err(excel)?;
        let header =
            Format::new().set_bold().set_background_color(Color::RGB(0xE8_EC_F1)).set_border_bottom(FormatBorder::Thin);
        let numeric = header.clone().set_align(FormatAlign::Right);
        let mut widths = Vec::new();
        for (column, field) in (0..).zip(schema.fields()) {
            let format = if is_number(field.data_type()) { &numeric } else { &header };
            worksheet.write_string_with_format(0, column, field.name(), format).map_err(excel)?;
            widths.push(field.name().chars().count());
        }
        self.sheet = Some(Sheet { worksheet, formats: CellFormats::default(), widths, rows: 0 });
        Ok(())
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        let Some(sheet) = &mut self.sheet else { return Ok(()) };
        let rows = u32::try_from(batch.num_rows()).unwrap_or(u32::MAX);
        if rows > MAX_ROWS - sheet.rows {
            let message = format!("a sheet of Excel holds {MAX_ROWS} rows; limit the query, or write csv or parquet");
            return Err(ArrowError::InvalidArgumentError(message));
        }
        for ((index, array), width) in (0..).zip(batch.columns()).zip(&mut sheet.widths) {
            let widest = write_column(&mut sheet.worksheet, sheet.rows + 1, index, array, &mut sheet.formats)?;
            *width = widest.max(*width);
        }
        sheet.rows += rows;
        Ok(())
    }

    fn end(&mut self) -> Result<(), ArrowError> {
        let Some(mut sheet) = self.sheet.take() else { return Ok(()) };
        for (column, width) in (0..).zip(&sheet.widths) {
            let width = u32::try_from((*width).clamp(MIN_WIDTH, MAX_WIDTH)).unwrap_or(8);
            sheet.worksheet.set_column_width(column, f64::from(width) + 2.0).map_err(excel)?;
        }
        if let Some(last) = u16::try_from(sheet.widths.len()).ok().and_then(|columns| columns.checked_sub(1)) {
            sheet.worksheet.autofilter(0, 0, sheet.rows, last).map_err(excel)?;
        }
        self.workbook.push_worksheet(sheet.worksheet);
        Ok(())
    }

    fn finish(&mut self) -> Result<(), ArrowError> {
        let mut bytes = Cursor::new(Vec::new());
        self.workbook.save_to_writer(&mut bytes).map_err(excel)?;
        self.writer.write_all(bytes.get_ref())?;
        Ok(self.writer.flush()?)
    }
}

fn is_number(data_type: &DataType) -> bool {
    data_type.is_numeric()
}

fn excel(error: XlsxError) -> ArrowError {
    ArrowError::ExternalError(Box::new(error))
}

impl fmt::Debug for XlsxEncoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("XlsxEncoder").field("sheets", &self.sheets).finish_non_exhaustive()
    }
}
