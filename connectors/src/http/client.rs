use std::fmt;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use tokio::runtime::Runtime;
use udfs::error::Place;
use udfs::{Code, Issue};
use url::Url;

use super::address::address;
use super::answer::Answer;
use super::ask::Ask;
use super::auth::Auth;
use super::bucket::Buckets;
use super::failure::{Failure, GivenUp};
use super::logon::Proof;
use super::settings::{Limits, Settings};
use super::token::Token;
use super::transfer::{Head, transfer};
use super::wire;
use crate::load::{Job, Secrets, Session};

/// How soon a request under way hears that the run is to stop.
const HEARS: Duration = Duration::from_millis(250);

/// A job's way to its system.
pub struct Client {
    job: Job,
    settings: Settings,
    limits: Limits,
    runtime: Runtime,
    http: OnceLock<reqwest::Client>,
    buckets: Mutex<Buckets>,
    token: Mutex<Option<Token>>,
}

impl Client {
    /// Nothing is sent, and no secret looked for, before the first request.
    pub fn new(job: &Job, settings: Settings) -> Result<Self, Issue> {
        let limits = settings.limits(job)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| {
            Issue::error(Code::Io, job.place(), e.to_string(), "see whether the machine is out of memory or files")
        })?;
        let (job, http) = (job.clone(), OnceLock::new());
        Ok(Self { job, settings, limits, runtime, http, buckets: Mutex::default(), token: Mutex::default() })
    }

    /// Asks until there is an answer, as long as another try may bring one.
    pub fn send(&self, session: &Session<'_>, ask: &Ask) -> Result<Answer, Issue> {
        let answer = self.exchange(session, ask, &self.proof(session)?);
        let has_token = matches!(self.auth(), Some(Auth::ClientCredentials { .. } | Auth::RefreshToken { .. }));
        match answer {
            // the token was withdrawn before its time: once is enough to know
            Err(GivenUp { status: Some(401), .. }) if has_token => {
                *self.kept_token() = None;
                self.exchange(session, ask, &self.proof(session)?)
            }
            answer => answer,
        }
        .map_err(|given_up| given_up.issue)
    }

    /// An address of the configuration.
    pub fn address(&self, setting: &str, text: &str) -> Result<Url, Issue> {
        address(self.place(setting), text)
    }

    pub(super) fn place(&self, setting: &str) -> Place {
        self.job.place().column(setting)
    }

    pub(super) fn auth(&self) -> Option<&Auth> {
        self.settings.auth.as_ref()
    }

    pub(super) fn kept_token(&self) -> MutexGuard<'_, Option<Token>> {
        self.token.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tries with pauses between, until there is an answer or no further try is worth it.
    pub(super) fn exchange(&self, session: &Session<'_>, ask: &Ask, proof: &Proof) -> Result<Answer, GivenUp> {
        let url = proof.address(&ask.url);
        let reference = session.redactor.url(&url);
        let retry = self.limits.retry;
        let mut waited = Duration::ZERO;
        for attempt in 0.. {
            self.throttle(session, &url)?;
            let failure = match self.once(session, ask, &url, proof)? {
                Ok((head, body)) => {
                    let (status, headers, url) = (head.status, head.headers, head.url);
                    let received_at = session.clock.now();
                    return Ok(Answer { status, headers, url, reference, body, received_at });
                }
                Err(failure) => failure,
            };
            let may_repeat = failure.is_passing && (ask.repeatable || failure.is_untouched);
            let pause = retry.pause(attempt, failure.retry_after, session.draw());
            waited += pause;
            if !may_repeat || attempt + 1 >= retry.tries || waited > retry.budget || session.time_left(pause) < pause {
                return Err(failure.give_up(&reference, attempt + 1, session.redactor));
            }
            let wait = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
            let why = failure.message.as_str().into();
            session.log("warn", "retry", &[("url", reference.as_str().into()), ("why", why), ("wait_ms", wait.into())]);
            session.wait(pause)?;
        }
        Err(Issue::error(Code::Internal, self.job.place(), "gave up without a reason", "").into())
    }

    /// One try; the outer error is that the run has to stop.
    fn once(
        &self,
        session: &Session<'_>,
        ask: &Ask,
        url: &Url,
        proof: &Proof,
    ) -> Result<Result<(Head, Bytes), Failure>, Issue> {
        session.check()?;
        session.count_request();
        let request = self.request(session, ask, url, proof)?;
        let timeout = session.time_left(self.limits.timeout);
        let work = transfer(request, ask, &self.limits, timeout, session.clock.now());
        self.runtime.block_on(async {
            tokio::pin!(work);
            loop {
                match tokio::time::timeout(HEARS, &mut work).await {
                    Ok(done) => return Ok(done),
                    Err(_) => session.check()?,
                }
            }
        })
    }

    fn request(
        &self,
        session: &Session<'_>,
        ask: &Ask,
        url: &Url,
        proof: &Proof,
    ) -> Result<reqwest::RequestBuilder, Issue> {
        let http = match self.http.get() {
            Some(http) => http,
            None => {
                let secrets = Secrets { environment: session.environment, redactor: session.redactor };
                let built = wire::build(&self.job, &self.settings, &self.limits, secrets)?;
                self.http.get_or_init(|| built)
            }
        };
        let method = reqwest::Method::from_bytes(ask.method.as_bytes()).unwrap_or_default();
        let mut request = proof.sign(http.request(method, url.clone()));
        if let [first, rest @ ..] = ask.types {
            let accept = rest.iter().fold(first.to_string(), |all, one| format!("{all}, {one}"));
            request = request.header(reqwest::header::ACCEPT, accept);
        }
        for (name, value) in &ask.headers {
            request = request.header(name, value);
        }
        Ok(match &ask.body {
            Some(body) => request.body(body.clone()),
            None => request,
        })
    }

    fn throttle(&self, session: &Session<'_>, url: &Url) -> Result<(), Issue> {
        let Some(per_minute) = self.limits.requests_per_minute else { return Ok(()) };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let pause = buckets.take(url.host_str().unwrap_or_default(), per_minute, session.clock.now());
        drop(buckets);
        session.wait(pause)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("job", &self.job.name).field("limits", &self.limits).finish_non_exhaustive()
    }
}
