//! Systems that plan production, maintenance and shifts.

#[cfg(test)]
mod faults;
pub mod oracle;
mod process;
pub mod sap;
pub mod sap_rfc;
mod wall_clock;
pub mod workday;
