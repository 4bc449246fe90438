//! SHA-256 over a canonical form (RFC 8785 JSON, decimals as normalised strings, times in UTC, rows in key order), so
//! that anyone can recompute where a figure came from.

mod canonical;
mod hash;
mod problem;
mod result;

pub use hash::{hash_json, hash_rows};
pub use problem::input_hash;
pub use result::{provenance_hash, run_id};

/// The version whose rules made a result; part of every result's hash.
pub const ENGINE_VERSION: &str = env!("CARGO_PKG_VERSION");
