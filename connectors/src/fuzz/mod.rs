//! What other systems send, broken: whatever it is, nothing panics, and what is read makes sense.
//!
//! Longer and elsewhere: `FUZZ_SECONDS=600 FUZZ_SEED=1000000 cargo test -p connectors fuzz -- --nocapture`. A document that
//! broke something belongs into `tests/corpus/connectors`.

mod mutate;
mod parsers;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use udfs::sample::Rng;

/// Of each parser, at least.
const SEEDS: u64 = 1_000;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpus/connectors")
}

/// The documents of a parser, by name.
fn documents(folder: &str) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(corpus().join(folder)).expect("a folder of the corpus");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{folder} has no documents");
    paths.iter().map(|path| std::fs::read(path).expect("a document")).collect()
}

#[test]
fn fuzz_of_the_corpus() {
    for (name, parse) in parsers::all(&corpus()) {
        let read = documents(name).iter().filter(|document| parse(document)).count();
        assert!(read > 0, "nothing of {name} is read");
    }
}

#[test]
fn fuzz_of_some_seeds() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seconds = Duration::from_secs(number("FUZZ_SECONDS").unwrap_or(0));
    let (first, begun) = (number("FUZZ_SEED").unwrap_or(0), Instant::now());
    let parsers = parsers::all(&corpus());
    let corpora: Vec<Vec<Vec<u8>>> = parsers.iter().map(|(name, _)| documents(name)).collect();
    let mut outcomes: BTreeMap<&str, [u64; 2]> = BTreeMap::new();
    for seed in first.. {
        if seed - first >= SEEDS && begun.elapsed() >= seconds {
            break;
        }
        for ((name, parse), corpus) in parsers.iter().zip(&corpora) {
            let mut random = Rng::new(seed);
            let pick =
                |random: &mut Rng| &corpus[usize::try_from(random.draw() % corpus.len() as u64).unwrap_or_default()];
            let (document, other) = (pick(&mut random), pick(&mut random));
            let broken = mutate::mutate(document, other, &mut random);
            let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| parse(&broken)));
            let Ok(read) = read else {
                panic!("{name}, seed {seed}: {}", String::from_utf8_lossy(&broken));
            };
            outcomes.entry(name).or_default()[usize::from(read)] += 1;
        }
    }
    for (name, [refused, read]) in outcomes {
        println!("{name}: {refused} refused, {read} read");
        assert!(refused > 10 && read > 5, "{name}: {refused} refused, {read} read");
    }
}

#[test]
fn fuzz_of_documents_that_are_too_much() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(200_000), close.repeat(200_000));
    let laughs = "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;\"><!ENTITY d \"&c;&c;\">]><a>&d;</a>";
    let keys: String = (0..50_000).map(|key| format!("\"k{key}\":1,")).collect();
    let columns: String = (0..50_000).map(|column| format!("<c{column}>1</c{column}>")).collect();
    let documents = [
        deep("[", "]"),
        deep("{\"a\":", "}"),
        deep("<a>", "</a>"),
        "<a>".repeat(200_000),
        format!("<a>{}</a>", "<b/>".repeat(200_000)),
        format!("<r><s>{}</s><s>{columns}</s></r>", "<b/>".repeat(200_000)),
        format!("{{{keys}\"z\":1}}"),
        laughs.to_string(),
        "x".repeat(4 << 20),
        format!("\"{}\"", "x".repeat(4 << 20)),
        "1".repeat(1 << 20),
        ",".repeat(1 << 20),
        "\0".repeat(1 << 20),
        String::new(),
        "\u{feff}".into(),
    ];
    for (name, parse) in parsers::all(&corpus()) {
        for document in &documents {
            assert!(!parse(document.as_bytes()), "{name} reads {}", &document[..document.len().min(40)]);
        }
    }
}
