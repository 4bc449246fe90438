//! Documents from a seed: valid ones, then broken in ways that their structure suggests. Whatever they are, reading does
//! not panic; what is read is written back whole, and its bill is the one that the matrices themselves say.

mod document;
mod mutate;
mod oracle;
mod random;

use std::time::{Duration, Instant};

use self::random::Random;
use super::super::read;
use super::corpus;
use super::round_trip::faults;
use super::support::{instant, options, steps};
use crate::error::Severity;
use crate::model::{Decimal, Span};

/// What became of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Refused,
    Read,
    /// Read, and its bill agrees with the oracle's.
    Billed,
}

/// At least.
const SEEDS: u64 = 2000;

/// Longer and elsewhere: `URDB_FUZZ_SECONDS=600 URDB_FUZZ_SEED=1000000 cargo test -p udfs urdb_fuzz -- --nocapture`.
#[test]
fn urdb_fuzz_of_some_seeds() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seconds = Duration::from_secs(number("URDB_FUZZ_SECONDS").unwrap_or(0));
    let (first, load, begun) = (number("URDB_FUZZ_SEED").unwrap_or(0), load(), Instant::now());
    let mut outcomes = [0u64; 3];
    for seed in first.. {
        if seed - first >= SEEDS && begun.elapsed() >= seconds {
            break;
        }
        outcomes[check(&text(seed), &load, &format!("seed {seed}")) as usize] += 1;
    }
    let [refused, read, billed] = outcomes;
    println!("{refused} refused, {read} read, {billed} billed");
    assert!(refused > 200 && billed > 200, "{refused} refused, {read} read, {billed} billed");
}

#[test]
fn urdb_fuzz_of_the_corpus() {
    let load = load();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/corpus/urdb");
    for name in corpus::documents() {
        let bytes = std::fs::read(format!("{folder}/{name}")).expect("a document");
        check(&String::from_utf8_lossy(&bytes), &load, &name);
        for seed in 0..5 {
            let text = mutate::text(&String::from_utf8_lossy(&bytes), &mut Random::new(seed));
            check(&text, &load, &format!("{name}, seed {seed}"));
        }
    }
}

fn text(seed: u64) -> String {
    let mut random = Random::new(seed);
    let valid = document::document(&mut random);
    if random.one_in(3) { valid } else { mutate::text(&valid, &mut random) }
}

/// January and February of 2018, in steps of six hours.
fn load() -> Vec<(Span, Decimal)> {
    steps(instant("2018-01-01T00:00:00Z"), 360, 59 * 4, |step| Decimal::from(20 + (step * 7919) % 431))
}

fn check(text: &str, load: &[(Span, Decimal)], name: &str) -> Outcome {
    let tariffs = match read(text, &options()) {
        Err(issues) => {
            assert!(issues.has_errors(), "{name} is refused without an error: {text}");
            return Outcome::Refused;
        }
        Ok((tariffs, warnings)) => {
            assert!(warnings.0.iter().all(|issue| issue.severity == Severity::Warning), "{name}: {warnings}");
            tariffs
        }
    };
    let found = faults(text, &options());
    assert!(found.is_empty(), "{name}: {found:?}\n{text}");
    match oracle::disagreement(text, &tariffs, load) {
        Ok(true) => Outcome::Billed,
        Ok(false) => Outcome::Read,
        Err(fault) => panic!("{name}: {fault}\n{text}"),
    }
}
