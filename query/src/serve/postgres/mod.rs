//! The protocol of PostgreSQL, for its clients.

mod checked;
mod connection;
mod conversation;
mod copy_out;
mod errors;
mod frames;
mod guard;
mod login;
mod parameters;
mod queries;
mod settings;
mod startup;
mod zone;

use std::net::SocketAddr;
use std::sync::Arc;

use datafusion_postgres::pgwire::api::ConnectionManager;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::{JoinError, JoinSet};
use tokio_rustls::TlsAcceptor;
use udfs::{Code, Issues};

use super::Server;
use super::stop::{GRACE, Stop};
use connection::Connection;
use conversation::converse;

const PROTOCOL: &[u8] = b"postgresql";

/// What all connections share.
#[derive(Debug)]
pub struct Postgres {
    server: Arc<Server>,
    tls: Option<Tls>,
    cancelling: Arc<ConnectionManager>,
    places: Arc<Semaphore>,
}

struct Tls {
    acceptor: TlsAcceptor,
    /// For channel binding.
    certificate: Vec<u8>,
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tls").finish_non_exhaustive()
    }
}

impl Postgres {
    pub fn new(server: Arc<Server>) -> Result<Self, Issues> {
        let open = |files: &super::tls::Files| {
            let certificate = std::fs::read(&files.certificate).unwrap_or_default();
            Ok::<_, Issues>(Tls { acceptor: files.acceptor(&[PROTOCOL])?, certificate })
        };
        let tls = server.tls.as_ref().map(open).transpose()?;
        let places = Arc::new(Semaphore::new(server.max_connections));
        Ok(Self { server, tls, cancelling: Arc::default(), places })
    }

    /// Until asked to stop; then until every client has what it asked for.
    pub async fn serve(self, listener: TcpListener, stop: Stop) {
        let postgres = Arc::new(self);
        let mut open = JoinSet::new();
        loop {
            tokio::select! {
                () = stop.asked() => break,
                Some(ended) = open.join_next() => postgres.note(ended),
                accepted = listener.accept() => match accepted {
                    Ok((socket, from)) => {
                        open.spawn(Arc::clone(&postgres).converse(socket, from, stop.clone()));
                    }
                    // out of files, most likely
                    Err(_) => tokio::time::sleep(std::time::Duration::from_millis(100)).await,
                },
            }
        }
        drop(listener);
        let rest = async {
            while let Some(ended) = open.join_next().await {
                postgres.note(ended);
            }
        };
        let _ = tokio::time::timeout(GRACE, rest).await;
    }

    async fn converse(self: Arc<Self>, socket: TcpStream, from: SocketAddr, stop: Stop) {
        let Ok(_place) = Arc::clone(&self.places).try_acquire_owned() else {
            return self.server.log.refused(Code::ServerBusy, "", from, "as many connections as allowed are open");
        };
        let tls = self.tls.as_ref().map(|tls| tls.acceptor.clone());
        let connection = Connection::new(self);
        // that a client has gone, or speaks something else, is no news
        let _ = converse(socket, from, tls.as_ref(), &connection, &stop).await;
    }

    fn note(&self, ended: Result<(), JoinError>) {
        if let Err(error) = ended {
            self.server.log.defect(&format!("a connection broke off: {error}"));
        }
    }
}
