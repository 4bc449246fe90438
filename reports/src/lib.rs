//! Reports of stored runs: an Excel workbook or a PDF of the plan, what it costs and saves, and where its figures come
//! from. Every figure is that of the stored rows; nothing is priced again, and the same rows give the same bytes.

// what only a PDF shows
#![cfg_attr(not(feature = "pdf"), allow(dead_code))]

mod cells;
mod error;
mod grid;
mod grids;
mod narrative;
#[cfg(feature = "pdf")]
mod pdf;
mod rates;
mod report;
mod usage;
mod words;
mod xlsx;

#[cfg(feature = "pdf")]
pub use pdf::{Paper, pdf};
pub use report::Report;
pub use words::{grouped, money};
pub use xlsx::xlsx;
