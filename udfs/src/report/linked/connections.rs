//! What makes tables of a workbook ask a database: a connection for each, and how its columns are those of the table.

use super::sheets::{SHEETS, Sheet};
use super::start;
use super::target::Target;
use super::xml::escape;
use crate::report::xlsx::sheet::Placed;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OF_2013: &str = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main";
/// A text, among the types of ODBC.
const VARCHAR: u8 = 12;

/// `xl/connections.xml`.
pub fn all(target: &Target) -> String {
    let connections: String = (1..).zip(&SHEETS).map(|(id, sheet)| connection(id, sheet, target)).collect();
    format!(r#"{HEAD}<connections xmlns="{MAIN}">{connections}</connections>"#)
}

fn connection(id: usize, sheet: &Sheet, target: &Target) -> String {
    let (refreshed, extension) = if sheet.edited { ("", NOT_BY_REFRESH_ALL) } else { (r#" refreshOnLoad="1""#, "") };
    let extension = extension.replace("OF_2013", OF_2013);
    let parameters: String = start::CELLS
        .iter()
        .map(|(name, cell)| {
            let changed = if sheet.edited { "" } else { r#" refreshOnChange="1""# };
            format!(r#"<parameter name="{name}" sqlType="{VARCHAR}" parameterType="cell"{changed} cell="{cell}"/>"#)
        })
        .collect();
    format!(
        r#"<connection id="{id}" name="heatsched {name}" description="heatsched, sheet {name}" type="1" refreshedVersion="6"{refreshed} saveData="1"><dbPr connection="{odbc}" command="{sql}"/><parameters count="{count}">{parameters}</parameters>{extension}</connection>"#,
        name = escape(sheet.name),
        odbc = escape(&target.odbc),
        sql = escape(sheet.sql.trim()),
        count = start::CELLS.len(),
    )
}

/// What people have edited is not replaced by a refresh of the whole workbook.
const NOT_BY_REFRESH_ALL: &str = r#"<extLst><ext uri="{DE250136-89BD-433C-8126-D09CA5730AF9}" xmlns:x15="OF_2013"><x15:connection id="" excludeFromRefreshAll="1"/></ext></extLst>"#;

/// `xl/queryTables/queryTableN.xml`.
pub fn query_table(number: usize, sheet: &Sheet, placed: &Placed) -> String {
    let fields: String = (1..)
        .zip(sheet.columns)
        .map(|(id, (name, _))| format!(r#"<queryTableField id="{id}" name="{}" tableColumnId="{id}"/>"#, escape(name)))
        .collect();
    let next = placed.columns + 1;
    let fields = format!(r#"<queryTableFields count="{}">{fields}</queryTableFields>"#, sheet.columns.len());
    let name = range_name(number);
    format!(
        r#"{HEAD}<queryTable xmlns="{MAIN}" name="{name}" backgroundRefresh="0" connectionId="{number}" autoFormatId="16" applyNumberFormats="0" applyBorderFormats="0" applyFontFormats="0" applyPatternFormats="0" applyAlignmentFormats="0" applyWidthHeightFormats="0"><queryTableRefresh nextId="{next}">{fields}</queryTableRefresh></queryTable>"#
    )
}

/// The name that a query's cells go by.
pub fn range_name(number: usize) -> String {
    format!("ExternalData_{number}")
}

/// A column as Excel names it.
pub fn letters(column: u16) -> String {
    rust_xlsxwriter::utility::column_number_to_name(column)
}
