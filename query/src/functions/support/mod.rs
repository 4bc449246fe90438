//! What the functions share: how they are called, where they read, and how rows and errors come out.

mod arguments;
mod at_start;
mod bytes;
mod calendars;
mod documented;
mod engine;
mod failure;
mod id_and_time;
mod lazy_rows;
mod lookup;
mod report_function;
mod scalar_types;

pub use arguments::Arguments;
pub use at_start::AtStart;
use bytes::call_for_bytes;
pub use calendars::Calendars;
pub use documented::DocumentedTable;
pub use engine::Engine;
pub use failure::{bad_call, failure};
pub use id_and_time::call_with_id_and_time;
pub use lazy_rows::{Cancelled, LazyRows, Work};
pub use lookup::Lookup;
pub use report_function::ReportFunction;
pub use scalar_types::{for_each_time, takes_id_and_time, text_at};
