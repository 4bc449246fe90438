use std::fs;
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use datafusion::physical_plan::collect;
use datafusion::prelude::SessionContext;
use query::warehouse::{DEFAULT_TENANT, Vacuumed, Warehouse};
use udfs::store::Store;
use udfs::tables::SITE_LOAD;

use super::rows::{change, count, data_files, files, generation, generations, row, text, with};

const DAY: Duration = Duration::from_secs(86_400);

#[test]
fn leftovers_of_a_crash_are_not_read_and_go_with_a_vacuum() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let warehouse = Warehouse::create(root.to_str().unwrap()).unwrap();
    warehouse.write(&generation(1)).unwrap();
    let clean = files(root);
    for leftover in [
        "_heatsched/data/0123456789abcdef",
        "_heatsched/staged/99-1",
        "site_load/tenant=default/site=P9/date=2026-01-05/data.parquet",
    ] {
        fs::create_dir_all(root.join(leftover).parent().unwrap()).unwrap();
        fs::write(root.join(leftover), "half").unwrap();
    }
    let opened = Warehouse::open(root.to_str().unwrap()).unwrap();
    assert_eq!(generations(&opened), [text("1")]);

    let later = Utc::now() + TimeDelta::hours(1);
    let young = opened.vacuum(1, DAY, later).unwrap();
    assert_eq!((young.data_files, young.leftovers), (0, 1), "only what is of no partition");
    let old = opened.vacuum(1, Duration::ZERO, later).unwrap();
    assert_eq!((old.data_files, old.leftovers), (1, 1));
    let mut left = files(root);
    left.retain(|path| !path.starts_with("_heatsched/checkpoints") && !path.starts_with("_heatsched/commits"));
    let mut expected = clean;
    expected.retain(|path| !path.starts_with("_heatsched/commits"));
    assert_eq!(left, expected);
    assert_eq!(generations(&opened), [text("1")]);
}

#[test]
fn a_vacuum_keeps_the_files_of_the_last_commits() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = Warehouse::create(folder.path().to_str().unwrap()).unwrap();
    let idle = Warehouse::open(folder.path().to_str().unwrap()).unwrap();
    for i in 1..=50_u32 {
        let load = with(row(&SITE_LOAD, 0), "source_reference", text(&i.to_string()));
        warehouse.write(&[change(&SITE_LOAD, vec![load])]).unwrap();
    }
    assert_eq!(data_files(folder.path()).len(), 50);
    assert_eq!(warehouse.vacuum(1, DAY, Utc::now()).unwrap(), Vacuumed::default());
    let later = Utc::now() + TimeDelta::hours(1);
    let done = warehouse.vacuum(3, Duration::ZERO, later).unwrap();
    assert_eq!((done.data_files, done.commits, done.leftovers), (47, 48, 0));
    assert_eq!(data_files(folder.path()).len(), 3);
    for handle in [&warehouse, &idle, &Warehouse::open(folder.path().to_str().unwrap()).unwrap()] {
        assert_eq!(handle.read(&SITE_LOAD, &[]).unwrap()[0].get("source_reference"), Some(&text("50")));
        handle.write(&[change(&SITE_LOAD, vec![row(&SITE_LOAD, 3)])]).unwrap();
    }
    assert_eq!(count(&idle, &SITE_LOAD), 2);
    assert!(idle.verify().unwrap().issues.0.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_goes_on_over_the_state_it_began_with() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = Warehouse::create(folder.path().to_str().unwrap()).unwrap();
    warehouse.write(&generation(1)).unwrap();
    let context = SessionContext::new();
    warehouse.register(&context, DEFAULT_TENANT).unwrap();
    let query = "SELECT DISTINCT source_reference FROM site_load WHERE source_reference = '1'";
    let plan = context.sql(query).await.unwrap().create_physical_plan().await.unwrap();
    warehouse.write(&generation(2)).unwrap();
    warehouse.vacuum(2, Duration::ZERO, Utc::now() + TimeDelta::hours(1)).unwrap();
    let rows = |batches: Vec<arrow::array::RecordBatch>| batches.iter().map(|batch| batch.num_rows()).sum::<usize>();
    assert_eq!(rows(collect(plan, context.task_ctx()).await.unwrap()), 1);
    assert_eq!(rows(context.sql(query).await.unwrap().collect().await.unwrap()), 0);
}
