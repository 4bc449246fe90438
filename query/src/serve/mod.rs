//! Servers over a warehouse, for those who look and do not install: the protocol of PostgreSQL, and HTTP. They only read,
//! let nobody in whom the users file does not know, and show each user one tenant.

mod catalog;
mod http;
mod log;
mod marks;
mod postgres;
mod read_only;
mod sessions;
mod stop;
mod stream;
pub mod tls;
pub mod users;
mod views;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use datafusion_postgres::pgwire::api::auth::sasl::scram::random_nonce;
use tokio::net::TcpListener;
use udfs::{Code, Issue, Issues};

use crate::cli::reporter::Reporter;
use crate::output::place;
use crate::warehouse::Warehouse;
use log::Log;
use postgres::Postgres;
use sessions::Sessions;
use stop::Stop;
use users::Users;

/// How to serve.
#[derive(Debug, Clone)]
pub struct Settings {
    pub postgres: Option<SocketAddr>,
    pub http: Option<SocketAddr>,
    pub users: PathBuf,
    pub tls: Option<tls::Files>,
    /// Other machines may connect without TLS.
    pub without_tls: bool,
    pub memory_mb: usize,
    pub max_connections: usize,
}

/// What the servers share.
#[derive(Debug)]
struct Server {
    sessions: Sessions,
    users: Users,
    tls: Option<tls::Files>,
    max_connections: usize,
    /// Memory for pages of feeds.
    page_bytes: usize,
    /// Another one in each process.
    secret: String,
    log: Log,
}

/// Serves until `ended` does, then ends what runs.
pub async fn serve(
    warehouse: Warehouse,
    settings: &Settings,
    reporter: &Reporter,
    ended: impl Future<Output = ()>,
) -> Result<(), Issues> {
    let users = Users::new(&settings.users);
    users.read()?;
    let server = Arc::new(Server {
        sessions: Sessions::new(warehouse, settings.memory_mb)?,
        users,
        tls: settings.tls.clone(),
        max_connections: settings.max_connections,
        page_bytes: settings.memory_mb << 16,
        secret: random_nonce(),
        log: Log::new(reporter.clone()),
    });
    let (asking, stop) = Stop::pair();
    let mut servers = tokio::task::JoinSet::new();
    if let Some(address) = settings.postgres {
        let listener = listen(address, settings, &server.log, "postgres").await?;
        servers.spawn(Postgres::new(Arc::clone(&server))?.serve(listener, stop.clone()));
    }
    if let Some(address) = settings.http {
        let listener = listen(address, settings, &server.log, "http").await?;
        let (server, stop) = (Arc::clone(&server), stop.clone());
        let log = server.log.clone();
        let serving = http::serve(server, listener, stop);
        servers.spawn(async move {
            if let Err(issues) = serving.await {
                log.issues(&issues);
            }
        });
    }
    ended.await;
    server.log.info("ending: no new connections, statements that run may end");
    let _ = asking.send(true);
    while servers.join_next().await.is_some() {}
    Ok(())
}

async fn listen(address: SocketAddr, settings: &Settings, log: &Log, protocol: &str) -> Result<TcpListener, Issues> {
    let failed = |e: std::io::Error| {
        let fix = "give another address, such as 127.0.0.1:0 for any free port";
        Issues::from(Issue::error(Code::Io, place(address.to_string()), format!("cannot listen: {e}"), fix))
    };
    if !address.ip().is_loopback() && settings.tls.is_none() && !settings.without_tls {
        let message = "other machines would send passwords and see figures without encryption";
        let fix = "give --tls-certificate and --tls-key, or --without-tls behind something that encrypts";
        return Err(Issue::error(Code::Unprotected, place(address.to_string()), message, fix).into());
    }
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let tls = if settings.tls.is_some() { "with TLS" } else { "without TLS" };
    log.info(&format!("{protocol} on {address} {tls}"));
    Ok(listener)
}
