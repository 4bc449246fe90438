//! How data gets into heatsched. A folder a system; each gives rows of `udfs::tables` and says what it could not read.

pub mod erp;
pub mod files;
pub mod fleet;
pub mod http;
mod json;
pub mod load;
pub mod market;
mod xml;
