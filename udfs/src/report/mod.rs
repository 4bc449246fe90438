//! Reports of stored runs, one or many: an Excel workbook or a PDF of the plan, what it costs and saves, and where its
//! figures come from. Every figure is that of the stored rows; nothing is priced again, and the same rows give the same bytes.

pub mod axis;
mod cells;
mod grid;
mod grids;
mod lanes;
pub mod linked;
mod narrative;
pub mod overview;
mod pdf;
mod rows;
mod usage;
mod words;
mod xlsx;

pub use lanes::pack;
pub use pdf::{Paper, overview_pdf, pdf};
pub use rows::Report;
pub use xlsx::{overview_xlsx, xlsx};
