use std::fs;
use std::path::Path;

use query::warehouse::Warehouse;
use udfs::Issues;
use udfs::error::Code;
use udfs::store::Store;
use udfs::tables::SITE_LOAD;

use super::rows::{change, data_files, generation, row};

const FIRST_COMMITS: [&str; 3] =
    ["00000000000000000001.json", "00000000000000000002.json", "00000000000000000003.json"];

fn damaged(harm: impl Fn(&Path)) -> Issues {
    let folder = tempfile::tempdir().unwrap();
    let location = folder.path().to_str().unwrap();
    let warehouse = Warehouse::create(location).unwrap();
    for i in 0..3 {
        warehouse.write(&[change(&SITE_LOAD, vec![row(&SITE_LOAD, 3 * i)])]).unwrap();
    }
    warehouse.vacuum(100, std::time::Duration::ZERO, chrono::Utc::now()).unwrap();
    harm(folder.path());
    let opened = Warehouse::open(location);
    let read = opened.as_ref().map_err(Clone::clone).and_then(|warehouse| warehouse.read(&SITE_LOAD, &[]));
    let written = opened.as_ref().map_err(Clone::clone).and_then(|warehouse| warehouse.write(&generation(1)));
    assert!(written.is_err(), "nothing is built on damage");
    if let Ok(warehouse) = opened {
        assert_eq!(warehouse.verify().unwrap().issues.0.first().map(|issue| issue.code), Some(Code::WarehouseDamaged));
    }
    read.unwrap_err()
}

fn newest_data(root: &Path) -> std::path::PathBuf {
    let by_size = |path: &std::path::PathBuf| fs::metadata(path).unwrap().len();
    data_files(root).into_iter().max_by_key(by_size).unwrap()
}

fn commit(root: &Path, i: usize) -> std::path::PathBuf {
    root.join("_heatsched/commits").join(FIRST_COMMITS[i])
}

fn assert_says(issues: &Issues, code: Code, words: &str) {
    assert_eq!(issues.0[0].code, code, "{issues}");
    assert!(issues.to_string().contains(words), "{issues}");
}

#[test]
fn a_data_file_is_missing_or_changed() {
    let missing = damaged(|root| data_files(root).into_iter().for_each(|path| fs::remove_file(path).unwrap()));
    assert_says(&missing, Code::WarehouseDamaged, "the file is missing");
    let changed = damaged(|root| {
        for path in data_files(root) {
            let mut bytes = fs::read(&path).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(path, bytes).unwrap();
        }
    });
    assert_says(&changed, Code::WarehouseDamaged, "do not match the hash");
    let cut =
        damaged(|root| fs::write(newest_data(root), "").and_then(|()| fs::remove_file(newest_data(root))).unwrap());
    assert_says(&cut, Code::WarehouseDamaged, "data of site_load");
}

#[test]
fn a_commit_is_unreadable_missing_or_of_the_future() {
    let checkpoints = |root: &Path| fs::remove_dir_all(root.join("_heatsched/checkpoints")).unwrap();
    for garbage in
        ["", "{", "[]", r#"{"format":1}"#, r#"{"format":1,"version":3,"added":7,"removed":[]}"#, "\u{0}\u{0}"]
    {
        let issues = damaged(|root| {
            checkpoints(root);
            fs::write(commit(root, 2), garbage).unwrap();
        });
        assert_says(&issues, Code::WarehouseDamaged, FIRST_COMMITS[2]);
    }
    let issues = damaged(|root| {
        checkpoints(root);
        fs::remove_file(commit(root, 1)).unwrap();
    });
    assert_says(&issues, Code::WarehouseDamaged, "this commit is missing");
    let issues = damaged(|root| {
        checkpoints(root);
        fs::write(commit(root, 1), r#"{"format":2,"version":2,"new":true}"#).unwrap();
    });
    assert_says(&issues, Code::NotSupported, "newer version");
}
