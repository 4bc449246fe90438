//! Prices that a server sends over WebSocket as JSON, and from its REST interface what was sent while nobody listened.
//! See README.md.

mod connection;
mod listen;

use std::time::Duration;

use serde::Deserialize;
use udfs::store::Store;
use udfs::{Issue, Issues};
use url::Url;

use super::rest::{Mapping, Rest};
use crate::load::{Job, Request, Session, Sink, Source, Stream, duration};
use crate::market::Prices;

const SYSTEM: &str = "websocket";

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    url: String,
    /// A reference such as `${env:NAME}`.
    key: Option<String>,
    /// Header of the key; else it goes where a text of `subscribe` has `${key}`.
    key_header: Option<String>,
    protocol: Option<String>,
    #[serde(default)]
    subscribe: Vec<String>,
    /// Pointer to the list of prices within a message; other messages are none.
    items: String,
    price: Mapping,
    /// How long a run listens.
    listen: Option<String>,
    /// Silence after which the connection is taken for dead.
    idle: Option<String>,
    max_message_kib: Option<usize>,
}

/// What only the socket needs, and what the REST interface is asked with.
const OWN: [&str; 10] =
    ["url", "key", "key_header", "protocol", "subscribe", "items", "price", "listen", "idle", "max_message_kib"];

#[derive(Debug)]
pub struct WebSocket {
    job: Job,
    settings: Settings,
    url: Url,
    listen: Duration,
    idle: Duration,
    /// The REST interface.
    prices: Prices,
}

impl WebSocket {
    pub fn open(job: &Job, store: &dyn Store) -> Result<Self, Issues> {
        let (own, mut rest): (toml::Table, toml::Table) =
            job.settings.clone().into_iter().partition(|(name, _)| OWN.contains(&name.as_str()));
        let settings: Settings = Job { settings: own.clone(), ..job.clone() }.settings()?;
        let no_fill = || job.refuse("fill", "no REST interface", "[job.NAME.fill] with url, as for kind \"rest\"");
        let Some(toml::Value::Table(fill)) = rest.remove("fill") else { return Err(no_fill().into()) };
        rest.extend(fill);
        for name in ["items", "price"] {
            if let (None, Some(shared)) = (rest.get(name), own.get(name)) {
                rest.insert(name.into(), shared.clone());
            }
        }
        settings.price.check(job)?;
        let url = Url::parse(&settings.url).ok().filter(|url| matches!(url.scheme(), "ws" | "wss") && url.has_host());
        let time = |name: &str, text: &Option<String>, usual| match text.as_deref().map(duration) {
            None => Ok(Duration::from_secs(usual)),
            Some(Some(time)) => Ok(time),
            Some(None) => Err(job.refuse(name, "no duration", "write 30s or 5m")),
        };
        Ok(Self {
            url: url.ok_or_else(|| job.refuse("url", "no address", "write wss://host/path"))?,
            listen: time("listen", &settings.listen, 60)?,
            idle: time("idle", &settings.idle, 60)?,
            prices: Rest::open_as(SYSTEM, &Job { settings: rest, ..job.clone() }, store)?,
            job: job.clone(),
            settings,
        })
    }
}

impl Source for WebSocket {
    fn system(&self) -> &'static str {
        SYSTEM
    }

    fn streams(&self, session: &Session<'_>, store: &dyn Store) -> Result<Vec<Stream>, Issues> {
        self.prices.streams(session, store)
    }

    fn check(&self, session: &Session<'_>) -> Result<String, Issues> {
        let filled = self.prices.check(session)?;
        let opened: Result<(), Issue> = self.try_connection(session);
        opened.map_err(Issues::from).map(|()| format!("{filled}; {} is open", self.url))
    }

    fn fetch(
        &self,
        session: &Session<'_>,
        stream: &Stream,
        request: &Request,
        sink: &mut Sink<'_>,
    ) -> Result<(), Issues> {
        // what was is history's; what comes is the socket's
        if request.since.is_some() || request.until.is_some() {
            return self.prices.fetch(session, stream, request, sink);
        }
        self.follow(session, stream, request, sink)
    }
}
