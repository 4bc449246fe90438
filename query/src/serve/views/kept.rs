use std::fmt;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use async_trait::async_trait;
use datafusion::catalog::{MemTable, Session, TableProvider};
use datafusion::common::{DataFusionError, Result};
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::prelude::{SessionContext, col};
use futures::StreamExt;
use tokio::sync::Mutex;

use super::budget::{Budget, Share};
use super::key;
use crate::serve::marks::{Marks, READ_BY_VIEWS};

/// A view with its rows as of the newest commit, in the order of their key, where there is room for them.
pub struct KeptView {
    name: &'static str,
    view: Arc<dyn TableProvider>,
    inner: SessionContext,
    marks: Arc<Marks>,
    tenant: String,
    budget: Arc<Budget>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    mark: String,
    rows: Option<(Arc<MemTable>, Share)>,
}

impl KeptView {
    pub fn new(
        name: &'static str,
        view: Arc<dyn TableProvider>,
        inner: SessionContext,
        marks: Arc<Marks>,
        tenant: &str,
        budget: Arc<Budget>,
    ) -> Self {
        Self { name, view, inner, marks, tenant: tenant.to_string(), budget, kept: Mutex::default() }
    }

    /// The rows, worked out by the first who wants them after a change; nothing where there is no room.
    async fn rows(&self) -> Result<Option<Arc<MemTable>>> {
        let mut kept = self.kept.lock().await;
        let failed = |issues| DataFusionError::External(Box::new(issues));
        let mark = self.marks.of(&self.tenant, &READ_BY_VIEWS).await.map_err(failed)?;
        if kept.mark != mark {
            // its memory first
            *kept = Kept::default();
            *kept = Kept { mark, rows: self.compute().await? };
        }
        Ok(kept.rows.as_ref().map(|(rows, _)| Arc::clone(rows)))
    }

    async fn compute(&self) -> Result<Option<(Arc<MemTable>, Share)>> {
        let order: Vec<_> = key(self.name).into_iter().map(|column| col(column).sort(true, false)).collect();
        let frame = self.inner.read_table(Arc::clone(&self.view))?.sort(order.clone())?;
        let mut stream = frame.execute_stream().await?;
        let (mut batches, mut bytes) = (Vec::<RecordBatch>::new(), 0);
        while let Some(batch) = stream.next().await.transpose()? {
            bytes += batch.get_array_memory_size();
            // given back at once: only whether there still is room
            if self.budget.take(bytes).is_none() {
                return Ok(None);
            }
            batches.push(batch);
        }
        let Some(share) = self.budget.take(bytes) else { return Ok(None) };
        let rows = MemTable::try_new(self.view.schema(), vec![batches])?.with_sort_order(vec![order]);
        Ok(Some((Arc::new(rows), share)))
    }
}

impl fmt::Debug for KeptView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptView").field("name", &self.name).field("tenant", &self.tenant).finish_non_exhaustive()
    }
}

#[async_trait]
impl TableProvider for KeptView {
    fn schema(&self) -> SchemaRef {
        self.view.schema()
    }

    fn table_type(&self) -> TableType {
        TableType::View
    }

    async fn scan(
        &self,
        session: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        match self.rows().await? {
            Some(rows) => rows.scan(session, projection, filters, limit).await,
            None => self.view.scan(session, projection, filters, limit).await,
        }
    }
}
