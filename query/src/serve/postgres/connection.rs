use std::sync::{Arc, OnceLock};

use datafusion::prelude::SessionContext;
use datafusion_postgres::hooks::cursor::CursorStatementHook;
use datafusion_postgres::hooks::set_show::SetShowHook;
use datafusion_postgres::hooks::transactions::TransactionStatementHook;
use datafusion_postgres::pgwire::api::auth::StartupHandler;
use datafusion_postgres::pgwire::api::cancel::{CancelHandler, DefaultCancelHandler};
use datafusion_postgres::pgwire::api::query::{ExtendedQueryHandler, SimpleQueryHandler};
use datafusion_postgres::pgwire::api::{ErrorHandler, PgWireServerHandlers};
use datafusion_postgres::{DfSessionService, QueryHook};

use super::Postgres;
use super::copy_out::CopyOut;
use super::errors::Errors;
use super::guard::Guard;
use super::queries::Queries;
use super::settings::Settings;
use super::startup::Startup;
use super::zone::Zoned;
use crate::serve::catalog::as_user;

/// What a client works with once it has logged in.
pub struct Session {
    pub service: DfSessionService,
    pub context: Arc<SessionContext>,
}

impl Session {
    pub fn new(context: SessionContext, user: &str) -> Self {
        as_user(&context, user);
        let context = Arc::new(context);
        // the first that knows a statement answers it
        let hooks: Vec<Arc<dyn QueryHook>> = vec![
            Arc::new(Guard),
            Arc::new(Settings),
            Arc::new(CopyOut),
            Arc::new(CursorStatementHook),
            Arc::new(SetShowHook),
            Arc::new(TransactionStatementHook),
            Arc::new(Zoned),
        ];
        Self { service: DfSessionService::new_with_hooks(Arc::clone(&context), hooks), context }
    }
}

/// One client's connection; nobody has logged in yet.
pub struct Connection {
    startup: Arc<Startup>,
    queries: Arc<Queries>,
    errors: Arc<Errors>,
    cancel: Arc<DefaultCancelHandler>,
}

impl Connection {
    pub fn new(postgres: Arc<Postgres>) -> Self {
        let session: Arc<OnceLock<Session>> = Arc::default();
        Self {
            queries: Arc::new(Queries { session: Arc::clone(&session) }),
            errors: Arc::new(Errors { log: postgres.server.log.clone() }),
            cancel: Arc::new(DefaultCancelHandler::new(Arc::clone(&postgres.cancelling))),
            startup: Arc::new(Startup::new(postgres, session)),
        }
    }

    pub fn queries(&self) -> Arc<Queries> {
        Arc::clone(&self.queries)
    }
}

impl PgWireServerHandlers for Connection {
    fn startup_handler(&self) -> Arc<impl StartupHandler> {
        Arc::clone(&self.startup)
    }

    fn simple_query_handler(&self) -> Arc<impl SimpleQueryHandler> {
        Arc::clone(&self.queries)
    }

    fn extended_query_handler(&self) -> Arc<impl ExtendedQueryHandler> {
        Arc::clone(&self.queries)
    }

    fn error_handler(&self) -> Arc<impl ErrorHandler> {
        Arc::clone(&self.errors)
    }

    fn cancel_handler(&self) -> Arc<impl CancelHandler> {
        Arc::clone(&self.cancel)
    }
}
