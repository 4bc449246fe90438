use std::process::{Child, Command, Stdio};
use std::thread;

use query::warehouse::Warehouse;
use udfs::store::Store;
use udfs::tables::{PRODUCTION_JOBS, SITE_LOAD};

use super::rows::{change, count, row};

const CHILD: &str = "HEATSCHED_TEST_WRITER";
const EACH: u32 = 12;

/// Writes its own rows one by one, all into partitions that the other writers write too.
fn write_rows(location: &str, writer: u32) {
    let warehouse = Warehouse::open(location).unwrap();
    for i in 0..EACH {
        let i = writer * EACH + i;
        warehouse
            .write(&[
                change(&SITE_LOAD, vec![row(&SITE_LOAD, i)]),
                change(&PRODUCTION_JOBS, vec![row(&PRODUCTION_JOBS, i)]),
            ])
            .unwrap();
    }
}

fn assert_all_there(location: &str, writers: u32) {
    let warehouse = Warehouse::open(location).unwrap();
    assert_eq!(count(&warehouse, &SITE_LOAD), (writers * EACH) as usize);
    assert_eq!(count(&warehouse, &PRODUCTION_JOBS), (writers * EACH) as usize);
    let verified = warehouse.verify().unwrap();
    assert!(verified.issues.0.is_empty(), "{}", verified.issues);
}

#[test]
fn threads_with_a_handle_each_lose_no_row() {
    let folder = tempfile::tempdir().unwrap();
    let location = folder.path().to_str().unwrap();
    Warehouse::create(location).unwrap();
    thread::scope(|scope| {
        for writer in 0..3 {
            scope.spawn(move || write_rows(location, writer));
        }
    });
    assert_all_there(location, 3);
}

#[test]
fn processes_lose_no_row() {
    let folder = tempfile::tempdir().unwrap();
    let location = folder.path().to_str().unwrap();
    Warehouse::create(location).unwrap();
    let start = |writer: u32| -> Child {
        Command::new(std::env::current_exe().unwrap())
            .args(["warehouse::writers::child", "--exact"])
            .env(CHILD, format!("{writer} {location}"))
            .stdout(Stdio::null())
            .spawn()
            .unwrap()
    };
    let children: Vec<Child> = (0..2).map(start).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_all_there(location, 2);
}

/// What a child process does; nothing in a run of all tests.
#[test]
fn child() {
    if let Ok(order) = std::env::var(CHILD) {
        let (writer, location) = order.split_once(' ').unwrap();
        write_rows(location, writer.parse().unwrap());
    }
}
