//! Connectors against servers that nobody here wrote.

mod bench;
mod oauth2;
mod peer;
mod prices;
mod sap;
mod sap_mockserver;
mod sap_rfc;
