use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use udfs::error::Place;
use udfs::model::Problem;
use udfs::optimize::{Control, Progress};
use udfs::plan::{self, Plan};
use udfs::solver::{issues_line, read_request, result_line};
use udfs::{Code, Issue, Issues};

use super::{HEARTBEAT, Taken};

/// How often a solve looks whether it has to end.
const LOOK: Duration = Duration::from_millis(100);

/// The line that answers a request; none where the solve was stopped. `report` is called every few seconds, and says
/// whether the answer is still wanted.
pub fn solve(
    taken: &Taken,
    threads: Option<u32>,
    stop: &dyn Fn() -> bool,
    report: &mut dyn FnMut(Option<Progress>) -> bool,
) -> Option<String> {
    let problem = match read_request(&taken.request) {
        Ok(problem) => problem,
        Err(issues) => return Some(issues_line(&issues)),
    };
    let (latest, cancelled) = (Mutex::new(None), AtomicBool::new(false));
    let solved = thread::scope(|scope| {
        let (sender, receiver) = channel();
        let (latest, cancelled) = (&latest, &cancelled);
        let asked = asked(&problem, threads);
        scope.spawn(move || {
            // nobody listens any more where the solve was stopped
            let _ = sender.send(optimize(&asked, latest, cancelled));
        });
        let mut due = Instant::now();
        loop {
            match receiver.recv_timeout(LOOK) {
                Ok(solved) => return Some(solved),
                Err(RecvTimeoutError::Disconnected) => return Some(Err(panicked())),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if Instant::now() >= due {
                due = Instant::now() + HEARTBEAT;
                let progress = *latest.lock().unwrap_or_else(PoisonError::into_inner);
                if !report(progress) {
                    cancelled.store(true, Ordering::Relaxed);
                }
            }
            if stop() {
                cancelled.store(true, Ordering::Relaxed);
            }
            if cancelled.load(Ordering::Relaxed) {
                return None;
            }
        }
    })?;
    Some(match solved {
        Ok(plan) => result_line(&problem, &plan.optimized),
        Err(issues) => issues_line(&issues),
    })
}

/// Threads never change the plan.
fn asked(problem: &Problem, threads: Option<u32>) -> Problem {
    let mut asked = problem.clone();
    if let Some(threads) = threads {
        asked.options.threads.get_or_insert(threads);
    }
    asked
}

fn optimize(problem: &Problem, latest: &Mutex<Option<Progress>>, cancelled: &AtomicBool) -> Result<Plan, Issues> {
    let begun = Instant::now();
    let work = || {
        plan::optimize(
            problem,
            &Control {
                elapsed: &|| begun.elapsed(),
                cancelled: &|| cancelled.load(Ordering::Relaxed),
                progress: &|progress| *latest.lock().unwrap_or_else(PoisonError::into_inner) = Some(*progress),
            },
        )
    };
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(panicked()))
}

fn panicked() -> Issues {
    let fix = "report this with the request";
    Issue::error(Code::Internal, Place::new("heatsched worker"), "the solver panicked", fix).into()
}
