use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::runtime::SpawnedTask;
use datafusion::common::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::streaming::{PartitionStream, StreamingTableExec};
use futures::StreamExt;

use super::failure;
use udfs::error::Issues;
use udfs::functions::fit;
use udfs::row::Row;
use udfs::tables::{Table, rows_to_batch};

/// Says whether the query that wants the rows has gone away.
pub type Cancelled<'a> = &'a (dyn Fn() -> bool + Sync);

/// One piece of work that gives rows; pieces run side by side.
pub type Work = Arc<dyn Fn(Cancelled<'_>) -> Result<Vec<Row>, Issues> + Send + Sync>;

/// The rows of a table function. They are computed when the query runs, never when it is planned or explained.
pub struct LazyRows {
    /// The call, for `EXPLAIN`.
    call: String,
    table: &'static Table,
    schema: SchemaRef,
    work: Vec<Work>,
}

impl LazyRows {
    pub fn provider(call: String, table: &'static Table, work: Vec<Work>) -> Arc<dyn TableProvider> {
        Arc::new(Self { call, table, schema: table.schema(), work })
    }

    /// Of a call with a NULL among its arguments.
    pub fn none(call: String, table: &'static Table) -> Arc<dyn TableProvider> {
        Self::provider(call, table, vec![Arc::new(|_: Cancelled<'_>| Ok(Vec::new()))])
    }
}

impl fmt::Debug for LazyRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.call)
    }
}

#[async_trait]
impl TableProvider for LazyRows {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Temporary
    }

    async fn scan(
        &self,
        _state: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let piece = |work: &Work| -> Arc<dyn PartitionStream> {
            let (call, schema) = (self.call.clone(), Arc::clone(&self.schema));
            Arc::new(Piece { call, table: self.table, schema, work: Arc::clone(work) })
        };
        let pieces = self.work.iter().map(piece).collect();
        Ok(Arc::new(StreamingTableExec::try_new(self.schema(), pieces, projection, None, false, limit)?))
    }
}

struct Piece {
    call: String,
    table: &'static Table,
    schema: SchemaRef,
    work: Work,
}

impl fmt::Debug for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.call)
    }
}

impl PartitionStream for Piece {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, context: Arc<TaskContext>) -> SendableRecordBatchStream {
        let (table, work) = (self.table, Arc::clone(&self.work));
        let batch_size = context.session_config().batch_size();
        let rows = async move {
            let query = Query::default();
            let dropped = Arc::clone(&query.dropped);
            let compute = move || {
                let rows = work(&|| dropped.load(Ordering::Relaxed))?;
                let rows: Vec<Row> = rows.into_iter().map(|row| fit(table, row)).collect();
                rows.chunks(batch_size).map(|rows| rows_to_batch(table, rows)).collect::<Result<Vec<_>, Issues>>()
            };
            let batches = SpawnedTask::spawn_blocking(compute).await;
            drop(query);
            let batches =
                batches.map_err(|error| DataFusionError::External(Box::new(error))).and_then(|b| b.map_err(failure));
            let batches: Vec<Result<RecordBatch>> =
                batches.map_or_else(|error| vec![Err(error)], |b| b.into_iter().map(Ok).collect());
            futures::stream::iter(batches)
        };
        Box::pin(RecordBatchStreamAdapter::new(Arc::clone(&self.schema), futures::stream::once(rows).flatten()))
    }
}

/// Tells the work when the query is dropped before it is done.
#[derive(Default)]
struct Query {
    dropped: Arc<AtomicBool>,
}

impl Drop for Query {
    fn drop(&mut self) {
        self.dropped.store(true, Ordering::Relaxed);
    }
}
