use std::time::{Duration, Instant};

use udfs::error::{Code, Issue, Issues, Place};
use udfs::solver::{issues_line, read_request};

use super::queue::{self, Taken};
use super::{NAME, is_asked_to_stop};
use crate::solver::ask;

/// Between two signs of life; far less than the minute after which another worker takes over.
const HEARTBEAT: Duration = Duration::from_secs(2);

/// How a solve ended.
enum End {
    /// A line of the solver's protocol: what is wrong with the request is an answer, too.
    Answered(String),
    /// Cancelled, or taken over.
    Unwanted,
    Stopped,
    Crashed(Issues),
}

/// Whether there was a request to work on.
pub fn next() -> bool {
    let Some(taken) = queue::take() else { return false };
    let id = &taken.request_id;
    match solve(&taken) {
        End::Answered(answer) => pgrx::log!("request {id}: {}", queue::finish(&taken, &answer)),
        End::Unwanted => pgrx::log!("request {id}: cancelled, or taken over"),
        End::Stopped => queue::release(&taken),
        // taken again when its last sign of life is old
        End::Crashed(issues) => pgrx::log!("request {id}: {issues}"),
    }
    true
}

fn solve(taken: &Taken) -> End {
    let problem = match read_request(&taken.request) {
        Ok(problem) => problem,
        Err(issues) => return End::Answered(issues_line(&issues)),
    };
    let (mut due, mut wanted) = (Instant::now(), true);
    let answer = ask(&problem, &mut |step| {
        if Instant::now() >= due {
            due = Instant::now() + HEARTBEAT;
            wanted = queue::report(taken, step);
        }
        if wanted && !is_asked_to_stop() { Ok(()) } else { Err(ended()) }
    });
    match answer {
        Ok(answer) => End::Answered(answer),
        Err(_) if !wanted => End::Unwanted,
        Err(_) if is_asked_to_stop() => End::Stopped,
        Err(issues) if issues.0.iter().any(|issue| issue.code == Code::Solver) => End::Crashed(issues),
        Err(issues) => End::Answered(issues_line(&issues)),
    }
}

fn ended() -> Issues {
    Issue::error(Code::Cancelled, Place::new(NAME), "the solve is not wanted any more", "").into()
}
