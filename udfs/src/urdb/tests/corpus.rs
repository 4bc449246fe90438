//! Documents of interest, each with what reading it says.

use std::fmt::Write as _;
use std::path::Path;

use super::super::read;
use super::round_trip::faults;
use super::support::{lines, options};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/corpus/urdb");

/// To make `EXPECTED.txt` anew: `UPDATE_CORPUS=1 cargo test -p udfs urdb_corpus`.
#[test]
fn urdb_corpus_reads_as_expected() {
    let mut found = String::new();
    for name in documents() {
        let bytes = std::fs::read(Path::new(FOLDER).join(&name)).expect("a document");
        let text = String::from_utf8_lossy(&bytes);
        let (said, issues) = match read(&text, &options()) {
            Ok((tariffs, warnings)) => {
                assert_eq!(faults(&text, &options()), Vec::<String>::new(), "{name}");
                (format!("{} read", tariffs.len()), warnings)
            }
            Err(issues) => ("refused".to_string(), issues),
        };
        assert!(said != "refused" || issues.has_errors(), "{name}");
        let _ = writeln!(found, "{name}: {said}");
        for line in lines(&issues) {
            let _ = writeln!(found, "    {line}");
        }
    }
    let path = Path::new(FOLDER).join("EXPECTED.txt");
    if std::env::var_os("UPDATE_CORPUS").is_some() {
        std::fs::write(&path, &found).expect("a file that can be written");
    }
    assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), found);
}

pub fn documents() -> Vec<String> {
    let entries = std::fs::read_dir(FOLDER).expect("the corpus");
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".json")).collect();
    names.sort();
    names
}
