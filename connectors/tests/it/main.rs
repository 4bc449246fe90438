//! Connectors against servers that nobody here wrote.

mod bench;
mod peer;
mod prices;
mod sap;
