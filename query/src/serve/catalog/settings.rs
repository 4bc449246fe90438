use super::POSTGRES;
use crate::serve::sessions::SCHEMA;

/// Settings that are what they are, whatever a client sets.
const SETTINGS: [(&str, &str); 16] = [
    ("server_version", POSTGRES),
    ("server_version_num", "160006"),
    ("server_encoding", "UTF8"),
    ("client_encoding", "UTF8"),
    ("integer_datetimes", "on"),
    ("standard_conforming_strings", "on"),
    ("max_identifier_length", "63"),
    ("max_index_keys", "32"),
    ("is_superuser", "off"),
    ("in_hot_standby", "off"),
    ("default_transaction_read_only", "on"),
    ("transaction_read_only", "on"),
    ("transaction_isolation", "read committed"),
    ("default_transaction_isolation", "read committed"),
    ("lc_collate", "C"),
    ("search_path", SCHEMA),
];

pub fn setting(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    SETTINGS.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}
