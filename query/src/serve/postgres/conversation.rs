use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use datafusion_postgres::pgwire::api::{
    ClientInfo, DefaultClient, ErrorHandler, NoopHandler, PgWireConnectionState, PgWireServerHandlers,
};
use datafusion_postgres::pgwire::messages::PgWireFrontendMessage;
use datafusion_postgres::pgwire::tokio::server::{PgWireMessageServerCodec, process_error, process_message};
use futures::{SinkExt, StreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_rustls::TlsAcceptor;
use tokio_util::codec::Framed;

use super::PROTOCOL;
use super::checked::Checked;
use super::connection::Connection;
use super::queries::Prepared;
use crate::serve::stop::Stop;

const TO_LOG_IN: Duration = Duration::from_secs(60);
const TO_PART: Duration = Duration::from_secs(2);

const TLS_WANTED: u32 = 80_877_103;
const GSS_WANTED: u32 = 80_877_104;
/// The first byte of a client that starts TLS without asking.
const TLS_HELLO: u8 = 0x16;

type Client = Framed<Checked, PgWireMessageServerCodec<Prepared>>;

/// From the first byte to the last.
pub async fn converse(
    socket: TcpStream,
    from: SocketAddr,
    tls: Option<&TlsAcceptor>,
    connection: &Connection,
    stop: &Stop,
) -> io::Result<()> {
    let deadline = Instant::now() + TO_LOG_IN;
    let mut client = tokio::select! {
        client = timeout_at(deadline, greet(socket, from, tls)) => client??,
        () = stop.asked() => return Ok(()),
    };
    // from a first message to the answer of the last, the client has something to come
    let mut owed = false;
    loop {
        let logging_in = matches!(
            client.state(),
            PgWireConnectionState::AwaitingStartup | PgWireConnectionState::AuthenticationInProgress
        );
        let next =
            async { if logging_in { timeout_at(deadline, client.next()).await } else { Ok(client.next().await) } };
        let next = tokio::select! {
            biased;
            () = stop.asked(), if !owed => return part(client).await,
            next = next => next?,
        };
        let Some(message) = next.transpose()? else { return Ok(()) };
        if matches!(message, PgWireFrontendMessage::Terminate(_)) {
            return Ok(());
        }
        let last = matches!(message, PgWireFrontendMessage::Query(_) | PgWireFrontendMessage::Sync(_));
        answer(message, &mut client, connection).await?;
        owed = !logging_in && !last;
    }
}

/// The connection ends when the client has read all: closed with something of its unread, it would lose what was sent.
async fn part(mut client: Client) -> io::Result<()> {
    client.close().await?;
    let rest = async { while let Some(Ok(_)) = client.next().await {} };
    let _ = timeout(TO_PART, rest).await;
    Ok(())
}

async fn answer(message: PgWireFrontendMessage, client: &mut Client, connection: &Connection) -> io::Result<()> {
    let extended = message.is_extended_query();
    let answered = process_message(
        message,
        client,
        connection.startup_handler(),
        connection.queries(),
        connection.queries(),
        std::sync::Arc::new(NoopHandler),
        connection.cancel_handler(),
    );
    if let Err(mut error) = answered.await {
        connection.error_handler().on_error(client, &mut error);
        process_error(client, error, extended).await?;
    }
    Ok(())
}

/// Agrees on TLS, or on none.
async fn greet(mut socket: TcpStream, from: SocketAddr, tls: Option<&TlsAcceptor>) -> io::Result<Client> {
    socket.set_nodelay(true)?;
    let mut first = [0; 8];
    socket.peek(&mut first[..1]).await?;
    if let (TLS_HELLO, Some(tls)) = (first[0], tls) {
        let stream = tls.accept(socket).await?;
        let agreed = stream.get_ref().1.alpn_protocol() == Some(PROTOCOL);
        return if agreed { Ok(client(Checked::new(Box::new(stream), &[]), from, true)) } else { Err(unasked()) };
    }
    loop {
        socket.read_exact(&mut first).await?;
        let [.., a, b, c, d] = first;
        match (u32::from_be_bytes([a, b, c, d]), tls) {
            (TLS_WANTED, Some(tls)) => {
                socket.write_all(b"S").await?;
                let stream = tls.accept(socket).await?;
                return Ok(client(Checked::new(Box::new(stream), &[]), from, true));
            }
            (TLS_WANTED | GSS_WANTED, _) => socket.write_all(b"N").await?,
            _ => return Ok(client(Checked::new(Box::new(socket), &first), from, false)),
        }
    }
}

fn client(stream: Checked, from: SocketAddr, secure: bool) -> Client {
    let mut client = Framed::new(stream, PgWireMessageServerCodec::new(DefaultClient::new(from, secure)));
    client.set_state(PgWireConnectionState::AwaitingStartup);
    client
}

fn unasked() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "TLS for another protocol")
}
