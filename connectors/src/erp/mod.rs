//! Systems that plan production, maintenance and shifts.

pub mod oracle;
mod process;
pub mod sap;
mod wall_clock;
pub mod workday;
