use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use udfs::Issue;
use udfs::model::Instant;
use udfs::row::Row;
use udfs::tables::Table;

/// What came in one piece, and what was made of it.
#[derive(Debug, Default)]
pub struct Page {
    pub payloads: Vec<Payload>,
    pub records: Vec<Record>,
    /// Where the next run may go on once this page is written; `None`: from where it did before.
    pub cursor: Option<String>,
    /// Fields that the connector does not know.
    pub drift: BTreeMap<String, u64>,
}

/// The bytes as they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    pub reference: String,
    pub sha256: String,
    pub bytes: usize,
    pub received_at: Instant,
}

impl Payload {
    pub fn new(reference: impl Into<String>, bytes: &[u8], received_at: Instant) -> Self {
        Self { reference: reference.into(), sha256: sha256(bytes), bytes: bytes.len(), received_at }
    }
}

pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A record of the system.
#[derive(Debug)]
pub struct Record {
    /// Its own key.
    pub key: String,
    /// As it came, or what of it is needed to read it again.
    pub raw: String,
    pub read: Result<Rows, Vec<Issue>>,
}

/// What a record means for the tables.
#[derive(Debug, Default)]
pub struct Rows {
    pub upsert: Vec<(&'static Table, Row)>,
    /// Only where there is no row of this key yet.
    pub create: Vec<(&'static Table, Row)>,
    /// What is known of rows that the record gave before: table, source and the text columns of the key.
    pub remove: Vec<(&'static Table, Row)>,
    /// The system has closed or deleted it.
    pub gone: bool,
    /// It is no concern of planning.
    pub ignored: bool,
}
