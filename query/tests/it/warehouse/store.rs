use std::sync::Arc;

use object_store::memory::InMemory;
use query::warehouse::Warehouse;
use udfs::error::Code;
use udfs::row::{Cell, Row};
use udfs::store::{Change, Store};
use udfs::tables::{ALL, ENERGY_PRICES, PRODUCTION_JOBS, SITE_LOAD, SITES, Table, find};

use super::rows::{change, count, files, row, rows, sorted, text, with};

#[test]
fn every_table_comes_back_from_disk_and_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/warehouse");
    let on_disk = Warehouse::create(path.to_str().unwrap()).unwrap();
    let in_memory = Warehouse::in_store(Arc::new(InMemory::new())).unwrap();
    for warehouse in [&on_disk, &in_memory] {
        for table in ALL.iter().copied() {
            assert_eq!(warehouse.read(table, &[]).unwrap(), [], "{}", table.name);
        }
        warehouse.write(&ALL.iter().map(|table| change(table, rows(table, 7))).collect::<Vec<_>>()).unwrap();
    }
    let again = Warehouse::open(&format!("file://{}", path.display())).unwrap();
    for warehouse in [&on_disk, &in_memory, &again] {
        for table in ALL.iter().copied() {
            assert_eq!(warehouse.read(table, &[]).unwrap(), sorted(table, rows(table, 7)), "{}", table.name);
        }
        assert!(!warehouse.verify().unwrap().issues.has_errors());
    }
}

#[test]
fn the_same_write_twice_changes_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = Warehouse::create(folder.path().to_str().unwrap()).unwrap();
    let write =
        || warehouse.write(&[change(&SITE_LOAD, rows(&SITE_LOAD, 9)), change(&SITES, rows(&SITES, 2))]).unwrap();
    write();
    let before = files(folder.path());
    write();
    Warehouse::create(folder.path().to_str().unwrap()).unwrap();
    assert_eq!(files(folder.path()), before);
    assert_eq!(count(&warehouse, &SITE_LOAD), 9);
}

#[test]
fn a_row_replaces_the_one_with_its_key_and_the_last_of_two_counts() {
    let warehouse = Warehouse::in_store(Arc::new(InMemory::new())).unwrap();
    warehouse.write(&[change(&SITES, rows(&SITES, 3))]).unwrap();
    let renamed = |name: &str| with(row(&SITES, 1), "site_name", text(name));
    warehouse.write(&[change(&SITES, vec![renamed("first")]), change(&SITES, vec![renamed("second")])]).unwrap();
    let found = warehouse.read(&SITES, &[]).unwrap();
    let names: Vec<_> = found.iter().map(|row| row.get("site_name").unwrap()).collect();
    assert_eq!(names, [&text("site_name-000"), &text("second"), &text("site_name-002")]);
}

#[test]
fn rows_that_replace_leave_nothing_else_of_theirs_in_any_partition() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = Warehouse::create(folder.path().to_str().unwrap()).unwrap();
    let of = |tariff: &str, count| -> Vec<Row> {
        rows(&ENERGY_PRICES, count).into_iter().map(|row| with(row, "tariff_id", text(tariff))).collect()
    };
    let replaces = || vec![("tenant_id", "default".to_string()), ("tariff_id", "a".to_string())];
    let replace = |rows| Change { replaces: replaces(), ..change(&ENERGY_PRICES, rows) };
    warehouse.write(&[change(&ENERGY_PRICES, [of("a", 9), of("b", 9)].concat())]).unwrap();
    // rows of three days; the first two are left
    warehouse.write(&[replace(of("a", 2))]).unwrap();
    let found = |tariff: &str| warehouse.read(&ENERGY_PRICES, &[("tariff_id", tariff)]).unwrap();
    assert_eq!((found("a"), found("b")), (of("a", 2), sorted(&ENERGY_PRICES, of("b", 9))));
    let before = files(folder.path());
    warehouse.write(&[replace(of("a", 2))]).unwrap();
    assert_eq!(files(folder.path()), before);
    // in one write, the later change replaces what the earlier one brought
    warehouse.write(&[change(&ENERGY_PRICES, of("a", 6)), replace(of("a", 1))]).unwrap();
    assert_eq!((found("a"), found("b").len()), (of("a", 1), 9));
    warehouse.write(&[replace(Vec::new())]).unwrap();
    assert_eq!((found("a"), found("b").len()), (Vec::new(), 9));
    assert!(!warehouse.verify().unwrap().issues.has_errors());
}

#[test]
fn a_row_that_moves_to_another_partition_leaves_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = Warehouse::create(folder.path().to_str().unwrap()).unwrap();
    warehouse.write(&[change(&PRODUCTION_JOBS, vec![row(&PRODUCTION_JOBS, 0), row(&PRODUCTION_JOBS, 3)])]).unwrap();
    for i in [0, 3] {
        let date = row(&PRODUCTION_JOBS, 1).get("schedule_date").unwrap().clone();
        warehouse
            .write(&[change(&PRODUCTION_JOBS, vec![with(row(&PRODUCTION_JOBS, i), "schedule_date", date)])])
            .unwrap();
    }
    assert_eq!(count(&warehouse, &PRODUCTION_JOBS), 2);
    assert_eq!(published(folder.path(), &PRODUCTION_JOBS), ["tenant=default/site=P1/date=2026-01-06/data.parquet"]);
}

fn published(root: &std::path::Path, table: &Table) -> Vec<String> {
    files(&root.join(table.name)).into_iter().map(|path| path.to_str().unwrap().to_string()).collect()
}

#[test]
fn any_id_is_a_partition() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = Warehouse::create(folder.path().join("w").to_str().unwrap()).unwrap();
    let long = "x".repeat(1000);
    let ids = ["", ".", "..", "../../up", "a/b", "P=1", "ü % ü", "*", long.as_str(), "p1", "P1"];
    let load = |id: &&str| with(with(row(&SITE_LOAD, 0), "site_id", text(id)), "tenant_id", text(id));
    warehouse.write(&[change(&SITE_LOAD, ids.iter().map(load).collect())]).unwrap();
    assert_eq!(published(&folder.path().join("w"), &SITE_LOAD).len(), ids.len());
    let again = Warehouse::open(folder.path().join("w").to_str().unwrap()).unwrap();
    for id in ids {
        assert_eq!(again.read(&SITE_LOAD, &[("tenant_id", id), ("site_id", id)]).unwrap(), [load(&id)], "{id}");
    }
    assert!(again.verify().unwrap().issues.0.is_empty());
}

#[test]
fn a_filter_takes_the_rows_that_equal_all_of_it() {
    let warehouse = Warehouse::in_store(Arc::new(InMemory::new())).unwrap();
    warehouse.write(&[change(&PRODUCTION_JOBS, rows(&PRODUCTION_JOBS, 9))]).unwrap();
    let read = |filter: &[(&str, &str)]| warehouse.read(&PRODUCTION_JOBS, filter).map(|rows| rows.len());
    assert_eq!(read(&[("schedule_date", "2026-01-06")]), Ok(3));
    assert_eq!(read(&[("schedule_date", "2026-01-06"), ("job_id", "job_id-004")]), Ok(1));
    assert_eq!(read(&[("schedule_date", "2026-01-06"), ("job_id", "job_id-003")]), Ok(0));
    assert_eq!(read(&[("duration_minutes", "7")]), Ok(1));
    assert_eq!(read(&[("heating_requirement_kwh", "0.050")]), Ok(1));
    assert_eq!(read(&[("earliest_start", "2026-01-05T01:03:00+01:00")]), Ok(1));
    assert_eq!(read(&[("tenant_id", "other")]), Ok(0));
    let code = |filter| read(filter).unwrap_err().0[0].code;
    assert_eq!(code(&[("colour", "red")]), Code::UnknownField);
    assert_eq!(code(&[("schedule_date", "soon")]), Code::WrongType);
}

#[test]
fn a_write_with_one_bad_row_writes_nothing() {
    let warehouse = Warehouse::in_store(Arc::new(InMemory::new())).unwrap();
    let bad = with(row(&SITE_LOAD, 1), "kw", Cell::Null);
    let issues = warehouse
        .write(&[change(&SITES, rows(&SITES, 1)), change(&SITE_LOAD, vec![row(&SITE_LOAD, 0), bad])])
        .unwrap_err();
    assert_eq!(issues.0[0].code, Code::MissingField);
    assert_eq!((count(&warehouse, &SITES), count(&warehouse, &SITE_LOAD)), (0, 0));
}

#[test]
fn open_finds_only_a_warehouse() {
    let folder = tempfile::tempdir().unwrap();
    let code = |location: &str| Warehouse::open(location).unwrap_err().0[0].code;
    assert_eq!(code(folder.path().to_str().unwrap()), Code::WarehouseMissing);
    assert_eq!(code(folder.path().join("none").to_str().unwrap()), Code::WarehouseMissing);
    assert_eq!(code("memory:///"), Code::WarehouseMissing);
    assert_eq!(code("gopher://hole"), Code::Malformed);
}

#[test]
fn it_can_be_called_from_any_thread_of_any_runtime() {
    let warehouse = Warehouse::in_store(Arc::new(InMemory::new())).unwrap();
    let work = |i: u32| {
        warehouse.write(&[change(find("site_load").unwrap(), vec![row(&SITE_LOAD, i)])]).unwrap();
        count(&warehouse, &SITE_LOAD)
    };
    assert_eq!(work(0), 1);
    let current = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    assert_eq!(current.block_on(async { work(1) }), 2);
    let multi = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| assert_eq!(work(2), 3));
    });
    let shared = warehouse.clone();
    let in_worker = multi.spawn(async move {
        shared.write(&[change(&SITE_LOAD, vec![row(&SITE_LOAD, 3)])]).unwrap();
        let opened = Warehouse::in_store(Arc::new(InMemory::new())).unwrap();
        drop(opened);
        count(&shared, &SITE_LOAD)
    });
    assert_eq!(multi.block_on(in_worker).unwrap(), 4);
}
