//! A worker of the queue that the Postgres extension keeps: takes requests, plans them, hands the answers in.
//!
//! The database says what is to be solved and computes every figure of the answer anew, so a worker needs no table and no
//! trust. One that stops leaves nothing behind: its request is taken again when its heartbeat is old.

mod database;
mod failure;
mod solve;

use std::time::{Duration, Instant};

use udfs::Issues;

pub use database::{Database, Taken, connect};
pub use failure::Failure;

/// What a worker is told.
#[derive(Debug, Clone)]
pub struct Settings {
    pub dsn: String,
    /// As `optimization_status` shows it.
    pub name: String,
    /// How long to wait before looking again; a notification comes earlier.
    pub poll: Duration,
    /// A request whose worker was not heard of for so long is taken over.
    pub stale_after: Duration,
    pub threads: Option<u32>,
    /// Ends when nothing is queued.
    pub drain: bool,
}

/// Between two signs of life; far less than any `stale_after`.
const HEARTBEAT: Duration = Duration::from_secs(2);
/// Between two tries to reach a database that is away.
const RETRY: Duration = Duration::from_secs(2);

/// Works until asked to stop, or until the queue is empty where that was wanted. A database that goes away is waited for.
pub fn work(settings: &Settings, stop: &dyn Fn() -> bool, tell: &dyn Fn(&str)) -> Result<(), Issues> {
    let mut database = Database::connect(settings)?;
    while !stop() {
        match next(&mut database, settings, stop, tell) {
            Ok(true) => {}
            Ok(false) if settings.drain => return Ok(()),
            Ok(false) => {}
            Err(Failure::Away(issue)) => {
                tell(&format!("{}; trying again", issue.message));
                database = reconnect(settings, stop)?;
            }
            Err(Failure::Refused(issue)) => return Err(issue.into()),
        }
    }
    Ok(())
}

/// Whether there was a request to work on.
fn next(
    database: &mut Database,
    settings: &Settings,
    stop: &dyn Fn() -> bool,
    tell: &dyn Fn(&str),
) -> Result<bool, Failure> {
    let Some(taken) = database.take(settings)? else {
        if !settings.drain {
            database.wait(settings.poll, stop)?;
        }
        return Ok(false);
    };
    tell(&format!("request {}: attempt {}", taken.request_id, taken.attempt));
    let answer = solve::solve(&taken, settings.threads, stop, &mut |progress| {
        // a database that is away now may be back when the plan is there
        database.report(&taken, progress).unwrap_or(true)
    });
    match answer {
        None if stop() => {
            database.release(&taken)?;
            tell(&format!("request {}: given back", taken.request_id));
        }
        None => tell(&format!("request {}: cancelled, or taken over", taken.request_id)),
        Some(answer) => {
            let status = finish(database, settings, &taken, &answer, stop)?;
            tell(&format!("request {}: {status}", taken.request_id));
        }
    }
    Ok(true)
}

/// A plan is worth more than one try to hand it in.
fn finish(
    database: &mut Database,
    settings: &Settings,
    taken: &Taken,
    answer: &str,
    stop: &dyn Fn() -> bool,
) -> Result<String, Failure> {
    let until = Instant::now() + settings.stale_after;
    loop {
        match database.finish(taken, answer) {
            Err(Failure::Away(issue)) if stop() || Instant::now() >= until => return Err(Failure::Away(issue)),
            Err(Failure::Away(_)) => {
                std::thread::sleep(RETRY);
                if let Ok(again) = Database::connect(settings) {
                    *database = again;
                }
            }
            other => return other,
        }
    }
}

fn reconnect(settings: &Settings, stop: &dyn Fn() -> bool) -> Result<Database, Issues> {
    loop {
        match Database::connect(settings) {
            Ok(database) => return Ok(database),
            Err(issues) if stop() => return Err(issues),
            Err(_) => std::thread::sleep(RETRY),
        }
    }
}
