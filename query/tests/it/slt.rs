//! The corpus `tests/slt`, each file in a warehouse of its own that holds `fixture.json`.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use arrow::array::{Array, RecordBatch};
use arrow::datatypes::DataType;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use async_trait::async_trait;
use datafusion::common::{DataFusionError, Result};
use datafusion::prelude::{SessionConfig, SessionContext};
use query::functions::{Engine, create_views, register_all};
use query::warehouse::Warehouse;
use sqllogictest::{AsyncDB, DBOutput, DefaultColumnType, Runner};
use udfs::row::{Cell, Row, cell_from_json};
use udfs::store::{Change, Store};
use udfs::tables;

pub const TENANT: &str = "default";

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/slt")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_file_of_the_corpus_passes() {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(corpus()).expect("the corpus").map(|entry| entry.expect("a file").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "slt"));
    files.sort();
    assert!(!files.is_empty());
    let only = std::env::var("HEATSCHED_SLT").unwrap_or_default();
    let mut failed = Vec::new();
    for file in files.iter().filter(|file| file.to_string_lossy().contains(&only)) {
        let folder = tempfile::tempdir().expect("a folder");
        let location = folder.path().join("warehouse").to_string_lossy().into_owned();
        let mut runner = Runner::new(move || Session::new(location.clone()));
        runner.add_label("datafusion");
        if let Err(error) = runner.run_file_async(file).await {
            failed.push(error.display(false).to_string());
        }
        runner.shutdown_async().await;
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

struct Session {
    context: SessionContext,
}

impl Session {
    async fn new(location: String) -> Result<Self> {
        let warehouse = Arc::new(Warehouse::create(&location).map_err(issues)?);
        warehouse.write(&fixture()).map_err(issues)?;
        let context = SessionContext::new_with_config(SessionConfig::new().with_target_partitions(2));
        warehouse.register(&context, TENANT).map_err(issues)?;
        let since = Instant::now();
        let engine = Engine {
            store: warehouse,
            tenant: TENANT.to_string(),
            clock: Arc::new(move || since.elapsed()),
            progress: Arc::new(|_| {}),
        };
        register_all(&context, &engine);
        create_views(&context, &engine).await?;
        Ok(Self { context })
    }
}

fn issues(issues: udfs::Issues) -> DataFusionError {
    DataFusionError::External(Box::new(issues))
}

/// `fixture.json` is an object of tables, each a list of rows without their bookkeeping.
pub fn fixture() -> Vec<Change> {
    let json = std::fs::read_to_string(corpus().join("fixture.json")).expect("fixture.json");
    let Ok(Cell::Row(Row(tables))) = cell_from_json(&json) else { panic!("fixture.json is an object") };
    tables.into_iter().map(|(name, rows)| change(&name, rows)).collect()
}

fn change(name: &str, rows: Cell) -> Change {
    let table = tables::find(name).expect("a table");
    let Cell::List(rows) = rows else { panic!("{name} is a list") };
    let row = |(i, cell)| {
        let Cell::Row(mut row) = cell else { panic!("{name}[{i}] is an object") };
        let bookkeeping = [
            ("tenant_id", TENANT.to_string()),
            ("source_system", "fixture".to_string()),
            ("source_reference", format!("fixture.json:{name}[{i}]")),
            ("provenance_hash", format!("hash of {name}")),
        ];
        row.0.extend(bookkeeping.map(|(column, text)| (column.to_string(), Cell::Text(text))));
        row
    };
    Change::upsert(table, rows.into_iter().enumerate().map(row).collect())
}

#[async_trait]
impl AsyncDB for Session {
    type Error = DataFusionError;
    type ColumnType = DefaultColumnType;

    async fn run(&mut self, sql: &str) -> Result<DBOutput<DefaultColumnType>> {
        let frame = self.context.sql(sql).await?;
        let types: Vec<_> = frame.schema().fields().iter().map(|field| column_type(field.data_type())).collect();
        let batches = frame.collect().await?;
        if types.is_empty() {
            return Ok(DBOutput::StatementComplete(0));
        }
        let rows = batches.iter().map(rows_of).collect::<Result<Vec<_>>>()?.concat();
        Ok(DBOutput::Rows { types, rows })
    }

    async fn shutdown(&mut self) {}

    fn engine_name(&self) -> &str {
        "datafusion"
    }
}

fn column_type(data_type: &DataType) -> DefaultColumnType {
    match data_type {
        other if other.is_integer() => DefaultColumnType::Integer,
        other if other.is_numeric() => DefaultColumnType::FloatingPoint,
        _ => DefaultColumnType::Text,
    }
}

/// Values as both engines can print them: decimals without trailing zeros, times in UTC.
fn rows_of(batch: &RecordBatch) -> Result<Vec<Vec<String>>> {
    let options = FormatOptions::default().with_null("NULL");
    let columns = batch
        .columns()
        .iter()
        .map(|column| ArrayFormatter::try_new(column, &options))
        .collect::<Result<Vec<_>, _>>()?;
    let text = |row: usize| {
        let cell = |(column, formatter): (usize, &ArrayFormatter<'_>)| {
            let text = formatter.value(row).to_string();
            match batch.column(column).data_type() {
                DataType::Decimal128(_, scale) if *scale > 0 => {
                    text.trim_end_matches('0').trim_end_matches('.').to_string()
                }
                _ if text.is_empty() => "(empty)".to_string(),
                _ => text,
            }
        };
        columns.iter().enumerate().map(cell).collect()
    };
    Ok((0..batch.num_rows()).map(text).collect())
}
