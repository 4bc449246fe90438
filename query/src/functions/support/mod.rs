//! What the functions share: how they are called, where they read, and how rows and errors come out.

mod arguments;
mod bill_lines;
mod calendars;
mod documented;
mod engine;
mod failure;
mod findings;
mod id_and_span;
mod id_and_time;
mod lazy_rows;
mod load_series;
mod lookup;
mod planned;
mod rate_table;
mod rows;
mod scalar_types;
mod schedule_ids;
mod site_bill;

pub use arguments::{Arguments, Moment};
pub use bill_lines::{BILL_LINES, bill_rows};
pub use calendars::Calendars;
pub use documented::DocumentedTable;
pub use engine::Engine;
pub use failure::{bad_call, failure};
pub use findings::{FINDINGS, issue_rows};
pub use id_and_span::IdAndSpan;
pub use id_and_time::call_with_id_and_time;
pub use lazy_rows::{Cancelled, LazyRows, Work};
pub use load_series::check_series;
pub use lookup::Lookup;
pub use planned::{PLANNED, planned_rows, stored_rows};
pub use rate_table::RateTable;
pub use rows::{fit, number, number_of, row, text, text_of};
pub use scalar_types::{for_each_time, takes_id_and_time, text_at};
pub use schedule_ids::{Ids, ScheduleIds};
pub use site_bill::SiteBill;
