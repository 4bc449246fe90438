use serde_json::Value;
use sha2::{Digest, Sha256};

use super::canonical;
use crate::row::Row;

/// Hexadecimal SHA-256 of the canonical JSON text.
pub fn hash_json(value: &Value) -> String {
    hash_text(&canonical::of_json(value))
}

/// Hash of a set of rows; their order does not matter.
pub fn hash_rows(rows: &[Row]) -> String {
    let mut texts: Vec<String> = rows.iter().map(canonical::of_row).collect();
    texts.sort_unstable();
    hash_text(&format!("[{}]", texts.join(",")))
}

fn hash_text(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::row::Cell;
    use serde_json::json;

    #[test]
    fn order_of_keys_and_rows_does_not_matter() {
        assert_eq!(hash_json(&json!({"a": "1", "b": "2"})), hash_json(&json!({"b": "2", "a": "1"})));
        let row = |id: &str| Row(vec![("id".into(), Cell::Text(id.into()))]);
        assert_eq!(hash_rows(&[row("a"), row("b")]), hash_rows(&[row("b"), row("a")]));
        assert_ne!(hash_rows(&[row("a")]), hash_rows(&[row("a"), row("a")]));
    }

    #[test]
    fn hash_is_sha_256_of_the_canonical_text() {
        assert_eq!(hash_json(&json!({})), "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    }
}
