//! Connectors against servers that nobody here wrote.

mod bench;
mod oauth2;
#[allow(dead_code, reason = "shared with the tests of the command")]
mod peer;
mod prices;
mod sap;
mod sap_mockserver;
mod sap_rfc;
#[cfg(any(feature = "bacnet", feature = "modbus", feature = "opcua"))]
mod scada;
