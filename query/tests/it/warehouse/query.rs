use std::path::Path;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::util::pretty::pretty_format_batches;
use datafusion::prelude::SessionContext;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use query::warehouse::{DEFAULT_TENANT, Warehouse};
use udfs::store::Store;
use udfs::tables::{ALL, PRODUCTION_JOBS, SITE_LOAD, batch_to_rows};

use super::rows::{change, files, row, rows, sorted, text, with};

async fn sql(context: &SessionContext, query: &str) -> Vec<RecordBatch> {
    context.sql(query).await.unwrap().collect().await.unwrap()
}

async fn count(context: &SessionContext, query: &str) -> usize {
    sql(context, query).await.iter().map(RecordBatch::num_rows).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_query_sees_the_newest_commit() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = Warehouse::create(folder.path().to_str().unwrap()).unwrap();
    let context = SessionContext::new();
    warehouse.register(&context, DEFAULT_TENANT).unwrap();
    for table in ALL {
        let frame = context.sql(&format!("SELECT * FROM {}", table.name)).await.unwrap();
        assert_eq!(frame.schema().as_arrow().fields(), table.schema().fields(), "{}", table.name);
        assert_eq!(frame.count().await.unwrap(), 0);
    }
    // from another handle, as another process would
    let other = Warehouse::open(folder.path().to_str().unwrap()).unwrap();
    for written in [4, 9] {
        let changes = ALL.iter().map(|table| change(table, rows(table, written)));
        other.write(&changes.collect::<Vec<_>>()).unwrap();
        for table in ALL.iter().copied() {
            let batches = sql(&context, &format!("SELECT * FROM {}", table.name)).await;
            let found = batches.iter().flat_map(|batch| batch_to_rows(batch).unwrap()).collect();
            assert_eq!(sorted(table, found), other.read(table, &[]).unwrap(), "{}", table.name);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_sees_its_own_rows() {
    let warehouse = Warehouse::in_store(Arc::new(object_store::memory::InMemory::new())).unwrap();
    let of = |tenant: &str, i| with(row(&SITE_LOAD, i), "tenant_id", text(tenant));
    warehouse.write(&[change(&SITE_LOAD, vec![of("a", 0), of("a", 1), of("b", 2)])]).unwrap();
    for (tenant, expected) in [("a", 2), ("b", 1), (DEFAULT_TENANT, 0)] {
        let context = SessionContext::new();
        warehouse.register(&context, tenant).unwrap();
        assert_eq!(count(&context, "SELECT * FROM site_load").await, expected, "{tenant}");
        assert_eq!(
            count(&context, "SELECT * FROM site_load WHERE tenant_id = 'a' OR kw > 0").await,
            expected,
            "{tenant}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_a_filter_rules_out_are_not_read() {
    let warehouse = Warehouse::in_store(Arc::new(object_store::memory::InMemory::new())).unwrap();
    warehouse
        .write(&[change(&PRODUCTION_JOBS, rows(&PRODUCTION_JOBS, 9)), change(&SITE_LOAD, rows(&SITE_LOAD, 9))])
        .unwrap();
    let context = SessionContext::new();
    warehouse.register(&context, DEFAULT_TENANT).unwrap();
    for (filter, files, rows) in [
        ("production_jobs", 3, 9),
        ("production_jobs WHERE schedule_date = '2026-01-06'", 1, 3),
        ("production_jobs WHERE schedule_date >= '2026-01-06' AND priority >= 0", 2, 6),
        ("production_jobs WHERE job_id = 'job_id-004'", 1, 1),
        ("production_jobs WHERE job_id IN ('job_id-003', 'job_id-004')", 2, 2),
        ("production_jobs WHERE site_id = 'P2'", 0, 0),
        ("site_load WHERE start >= '2026-01-06T00:00:00Z' AND start < '2026-01-07T00:00:00Z'", 1, 3),
        ("site_load WHERE start < '2026-01-06T00:00:00Z' OR kw = 0.05", 3, 4),
    ] {
        let query = format!("SELECT * FROM {filter}");
        let plan =
            pretty_format_batches(&sql(&context, &format!("EXPLAIN FORMAT INDENT {query}")).await).unwrap().to_string();
        assert_eq!(plan.matches("_heatsched/data/").count(), files, "{filter}\n{plan}");
        assert_eq!(count(&context, &query).await, rows, "{filter}");
    }
}

#[test]
fn a_plain_parquet_reader_reads_the_table_folders() {
    let folder = tempfile::tempdir().unwrap();
    let warehouse = Warehouse::create(folder.path().to_str().unwrap()).unwrap();
    for table in ALL.iter().copied() {
        assert_eq!(plain_rows(folder.path(), table.name), Vec::<RecordBatch>::new(), "{}", table.name);
        for written in [2, 7] {
            warehouse.write(&[change(table, rows(table, written))]).unwrap();
        }
        let batches = plain_rows(folder.path(), table.name);
        let found = batches.iter().flat_map(|batch| batch_to_rows(batch).unwrap()).collect();
        assert_eq!(sorted(table, found), warehouse.read(table, &[]).unwrap(), "{}", table.name);
    }
}

/// What `table/**/*.parquet` holds; reading it must not fail even if there is nothing.
fn plain_rows(root: &Path, table: &str) -> Vec<RecordBatch> {
    let paths: Vec<_> =
        files(&root.join(table)).into_iter().filter(|path| path.extension() == Some("parquet".as_ref())).collect();
    assert!(!paths.is_empty(), "{table} has a file");
    let open = |path| std::fs::File::open(root.join(table).join(path)).unwrap();
    let read = |path| ParquetRecordBatchReaderBuilder::try_new(open(path)).unwrap().build().unwrap();
    paths.iter().flat_map(|path| read(path).map(Result::unwrap)).filter(|batch| batch.num_rows() > 0).collect()
}
