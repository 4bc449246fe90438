//! A row from anywhere - a JSON object, a line of a file, a record of a table - and how values are taken from it, so that
//! everything wrong with it is found in one pass.

mod cell;
mod json;
mod reader;
mod value;

pub use cell::{Cell, Row};
pub use json::{cell_from_json, cell_to_json};
pub use reader::RowReader;
pub use value::FromCell;
