//! Connectors against servers that nobody here wrote.

mod bench;
mod peer;
mod prices;
mod sap;
#[cfg(any(feature = "bacnet", feature = "modbus", feature = "opcua"))]
mod scada;
