use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::Utc;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::Result;
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::ExecutionPlan;

use super::{LazyRows, Work};
use udfs::model::Instant;
use udfs::tables::Table;

/// Rows that depend on when their query starts, which is another time in each query of a view.
pub struct AtStart {
    /// The call, for `EXPLAIN`.
    call: String,
    table: &'static Table,
    work: Box<dyn Fn(Instant) -> Vec<Work> + Send + Sync>,
}

impl AtStart {
    pub fn provider(
        call: String,
        table: &'static Table,
        work: impl Fn(Instant) -> Vec<Work> + Send + Sync + 'static,
    ) -> Arc<dyn TableProvider> {
        Arc::new(Self { call, table, work: Box::new(work) })
    }
}

impl fmt::Debug for AtStart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.call)
    }
}

#[async_trait]
impl TableProvider for AtStart {
    fn schema(&self) -> SchemaRef {
        self.table.schema()
    }

    fn table_type(&self) -> TableType {
        TableType::Temporary
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let start = state.execution_props().query_execution_start_time.unwrap_or_else(Utc::now);
        let rows = LazyRows::provider(self.call.clone(), self.table, (self.work)(start));
        rows.scan(state, projection, filters, limit).await
    }
}
