//! Connectors against servers that nobody here wrote.

mod bench;
mod oauth2;
mod peer;
mod prices;
mod sap;
#[cfg(any(feature = "bacnet", feature = "modbus", feature = "opcua"))]
mod scada;
mod sap_mockserver;
mod sap_rfc;
