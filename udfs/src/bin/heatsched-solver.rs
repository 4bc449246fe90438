//! The solver process: reads one request from standard input, writes progress and the result to standard output. It is
//! started by servers; `udfs::solver` says what the lines hold.
//!
//! The end of standard input, or SIGTERM, cancels: the process ends at once, whatever the solver is doing. It holds
//! nothing that would have to be put in order.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use udfs::model::Problem;
use udfs::optimize::{Control, Progress};
use udfs::solver::{MAX_REQUEST_BYTES, issues_line, progress_line, read_request, result_line};
use udfs::{Code, Issue, Issues, error::Place, plan};

/// Least time between two lines of progress.
const PAUSE: Duration = Duration::from_millis(50);
/// After the end of standard input: who pipes a file in gets to read what is wrong with it.
const GRACE: Duration = Duration::from_millis(100);

fn main() -> ExitCode {
    let answer = catch_unwind(answer).unwrap_or_else(|_| {
        let fix = "report this with the request";
        Err(Issue::error(Code::Internal, Place::new("heatsched-solver"), "the solver process panicked", fix).into())
    });
    let (line, code) = match answer {
        Ok(line) => (line, ExitCode::SUCCESS),
        Err(issues) => (issues_line(&issues), ExitCode::FAILURE),
    };
    if write(&line).is_ok() { code } else { ExitCode::FAILURE }
}

fn answer() -> Result<String, Issues> {
    let mut input = BufReader::new(io::stdin());
    let line = first_line(&mut input)?;
    thread::spawn(move || {
        // nothing is expected; an input that cannot be read has ended
        let _ = io::copy(&mut input, &mut io::sink());
        thread::sleep(GRACE);
        end();
    });
    let problem = read_request(&line)?;
    solve(&problem)
}

fn first_line(input: &mut impl BufRead) -> Result<String, Issues> {
    let fail = |code, message: String, fix: &str| Issues::from(Issue::error(code, Place::new("request"), message, fix));
    let mut line = Vec::new();
    let limit = MAX_REQUEST_BYTES as u64 + 1;
    let read = input.take(limit).read_until(b'\n', &mut line);
    read.map_err(|error| fail(Code::Io, error.to_string(), "write the request to standard input"))?;
    if line.len() > MAX_REQUEST_BYTES {
        let message = format!("the request is longer than {MAX_REQUEST_BYTES} bytes");
        return Err(fail(Code::TooLarge, message, "plan fewer jobs or days at once"));
    }
    if line.trim_ascii().is_empty() {
        return Err(fail(Code::EmptyInput, "no request".to_string(), "write one line of JSON to standard input"));
    }
    String::from_utf8(line).map_err(|error| fail(Code::Malformed, error.to_string(), "write UTF-8"))
}

fn solve(problem: &Problem) -> Result<String, Issues> {
    let begun = Instant::now();
    let (sender, receiver) = channel();
    let writer = thread::spawn(move || write_progress(&receiver));
    let solved = catch_unwind(AssertUnwindSafe(|| {
        plan::optimize(
            problem,
            &Control {
                elapsed: &|| begun.elapsed(),
                cancelled: &|| false,
                // the writer is gone where nobody reads
                progress: &|progress| {
                    let _ = sender.send(*progress);
                },
            },
        )
    }));
    drop(sender);
    // a writer that panicked wrote less progress
    let _ = writer.join();
    match solved {
        Ok(plan) => plan.map(|plan| result_line(problem, &plan.optimized)),
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// Writes what changed, the last of each pause.
fn write_progress(progress: &Receiver<Progress>) {
    let mut written: Option<(Option<f64>, Option<f64>)> = None;
    while let Ok(mut latest) = progress.recv() {
        let until = Instant::now() + PAUSE;
        while let Ok(next) = progress.recv_timeout(until.saturating_duration_since(Instant::now())) {
            latest = merged(latest, next);
        }
        let (incumbent, bound) = written.unwrap_or_default();
        latest.incumbent = latest.incumbent.or(incumbent);
        latest.lower_bound = latest.lower_bound.or(bound);
        let now = (latest.incumbent, latest.lower_bound);
        if written == Some(now) {
            continue;
        }
        if write(&progress_line(&latest)).is_err() {
            return;
        }
        written = Some(now);
    }
}

/// The later one, with what it leaves open as it was.
fn merged(before: Progress, next: Progress) -> Progress {
    Progress {
        incumbent: next.incumbent.or(before.incumbent),
        lower_bound: next.lower_bound.or(before.lower_bound),
        ..next
    }
}

fn write(line: &str) -> io::Result<()> {
    let mut output = io::stdout().lock();
    writeln!(output, "{line}")?;
    output.flush()
}

/// Without destructors: they would wait for a solver that is still at work.
#[cfg(unix)]
#[expect(unsafe_code, reason = "the standard library's exit runs destructors")]
fn end() -> ! {
    // SAFETY: ends the process and touches nothing of it
    unsafe { libc::_exit(1) }
}

#[cfg(not(unix))]
fn end() -> ! {
    std::process::exit(1)
}
