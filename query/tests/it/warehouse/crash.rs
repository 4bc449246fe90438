use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use query::warehouse::Warehouse;
use udfs::row::Cell;
use udfs::store::Store;

use super::rows::{generation, generations};

const CHILD: &str = "HEATSCHED_TEST_CRASH";
const CRASHES: u32 = 25;

#[test]
fn a_writer_killed_at_any_moment_leaves_the_old_or_the_new_state() {
    let folder = tempfile::tempdir().unwrap();
    let location = folder.path().to_str().unwrap();
    Warehouse::create(location).unwrap().write(&generation(0)).unwrap();
    let mut last = 0;
    for crash in 0..CRASHES {
        let before = commits(folder.path());
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["warehouse::crash::child", "--exact"])
            .env(CHILD, format!("{last} {location}"))
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let started = folder.path().join(format!("started-{last}"));
        wait_until(|| started.exists());
        std::fs::remove_file(started).unwrap();
        // every other kill falls into the first write, the rest into a later one
        wait_until(|| crash % 2 == 0 || commits(folder.path()) > before);
        sleep(Duration::from_micros(u64::from(crash * 6_700 % 150_000)));
        child.kill().unwrap();
        child.wait().unwrap();

        let warehouse = Warehouse::open(location).unwrap();
        let found = generations(&warehouse);
        let [Cell::Text(only)] = found.as_slice() else { panic!("one generation, not {found:?}") };
        let now: u32 = only.parse().unwrap();
        assert!(now >= last, "generation {now} after {last}");
        last = now;
        let verified = warehouse.verify().unwrap();
        assert!(verified.issues.0.is_empty(), "{}", verified.issues);
    }
    assert!(last > 0, "the children did write");
}

fn commits(root: &Path) -> usize {
    std::fs::read_dir(root.join("_heatsched/commits")).unwrap().count()
}

fn wait_until(holds: impl Fn() -> bool) {
    for _ in 0..30_000 {
        if holds() {
            return;
        }
        sleep(Duration::from_millis(5));
    }
    panic!("the child does nothing");
}

/// What a child process does; nothing in a run of all tests.
#[test]
fn child() {
    if let Ok(order) = std::env::var(CHILD) {
        let (last, location) = order.split_once(' ').unwrap();
        let warehouse = Warehouse::open(location).unwrap();
        std::fs::write(Path::new(location).join(format!("started-{last}")), "").unwrap();
        for next in last.parse::<u32>().unwrap() + 1.. {
            warehouse.write(&generation(next)).unwrap();
        }
    }
}
