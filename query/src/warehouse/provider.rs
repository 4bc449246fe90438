use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use async_trait::async_trait;
use chrono::DateTime;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::DFSchema;
use datafusion::datasource::TableType;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::{FileGroup, FileScanConfigBuilder, ParquetSource};
use datafusion::datasource::source::DataSourceExec;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::logical_expr::utils::conjunction;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_optimizer::pruning::PruningPredicateBuilder;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::empty::EmptyExec;
use datafusion::prelude::SessionContext;
use object_store::ObjectMeta;
use udfs::Issues;
use udfs::tables::{ALL, Table};

use super::faults::internal;
use super::log::Log;
use super::parquet_file::sha256;
use super::prune::FileFacts;
use super::state::{DataFile, PartitionId, State};

pub const DEFAULT_TENANT: &str = "default";

pub fn register(log: &Arc<Log>, context: &SessionContext, tenant: &str) -> std::result::Result<(), Issues> {
    let url = store_url(log).map_err(internal)?;
    context.runtime_env().register_object_store(url.as_ref(), Arc::clone(log.storage.store()));
    for table in ALL.iter().copied() {
        let provider = WarehouseTable { log: Arc::clone(log), url: url.clone(), table, tenant: tenant.into() };
        context.register_table(table.name, Arc::new(provider)).map_err(internal)?;
    }
    Ok(())
}

/// A name of its own for each store, whatever its kind.
fn store_url(log: &Arc<Log>) -> Result<ObjectStoreUrl> {
    let name = format!("{}{:p}", log.storage.location(), Arc::as_ptr(log));
    ObjectStoreUrl::parse(format!("heatsched://w{}", &sha256(name.as_bytes())[..16]))
}

/// A table's rows of one tenant, as of the newest commit when a query is planned.
#[derive(Debug)]
struct WarehouseTable {
    log: Arc<Log>,
    url: ObjectStoreUrl,
    table: &'static Table,
    tenant: String,
}

impl WarehouseTable {
    fn files(&self, state: &State, predicate: Option<&Arc<dyn PhysicalExpr>>) -> Result<Vec<PartitionedFile>> {
        let own: Vec<(&PartitionId, &DataFile)> = state.of_tenant(self.table, &self.tenant).collect();
        let needed = match predicate {
            Some(predicate) if !own.is_empty() => {
                let builder = PruningPredicateBuilder::new().with_file_schema(self.schema());
                let facts = FileFacts { table: self.table, files: &own };
                builder.try_build(Arc::clone(predicate))?.prune(&facts)?
            }
            _ => vec![true; own.len()],
        };
        Ok(own.into_iter().zip(needed).filter(|(_, needed)| *needed).map(|((_, file), _)| to_scan(file)).collect())
    }
}

fn to_scan(file: &DataFile) -> PartitionedFile {
    PartitionedFile::new_from_meta(ObjectMeta {
        location: file.path(),
        last_modified: DateTime::UNIX_EPOCH,
        size: file.bytes,
        e_tag: None,
        version: None,
    })
}

#[async_trait]
impl TableProvider for WarehouseTable {
    fn schema(&self) -> SchemaRef {
        self.table.schema()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        session: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let state =
            self.log.newest().await.map_err(|issue| DataFusionError::External(Box::new(Issues::from(issue))))?;
        let schema = DFSchema::try_from(self.schema())?;
        let predicate =
            conjunction(filters.to_vec()).map(|filter| session.create_physical_expr(filter, &schema)).transpose()?;
        let files = self.files(&state, predicate.as_ref())?;
        if files.is_empty() {
            let schema =
                projection.map_or(Ok(self.schema()), |columns| self.schema().project(columns).map(Arc::new))?;
            return Ok(Arc::new(EmptyExec::new(schema)));
        }
        let source =
            ParquetSource::new(self.schema()).with_table_parquet_options(session.table_options().parquet.clone());
        let source = predicate.into_iter().fold(source, |source, predicate| source.with_predicate(predicate));
        let groups = FileGroup::new(files).split_files(session.config().target_partitions());
        let scan = FileScanConfigBuilder::new(self.url.clone(), Arc::new(source))
            .with_file_groups(groups)
            .with_projection_indices(projection.cloned())?
            .with_limit(limit)
            .build();
        Ok(DataSourceExec::from_data_source(scan))
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        Ok(vec![TableProviderFilterPushDown::Inexact; filters.len()])
    }
}
