//! Loads that are killed in their middle: the next one ends with the tables of a load that nobody disturbed.

use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Somewhere new to load into.
pub trait Target {
    fn load(&self) -> Command;
    /// All that a load brings, but for what differs from run to run.
    fn tables(&self) -> String;
}

/// Of each kind of load; more of them with `HEATSCHED_KILLS=100`.
fn rounds() -> u32 {
    std::env::var("HEATSCHED_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(5)
}

/// Kills a load at another moment of each round, and lets the next one finish. `expected` must be in the tables.
pub fn killed<T: Target>(what: &str, expected: &[&str], fresh: impl Fn() -> T) {
    let undisturbed = fresh();
    let begun = Instant::now();
    finish(&undisturbed);
    let whole = begun.elapsed();
    let tables = undisturbed.tables();
    for part in expected {
        assert!(tables.contains(part), "{part} is missing in {tables}");
    }
    let (rounds, mut cut_short) = (rounds(), 0);
    for round in 0..rounds {
        let target = fresh();
        let mut child = quiet(target.load()).spawn().expect("heatsched starts");
        std::thread::sleep((whole * (2 * round + 1) / (2 * rounds)).max(Duration::from_millis(20)));
        let _ = child.kill();
        cut_short += u32::from(!child.wait().expect("it ends").success());
        finish(&target);
        assert_eq!(target.tables(), tables, "{what}, round {round}");
    }
    println!("{what}: {cut_short} of {rounds} loads were killed before they ended, the next one finished each");
    assert!(cut_short > 0, "no load was killed in its middle");
}

/// A database may hear of the killed one's end a little later, and hold the job's lock until then.
fn finish(target: &impl Target) {
    let until = Instant::now() + Duration::from_secs(60);
    while ended(target).code() == Some(75) {
        assert!(Instant::now() < until, "the lock stays");
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn ended(target: &impl Target) -> ExitStatus {
    let output = target.load().stdin(Stdio::null()).output().expect("heatsched runs");
    let said = || String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(matches!(output.status.code(), Some(0 | 75)), "{}", said());
    output.status
}

fn quiet(mut command: Command) -> Command {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}
