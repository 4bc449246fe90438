//! Connectors against servers that nobody here wrote.

#[allow(dead_code, reason = "a peer is started by the tests of its connector")]
mod peer;
#[cfg(any(feature = "bacnet", feature = "modbus", feature = "opcua"))]
mod scada;
