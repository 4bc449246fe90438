//! How data gets into heatsched. A folder a system; each gives rows of `udfs::tables` and says what it could not read.

pub mod erp;
pub mod files;
pub mod fleet;
#[cfg(test)]
mod fuzz;
pub mod http;
mod json;
pub mod load;
pub mod market;
#[cfg(any(feature = "bacnet", feature = "modbus", feature = "opcua"))]
pub mod scada;
mod soap_fault;
pub mod utility;
mod xml;
