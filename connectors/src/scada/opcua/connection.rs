use std::sync::Arc;

use ::opcua::client::{Client, ClientBuilder, IdentityToken, Session};
use ::opcua::crypto::X509;
use ::opcua::types::{EndpointDescription, MessageSecurityMode, StatusCode};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};
use udfs::Issue;

use super::certificates::Certificates;
use super::fit::misfit;
use super::refusal::Refusal;
use super::settings::Target;

/// A session with a server, and the task that keeps it.
pub struct Connection {
    pub session: Arc<Session>,
    pub ended: JoinHandle<StatusCode>,
}

/// The server's own description of how the job wants to talk to it.
pub async fn endpoint(target: &Target, client: &Client, deadline: Instant) -> Result<EndpointDescription, Issue> {
    let refusal = Refusal(target);
    let found = timeout_at(deadline, client.get_server_endpoints_from_url(target.endpoint.as_str())).await;
    let offered = found.map_err(|_| refusal.silent())?.map_err(|e| refusal.unreachable(&e))?;
    Client::find_matching_endpoint(&offered, &target.endpoint, target.policy, target.mode)
        .ok_or_else(|| refusal.not_offered(&offered))
}

pub fn client(target: &Target) -> Result<Client, Issue> {
    let certificates = Certificates::new(&target.certificates);
    if target.mode != MessageSecurityMode::None {
        certificates.own(&target.application_uri)?;
    }
    let builder = ClientBuilder::new()
        .application_name("heatsched")
        .application_uri(&target.application_uri)
        .product_uri("urn:heatsched")
        .pki_dir(&target.certificates)
        .create_sample_keypair(false)
        .trust_server_certs(false)
        // names and times are checked in `fit`
        .verify_server_certs(false)
        .session_retry_limit(0)
        .request_timeout(target.request_timeout)
        .keep_alive_interval(target.request_timeout)
        .max_failed_keep_alive_count(3);
    builder.client().map_err(|e| Refusal(target).configuration(&e.join("; ")))
}

/// The server's certificate, if it sent one.
pub fn certificate(endpoint: &EndpointDescription) -> Option<X509> {
    X509::from_byte_string(&endpoint.server_certificate).ok()
}

impl Connection {
    /// Nothing is waited for longer than the target's timeout, whatever the server does or leaves.
    pub async fn open(target: &Target, identity: IdentityToken, now: udfs::model::Instant) -> Result<Self, Issue> {
        let (refusal, deadline) = (Refusal(target), Instant::now() + target.connect_timeout);
        let mut client = client(target)?;
        let endpoint = endpoint(target, &client, deadline).await?;
        if target.mode != MessageSecurityMode::None {
            let certificate = certificate(&endpoint).ok_or_else(|| refusal.no_certificate())?;
            if !Certificates::new(&target.certificates).trusts(&certificate) {
                return Err(refusal.not_trusted(&certificate));
            }
            if let Some(why) = misfit(&certificate, &endpoint, now).filter(|_| target.check_host) {
                return Err(refusal.misfit(&why));
            }
        }
        let (session, events) =
            client.connect_to_endpoint_directly(endpoint, identity).map_err(|e| refusal.refused(e.status()))?;
        // we connect again ourselves, since the server may have changed meanwhile
        session.disable_reconnects();
        let mut ended = events.spawn();
        tokio::select! {
            status = &mut ended => Err(refusal.refused(status.unwrap_or(StatusCode::BadUnexpectedError))),
            connected = timeout_at(deadline, session.wait_for_connection()) => match connected {
                Ok(true) => Ok(Self { session, ended }),
                _ => {
                    ended.abort();
                    Err(refusal.silent())
                }
            },
        }
    }

    pub async fn close(self, target: &Target) {
        let patience = Instant::now() + target.request_timeout;
        // the server ends what we do not
        let _ = timeout_at(patience, self.session.disconnect()).await;
        self.ended.abort();
    }
}
