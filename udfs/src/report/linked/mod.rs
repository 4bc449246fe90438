//! A workbook that stays linked to the database: tables bound to queries, which Excel asks again when the workbook is opened,
//! for the site and days in the cells of its first sheet. It holds no password.
//!
//! The same queries as an OpenDocument spreadsheet with its data source, and as files of single queries.

mod connections;
mod form;
mod office;
mod opendocument;
mod package;
mod query_file;
mod sheets;
mod start;
mod target;
mod xml;

pub use form::Form;
pub use sheets::{SHEETS, Sheet, rows, select};
pub use target::{Choice, Target};

use crate::Issues;
use crate::error::{Code, Issue, Place};
use crate::row::Cell;

/// The rows of each sheet, as [`rows`] reads them.
pub type Content = Vec<Vec<Vec<Cell>>>;

/// What the form asks for, in bytes.
pub fn linked(form: Form, target: &Target, choice: &Choice, content: &Content) -> Result<Vec<u8>, Issues> {
    match form {
        Form::Xlsx => office::xlsx(target, choice, content).map_err(|e| unwritten(&e)),
        Form::Ods => opendocument::ods(content).map_err(|e| unwritten(&e)),
        Form::Odb => opendocument::odb(target, choice).map_err(|e| unwritten(&e)),
        Form::Odc(sheet) => Ok(query_file::odc(target, choice, sheet).into_bytes()),
        Form::Dqy(sheet) => Ok(query_file::dqy(target, choice, sheet).into_bytes()),
        Form::PowerQuery(sheet) => Ok(query_file::power_query(target, choice, sheet).into_bytes()),
    }
}

fn unwritten(error: &dyn std::fmt::Display) -> Issues {
    let message = format!("the workbook cannot be written: {error}");
    Issue::error(Code::NotSupported, Place::new("linked_workbook"), message, "ask for fewer days").into()
}
