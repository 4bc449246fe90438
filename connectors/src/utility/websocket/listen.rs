use std::time::{Duration, Instant as Moment};

use chrono::SecondsFormat;
use tokio::runtime::Runtime;
use udfs::model::Instant;
use udfs::{Code, Issue, Issues};

use super::WebSocket;
use super::connection::{Connection, Heard};
use crate::json;
use crate::load::{Page, Payload, Request, Retry, Session, Sink, Source, Stream};
use crate::market::feed::{missing, unexpected};
use crate::market::{Found, reconcile::reconcile, time::instant};

/// How soon a listener hears that the run is to stop.
const HEARS: Duration = Duration::from_millis(250);

/// Why listening stopped.
enum Stopped {
    TimeIsUp,
    Lost(String),
}

impl WebSocket {
    pub(super) fn try_connection(&self, session: &Session<'_>) -> Result<(), Issue> {
        self.runtime()?.block_on(self.connect(session)).map(|_| ())
    }

    /// Subscribes, brings in what was sent before, then takes what comes; and again after each loss.
    pub(super) fn follow(
        &self,
        session: &Session<'_>,
        stream: &Stream,
        request: &Request,
        sink: &mut Sink<'_>,
    ) -> Result<(), Issues> {
        let runtime = self.runtime()?;
        let (begun, retry) = (Moment::now(), Retry::default());
        let mut cursor = request.cursor.clone();
        let mut lost = 0;
        while begun.elapsed() < self.listen {
            let mut connection = match runtime.block_on(self.connect(session)) {
                Ok(connection) => connection,
                Err(issue) if issue.code == Code::Unreachable && lost + 1 < retry.tries => {
                    lost += 1;
                    self.pause(session, &retry, lost, &issue.message)?;
                    continue;
                }
                Err(issue) => return Err(issue.into()),
            };
            // first subscribed, then filled: so nothing is sent in between unheard
            let fill = Request { cursor: cursor.clone(), ..request.clone() };
            self.prices.fetch(session, stream, &fill, &mut |page| {
                cursor = page.cursor.clone().or(cursor.take());
                sink(page)
            })?;
            let left = self.listen.saturating_sub(begun.elapsed());
            match self.listen(&runtime, session, &mut connection, left, &mut cursor, sink)? {
                Stopped::TimeIsUp => return Ok(()),
                Stopped::Lost(why) => {
                    lost = 0;
                    self.pause(session, &retry, 0, &why)?;
                }
            }
        }
        Ok(())
    }

    fn listen(
        &self,
        runtime: &Runtime,
        session: &Session<'_>,
        connection: &mut Connection,
        left: Duration,
        cursor: &mut Option<String>,
        sink: &mut Sink<'_>,
    ) -> Result<Stopped, Issues> {
        let begun = Moment::now();
        let mut heard_at = Moment::now();
        while begun.elapsed() < left {
            session.check()?;
            match runtime.block_on(connection.hear(HEARS)) {
                Heard::End(why) => return Ok(Stopped::Lost(why)),
                Heard::Silence if heard_at.elapsed() >= self.idle => {
                    return Ok(Stopped::Lost(format!("silent for {} s", self.idle.as_secs())));
                }
                Heard::Silence => {}
                Heard::Text(text) => {
                    heard_at = Moment::now();
                    if let Some(page) = self.page(session, &text, cursor) {
                        sink(page)?;
                    }
                }
            }
        }
        Ok(Stopped::TimeIsUp)
    }

    /// A message as a page; none where it holds no prices.
    fn page(&self, session: &Session<'_>, text: &str, cursor: &mut Option<String>) -> Option<Page> {
        let found = self.found(text)?;
        let end = found.iter().filter_map(|found| Some(found.read.as_ref().ok()?.span.end)).max();
        let reached: Option<Instant> = cursor.as_deref().and_then(instant).max(end);
        *cursor = reached.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true));
        let payload = Payload::new(session.redactor.url(&self.url), text.as_bytes(), session.clock.now());
        let records = reconcile(found).into_iter().flat_map(|found| self.prices.records(found)).collect();
        Some(Page { payloads: vec![payload], records, cursor: cursor.clone(), ..Page::default() })
    }

    fn found(&self, text: &str) -> Option<Vec<Found>> {
        if text.is_empty() {
            return None;
        }
        let message = match json::parse(text.as_bytes()) {
            Ok(message) => message,
            Err(cause) => {
                let key = format!("message {}", &crate::load::sha256(text.as_bytes())[..16]);
                return Some(vec![Found::new(key, text, Err(Issue { code: Code::Malformed, ..unexpected(cause) }))]);
            }
        };
        let price = &self.settings.price;
        match (json::list(&message, &self.settings.items), json::at(&message, &self.settings.items)) {
            (Some(items), _) => {
                Some(items.iter().enumerate().map(|(number, item)| price.found(number, item)).collect())
            }
            (None, Some(udfs::row::Cell::Row(_))) if self.settings.items.is_empty() => {
                Some(vec![price.found(0, &message)])
            }
            (None, Some(_)) => {
                Some(vec![Found::new(text.chars().take(80).collect::<String>(), text, Err(missing("items")))])
            }
            (None, None) => None,
        }
    }

    fn pause(&self, session: &Session<'_>, retry: &Retry, lost: u32, why: &str) -> Result<(), Issue> {
        let pause = retry.pause(lost, None, session.draw());
        let wait = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
        session.log("warn", "reconnect", &[("why", why.into()), ("wait_ms", wait.into())]);
        session.wait(pause)
    }

    fn runtime(&self) -> Result<Runtime, Issue> {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| Issue::error(Code::Io, self.job.place(), e.to_string(), "see what the machine is short of"))
    }
}
