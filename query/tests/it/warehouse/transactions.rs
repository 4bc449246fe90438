//! What a sync is made of: rows that come in parts and become visible together, and files since a mark.

use query::warehouse::{Effect, Warehouse};
use tempfile::TempDir;
use udfs::row::{Cell, Row};
use udfs::store::Store;
use udfs::tables::{SCHEDULES, SITE_LOAD, Table, rows_to_batch};

use super::rows::{change, count, files, row, rows, text, with};

fn warehouse() -> (TempDir, Warehouse) {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = Warehouse::create(folder.path().to_str().unwrap()).unwrap();
    (folder, warehouse)
}

fn effect(added: u64, changed: u64, unchanged: u64) -> Effect {
    Effect { added, changed, unchanged }
}

fn add(warehouse: &Warehouse, table: &'static Table, rows: &[Row]) -> Effect {
    let mut transaction = warehouse.begin(false).unwrap();
    let effect = transaction.add(table, rows_to_batch(table, rows).unwrap()).unwrap();
    transaction.commit().unwrap();
    effect
}

#[test]
fn parts_become_visible_together_and_are_counted() {
    let (_folder, warehouse) = warehouse();
    let mut transaction = warehouse.begin(false).unwrap();
    for part in rows(&SITE_LOAD, 9).chunks(4) {
        let added = transaction.add(&SITE_LOAD, rows_to_batch(&SITE_LOAD, part).unwrap()).unwrap();
        assert_eq!(added, effect(part.len() as u64, 0, 0));
    }
    assert_eq!(count(&warehouse, &SITE_LOAD), 0);
    transaction.commit().unwrap();
    assert_eq!(warehouse.read(&SITE_LOAD, &[]).unwrap().len(), 9);
    let mut again = rows(&SITE_LOAD, 10);
    again[3] = with(again[3].clone(), "source_system", text("other"));
    assert_eq!(add(&warehouse, &SITE_LOAD, &again), effect(1, 1, 8));
    assert_eq!(add(&warehouse, &SITE_LOAD, &again), effect(0, 0, 10));
    assert!(warehouse.verify().unwrap().issues.0.is_empty());
}

#[test]
fn a_row_that_moves_to_another_partition_has_changed() {
    let (_folder, warehouse) = warehouse();
    let before = rows(&SCHEDULES, 3);
    add(&warehouse, &SCHEDULES, &before);
    let date = before[1].get("schedule_date").unwrap().clone();
    let moved = with(before[0].clone(), "schedule_date", date.clone());
    assert_eq!(add(&warehouse, &SCHEDULES, &[moved, before[1].clone()]), effect(0, 1, 1));
    let found = warehouse.read(&SCHEDULES, &[]).unwrap();
    assert_eq!(found.len(), 3);
    assert_eq!(found.iter().filter(|row| row.get("schedule_date") == Some(&date)).count(), 2);
}

#[test]
fn a_dry_run_stores_no_file() {
    let (folder, warehouse) = warehouse();
    let before = files(folder.path());
    let mut transaction = warehouse.begin(true).unwrap();
    let batch = rows_to_batch(&SITE_LOAD, &rows(&SITE_LOAD, 5)).unwrap();
    assert_eq!(transaction.add(&SITE_LOAD, batch).unwrap(), effect(5, 0, 0));
    transaction.commit().unwrap();
    assert_eq!(files(folder.path()), before);
}

#[test]
fn a_writer_of_the_same_partition_is_not_written_over() {
    let (_folder, warehouse) = warehouse();
    let mut transaction = warehouse.begin(false).unwrap();
    transaction.add(&SITE_LOAD, rows_to_batch(&SITE_LOAD, &[row(&SITE_LOAD, 0)]).unwrap()).unwrap();
    // another day is no conflict, the same one is
    warehouse.write(&[change(&SITE_LOAD, vec![row(&SITE_LOAD, 1)])]).unwrap();
    let mut other = warehouse.begin(false).unwrap();
    other.add(&SITE_LOAD, rows_to_batch(&SITE_LOAD, &[row(&SITE_LOAD, 3)]).unwrap()).unwrap();
    transaction.commit().unwrap();
    let issues = other.commit().unwrap_err();
    assert_eq!(issues.0[0].code, udfs::Code::WarehouseBusy, "{issues}");
    assert_eq!(count(&warehouse, &SITE_LOAD), 2);
}

#[test]
fn files_since_a_mark_are_those_that_changed() {
    let (folder, warehouse) = warehouse();
    add(&warehouse, &SITE_LOAD, &rows(&SITE_LOAD, 6));
    let snapshot = warehouse.snapshot("default").unwrap();
    let mark = snapshot.mark(&SITE_LOAD);
    let since =
        |mark: Option<&str>| warehouse.snapshot("default").unwrap().files_since(&SITE_LOAD, mark).unwrap().len();
    assert_eq!((since(None), since(Some(&mark)), since(Some("what is no mark"))), (3, 0, 3));
    let stranger = with(row(&SITE_LOAD, 0), "tenant_id", Cell::Text("other".into()));
    add(&warehouse, &SITE_LOAD, &[stranger, row(&SITE_LOAD, 7)]);
    assert_eq!((since(None), since(Some(&mark))), (3, 1), "of one tenant");
    let file = &warehouse.snapshot("default").unwrap().files_since(&SITE_LOAD, Some(&mark)).unwrap()[0];
    assert_eq!(snapshot.load(&SITE_LOAD, file).unwrap().num_rows(), 3);
    // what was restored from a backup may have another history under the same numbers
    let (other_folder, other) = self::warehouse();
    add(&other, &SITE_LOAD, &rows(&SITE_LOAD, 7));
    assert_eq!(other.snapshot("default").unwrap().files_since(&SITE_LOAD, Some(&mark)).unwrap().len(), 3);
    drop((folder, other_folder));
}
