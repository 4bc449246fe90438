use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::prelude::{SessionConfig, SessionContext};
use tokio::sync::Mutex;
use udfs::Issues;

use super::marks::Marks;
use super::read_only::ReadOnly;
use super::views::Budget;
use super::{catalog, views};
use crate::functions::{self, Engine};
use crate::shell::query_failure;
use crate::warehouse::Warehouse;

/// As in Postgres, where the extension's schema has this name.
pub const SCHEMA: &str = "heatsched";

/// What each tenant's clients ask: its tables, and the functions and views of the shell.
pub struct Sessions {
    warehouse: Warehouse,
    runtime: Arc<RuntimeEnv>,
    budget: Arc<Budget>,
    pub marks: Arc<Marks>,
    tenants: Mutex<HashMap<String, SessionContext>>,
}

impl Sessions {
    /// Half of the memory is for views' rows, a sixteenth for pages of feeds, the rest for queries, whose larger sorts and
    /// groupings go to disk.
    pub fn new(warehouse: Warehouse, memory_mb: usize) -> Result<Self, Issues> {
        let half = memory_mb << 19;
        let runtime = RuntimeEnvBuilder::new().with_memory_limit(half - (memory_mb << 16), 1.0);
        let runtime = runtime.build_arc().map_err(|e| query_failure(&e))?;
        let marks = Arc::new(Marks::new(warehouse.clone()));
        Ok(Self { warehouse, runtime, budget: Arc::new(Budget::new(half)), marks, tenants: Mutex::default() })
    }

    /// A session with settings of its own.
    pub async fn of(&self, tenant: &str) -> Result<SessionContext, Issues> {
        let mut tenants = self.tenants.lock().await;
        let shared = match tenants.get(tenant) {
            Some(shared) => shared.clone(),
            None => {
                let shared = self.open(tenant).await?;
                tenants.entry(tenant.to_string()).or_insert(shared).clone()
            }
        };
        Ok(SessionContext::new_with_state(shared.state()))
    }

    async fn open(&self, tenant: &str) -> Result<SessionContext, Issues> {
        let engine = self.engine(tenant);
        let inner = self.context(tenant, &engine)?;
        functions::create_views(&inner, &engine).await.map_err(|e| query_failure(&e))?;
        let outer = self.context(tenant, &engine)?;
        views::register(&self.marks, tenant, &self.budget, &inner, &outer).await.map_err(|e| query_failure(&e))?;
        catalog::register(&outer).map_err(|e| query_failure(&e))?;
        Ok(outer)
    }

    fn context(&self, tenant: &str, engine: &Engine) -> Result<SessionContext, Issues> {
        let config = SessionConfig::new().with_information_schema(true).with_default_catalog_and_schema(SCHEMA, SCHEMA);
        let context = SessionContext::new_with_config_rt(config, Arc::clone(&self.runtime));
        self.warehouse.register(&context, tenant)?;
        functions::register_all(&context, engine);
        Ok(context)
    }

    fn engine(&self, tenant: &str) -> Engine {
        let begun = Instant::now();
        Engine {
            store: Arc::new(ReadOnly(self.warehouse.clone())),
            tenant: tenant.to_string(),
            clock: Arc::new(move || begun.elapsed()),
            progress: Arc::new(|_| {}),
        }
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").field("warehouse", &self.warehouse).finish_non_exhaustive()
    }
}
