//! Connectors against servers that nobody here wrote.

mod bench;
mod oauth2;
#[cfg_attr(
    not(any(feature = "bacnet", feature = "modbus", feature = "opcua")),
    allow(dead_code, reason = "only peers of control systems are told something")
)]
mod peer;
mod prices;
mod sap;
mod sap_mockserver;
mod sap_rfc;
#[cfg(any(feature = "bacnet", feature = "modbus", feature = "opcua"))]
mod scada;
