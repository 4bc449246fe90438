//! How connectors speak HTTP: one client a job, with its timeouts, limits, retries and logon.
//!
//! ```toml
//! [job.orders.http]
//! timeout = "60s"            # of one try, whatever the server trickles
//! requests_per_minute = 300  # to each host
//! ca_file = "plant-ca.pem"
//! proxy = "http://proxy.example:3128"
//! auth = { kind = "basic", user = "LOADER", password = "${env:SAP_PASSWORD}" }
//! ```

mod address;
mod answer;
mod ask;
mod auth;
mod bucket;
mod client;
mod failure;
mod logon;
mod settings;
mod token;
mod transfer;
mod wire;

#[cfg(test)]
pub(crate) mod fault_server;
#[cfg(test)]
mod tests;

pub use address::address;
pub use answer::Answer;
pub use ask::{Ask, HTML_IS_BUSY};
pub use auth::Auth;
pub use client::Client;
pub use settings::Settings;
