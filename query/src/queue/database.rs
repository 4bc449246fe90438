use std::str::FromStr;
use std::time::{Duration, Instant};

use postgres::fallible_iterator::FallibleIterator;
use postgres::{Client, Config, NoTls};
use udfs::error::Place;
use udfs::optimize::Progress;
use udfs::{Code, Issue, Issues};

use super::Settings;
use super::failure::Failure;

/// How often a wait looks whether it has to end.
const LOOK: Duration = Duration::from_millis(200);

/// A request that this worker is at.
#[derive(Debug, Clone)]
pub struct Taken {
    pub request_id: String,
    pub attempt: i32,
    /// A line of the solver's protocol.
    pub request: String,
}

/// A session, which the server shows under the application's name unless the settings have another.
pub fn connect(dsn: &str, application: &str) -> Result<Client, Issues> {
    let mut config = Config::from_str(dsn).map_err(|error| {
        let fix = "write postgres://USER@HOST/DATABASE, or host=HOST user=USER dbname=DATABASE";
        Issue::error(Code::OutOfRange, Place::new("--dsn"), error.to_string(), fix)
    })?;
    if config.get_application_name().is_none() {
        config.application_name(application);
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(10));
    }
    config.connect(NoTls).map_err(|error| Failure::from(error).into_issue().into())
}

/// The queue, through its SQL functions.
pub struct Database(Client);

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Database")
    }
}

impl Database {
    pub fn connect(settings: &Settings) -> Result<Self, Issues> {
        let mut client = connect(&settings.dsn, "heatsched worker")?;
        client.batch_execute("LISTEN heatsched_requests").map_err(|error| Failure::from(error).into_issue())?;
        Ok(Self(client))
    }

    pub fn take(&mut self, settings: &Settings) -> Result<Option<Taken>, Failure> {
        let sql = "SELECT request_id, attempt, request FROM heatsched.take_optimization($1, $2::text::interval)";
        let stale_after = format!("{} milliseconds", settings.stale_after.as_millis());
        let row = self.0.query_opt(sql, &[&settings.name, &stale_after])?;
        Ok(row.map(|row| Taken { request_id: row.get(0), attempt: row.get(1), request: row.get(2) }))
    }

    /// Whether the request is still this worker's.
    pub fn report(&mut self, taken: &Taken, progress: Option<Progress>) -> Result<bool, Failure> {
        let sql = "SELECT heatsched.report_optimization($1, $2, $3, $4, $5)";
        let (incumbent, bound) = (progress.and_then(|p| p.incumbent), progress.and_then(|p| p.lower_bound));
        let gap = progress.and_then(|p| p.gap());
        Ok(self.0.query_one(sql, &[&taken.request_id, &taken.attempt, &incumbent, &bound, &gap])?.get(0))
    }

    /// What became of the request.
    pub fn finish(&mut self, taken: &Taken, answer: &str) -> Result<String, Failure> {
        let sql = "SELECT heatsched.finish_optimization($1, $2, $3)";
        let status: Option<String> = self.0.query_one(sql, &[&taken.request_id, &taken.attempt, &answer])?.get(0);
        Ok(status.unwrap_or_else(|| "deleted".to_string()))
    }

    /// Leaves the request to another worker, as if it had not been taken.
    pub fn release(&mut self, taken: &Taken) -> Result<(), Failure> {
        self.0.execute("SELECT heatsched.release_optimization($1, $2)", &[&taken.request_id, &taken.attempt])?;
        Ok(())
    }

    /// Until there may be work.
    pub fn wait(&mut self, most: Duration, stop: &dyn Fn() -> bool) -> Result<(), Failure> {
        let until = Instant::now() + most;
        while !stop() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || self.0.notifications().timeout_iter(left.min(LOOK)).next()?.is_some() {
                return Ok(());
            }
        }
        Ok(())
    }
}
