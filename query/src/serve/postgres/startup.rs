use std::fmt::Debug;
use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use datafusion_postgres::pgwire::api::auth::sasl::SASLAuthStartupHandler;
use datafusion_postgres::pgwire::api::auth::sasl::scram::ScramAuth;
use datafusion_postgres::pgwire::api::auth::{DefaultServerParameterProvider, StartupHandler};
use datafusion_postgres::pgwire::api::{ClientInfo, METADATA_USER, PgWireConnectionState};
use datafusion_postgres::pgwire::error::{PgWireError, PgWireResult};
use datafusion_postgres::pgwire::messages::{PgWireBackendMessage, PgWireFrontendMessage};
use futures::Sink;

use super::Postgres;
use super::connection::Session;
use super::errors::fatal;
use super::login::Logins;
use super::zone;
use crate::serve::catalog::POSTGRES;
use crate::serve::sessions::SCHEMA;

/// Lets a client in by SCRAM, and opens the tables of its tenant.
pub struct Startup {
    postgres: Arc<Postgres>,
    session: Arc<OnceLock<Session>>,
    /// Made when the client speaks: only then is known whether by TLS.
    sasl: OnceLock<SASLAuthStartupHandler<DefaultServerParameterProvider>>,
}

impl Startup {
    pub fn new(postgres: Arc<Postgres>, session: Arc<OnceLock<Session>>) -> Self {
        Self { postgres, session, sasl: OnceLock::new() }
    }

    fn sasl(&self, secure: bool) -> &SASLAuthStartupHandler<DefaultServerParameterProvider> {
        self.sasl.get_or_init(|| {
            let server = &self.postgres.server;
            let logins = Logins { users: server.users.clone(), secret: server.secret.clone() };
            let mut scram = ScramAuth::new(Arc::new(logins));
            if let Some(tls) = self.postgres.tls.as_ref().filter(|_| secure) {
                // a certificate of a kind that cannot be bound to is used without
                let _ = scram.configure_certificate(&tls.certificate);
            }
            SASLAuthStartupHandler::new(Arc::new(parameters()))
                .with_scram(scram)
                .with_connection_manager(Arc::clone(&self.postgres.cancelling))
        })
    }

    async fn open<C: ClientInfo>(&self, client: &mut C) -> PgWireResult<()> {
        let server = &self.postgres.server;
        let name = client.metadata().get(METADATA_USER).cloned().unwrap_or_default();
        let failed = |issues: udfs::Issues| fatal("58000", issues.to_string());
        let (tenant, _) = server
            .users
            .password_of(&name)
            .map_err(failed)?
            .ok_or_else(|| fatal("28000", format!("there is no user \"{name}\" any more")))?;
        let session = Session::new(server.sessions.of(&tenant).await.map_err(failed)?, &name);
        zone::at_login(client, &session.context);
        let _ = self.session.set(session);
        Ok(())
    }
}

fn parameters() -> DefaultServerParameterProvider {
    let mut parameters = DefaultServerParameterProvider::default();
    parameters.server_version = POSTGRES.to_string();
    parameters.search_path = SCHEMA.to_string();
    parameters.is_superuser = false;
    parameters.default_transaction_read_only = true;
    parameters
}

#[async_trait]
impl StartupHandler for Startup {
    async fn on_startup<C>(&self, client: &mut C, message: PgWireFrontendMessage) -> PgWireResult<()>
    where
        C: ClientInfo + Sink<PgWireBackendMessage> + Unpin + Send + Sync,
        C::Error: Debug,
        PgWireError: From<<C as Sink<PgWireBackendMessage>>::Error>,
    {
        let secure = client.is_secure();
        if self.postgres.tls.is_some() && !secure && !client.socket_addr().ip().is_loopback() {
            return Err(fatal("28000", "connect by TLS: sslmode=require"));
        }
        self.sasl(secure).on_startup(client, message).await?;
        if matches!(client.state(), PgWireConnectionState::ReadyForQuery) {
            self.open(client).await?;
        }
        Ok(())
    }
}
