use std::time::Duration;

use futures::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue, Request};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async_with_config};
use udfs::error::Place;
use udfs::{Code, Issue};

use super::WebSocket;
use crate::load::{Secret, Secrets, Session};

const CONNECT: Duration = Duration::from_secs(15);
/// Of a message, in KiB.
const USUAL_MESSAGE: usize = 1_024;

/// An open socket that has subscribed.
pub struct Connection(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// What came, if anything.
pub enum Heard {
    Text(String),
    Silence,
    /// Broken or closed; why.
    End(String),
}

impl Connection {
    /// A message, or silence after some time.
    pub async fn hear(&mut self, patience: Duration) -> Heard {
        match tokio::time::timeout(patience, self.0.next()).await {
            Err(_) => Heard::Silence,
            Ok(None) => Heard::End("it ended".into()),
            Ok(Some(Err(e))) => Heard::End(e.to_string()),
            Ok(Some(Ok(Message::Text(text)))) => Heard::Text(text.as_str().to_string()),
            Ok(Some(Ok(Message::Close(frame)))) => {
                Heard::End(frame.map_or("it was closed".into(), |frame| format!("it was closed: {frame}")))
            }
            // pings are answered by the library, bytes are no JSON
            Ok(Some(Ok(_))) => Heard::Text(String::new()),
        }
    }
}

impl WebSocket {
    pub(super) async fn connect(&self, session: &Session<'_>) -> Result<Connection, Issue> {
        session.check()?;
        session.count_request();
        let secrets = Secrets { environment: session.environment, redactor: session.redactor };
        let find = |reference: &String| secrets.find(self.job.place().column("key"), reference);
        let key = self.settings.key.as_ref().map(find).transpose()?;
        let most = Some(self.settings.max_message_kib.unwrap_or(USUAL_MESSAGE) << 10);
        let config = WebSocketConfig::default().max_message_size(most).max_frame_size(most);
        let request = self.request(key.as_ref())?;
        let open = connect_async_with_config(request, Some(config), false);
        let late = |_| self.failed(Code::Unreachable, "not connected in time");
        let (mut socket, _) = tokio::time::timeout(CONNECT, open).await.map_err(late)?.map_err(|e| self.refused(&e))?;
        for text in &self.settings.subscribe {
            let key = key.as_ref().map_or("", Secret::expose);
            let text = text.replace("${key}", serde_json::Value::from(key).to_string().trim_matches('"'));
            socket.send(Message::text(text)).await.map_err(|e| self.refused(&e))?;
        }
        Ok(Connection(socket))
    }

    fn request(&self, key: Option<&Secret>) -> Result<Request<()>, Issue> {
        let mut request = self.url.as_str().into_client_request().map_err(|e| self.refused(&e))?;
        let mut set = |name: &str, value: &str| {
            let pair = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value));
            let (Ok(name), Ok(value)) = pair else {
                return Err(self.job.refuse("key_header", "no header", "letters, digits and - alone"));
            };
            request.headers_mut().insert(name, value);
            Ok(())
        };
        if let Some(protocol) = &self.settings.protocol {
            set("Sec-WebSocket-Protocol", protocol)?;
        }
        if let (Some(name), Some(key)) = (&self.settings.key_header, key) {
            set(name, key.expose())?;
        }
        Ok(request)
    }

    fn refused(&self, e: &Error) -> Issue {
        match e {
            Error::Http(answer) if matches!(answer.status().as_u16(), 401 | 403) => {
                self.failed(Code::AccessRefused, &format!("answers {}", answer.status()))
            }
            Error::Http(answer) if answer.status().is_client_error() => {
                self.failed(Code::UnexpectedAnswer, &format!("answers {}", answer.status()))
            }
            other => self.failed(Code::Unreachable, &other.to_string()),
        }
    }

    fn failed(&self, code: Code, message: &str) -> Issue {
        let place = Place::new(format!("{}{}", self.url.origin().ascii_serialization(), self.url.path()));
        Issue::error(code, place, message, "check address, key and protocol; run the job again later")
    }
}
