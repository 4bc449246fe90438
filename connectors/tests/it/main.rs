//! Connectors against servers that nobody here wrote.

mod bench;
mod peer;
mod sap;
