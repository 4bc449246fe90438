use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crate::functions::{self, Engine};
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::logical_expr::Documentation;
use datafusion::prelude::{SessionConfig, SessionContext};
use udfs::Issues;
use udfs::optimize::Progress;

use super::failure::query_failure;
use super::stores::Stores;
use crate::cli::progress::ProgressView;
use crate::cli::reporter::Reporter;
use crate::warehouse::Warehouse;

/// SQL over a warehouse: its tables, the functions and views of heatsched, and files by their name or URL.
pub struct Shell {
    pub(super) context: SessionContext,
    pub(super) documentation: Vec<(String, Documentation)>,
    pub(super) reporter: Reporter,
    progress: Arc<Mutex<Option<ProgressView>>>,
}

impl Shell {
    pub async fn open(warehouse: &Warehouse, tenant: &str, reporter: &Reporter) -> Result<Self, Issues> {
        let failed = |e| query_failure(&e);
        let config = SessionConfig::new().with_information_schema(true);
        let stores = RuntimeEnvBuilder::new().with_object_store_registry(Arc::new(Stores::default()));
        let runtime = stores.build_arc().map_err(failed)?;
        let context = SessionContext::new_with_config_rt(config, runtime).enable_url_table();
        warehouse.register(&context, tenant)?;
        let progress = Arc::<Mutex<Option<ProgressView>>>::default();
        let engine = engine(warehouse, tenant, reporter, Arc::clone(&progress));
        functions::register_all(&context, &engine);
        functions::create_views(&context, &engine).await.map_err(failed)?;
        let documentation = functions::documentation(&engine);
        Ok(Self { context, documentation, reporter: reporter.clone(), progress })
    }

    /// Takes away what a solve inside a query has shown.
    pub(super) fn clear_progress(&self) {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

fn engine(warehouse: &Warehouse, tenant: &str, reporter: &Reporter, view: Arc<Mutex<Option<ProgressView>>>) -> Engine {
    let begun = Instant::now();
    let reporter = reporter.clone();
    let show = move |progress: &Progress| {
        let mut view = view.lock().unwrap_or_else(PoisonError::into_inner);
        view.get_or_insert_with(|| ProgressView::new(&reporter, "")).show(progress);
    };
    Engine {
        store: Arc::new(warehouse.clone()),
        tenant: tenant.to_string(),
        clock: Arc::new(move || begun.elapsed()),
        progress: Arc::new(show),
    }
}

impl fmt::Debug for Shell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shell").field("functions", &self.documentation.len()).finish_non_exhaustive()
    }
}
