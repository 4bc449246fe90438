//! The solver process as servers use it: the real process over real pipes.
#![cfg(feature = "milp")]

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use udfs::model::{Problem, Status};
use udfs::optimize::Control;
use udfs::sample::sample;
use udfs::solver::{Message, read_message, request};
use udfs::{Code, plan};

struct Solver {
    process: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
}

fn start(line: &[u8]) -> Solver {
    let mut command = Command::new(env!("CARGO_BIN_EXE_heatsched-solver"));
    let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the process starts");
    let mut input = process.stdin.take().expect("a pipe");
    let output = BufReader::new(process.stdout.take().expect("a pipe"));
    let (sender, lines) = channel();
    thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    // a process that has heard enough reads no more
    let _ = input.write_all(line).and_then(|()| input.write_all(b"\n"));
    Solver { process, input: Some(input), lines }
}

impl Solver {
    /// All it writes until it ends, and its exit code; its input stays open.
    fn finish(mut self) -> (Vec<String>, Option<i32>) {
        let lines = self.lines.iter().collect();
        (lines, self.process.wait().expect("it ends").code())
    }
}

/// Busy for much longer than any test waits.
fn long_problem() -> Problem {
    let mut problem = sample(8).problem;
    problem.options.work_limit = Some(1_000_000_000);
    problem.options.gap_tolerance = 0.into();
    problem
}

fn in_process(problem: &Problem) -> plan::Plan {
    let control = Control { elapsed: &|| Duration::ZERO, cancelled: &|| false, progress: &|_| () };
    plan::optimize(problem, &control).expect("a plan")
}

#[test]
fn a_result_is_the_one_found_in_process() {
    for seed in [1, 2, 5, 8] {
        let problem = sample(seed).problem;
        let (lines, code) = start(request(&problem).as_bytes()).finish();
        assert_eq!(code, Some(0), "{lines:?}");
        let (last, before) = lines.split_last().expect("a line");
        let Ok(Message::Result(result)) = read_message(&problem, last) else { panic!("no result: {last}") };
        for line in before {
            assert!(matches!(read_message(&problem, line), Ok(Message::Progress(_))), "{line}");
        }
        let expected = in_process(&problem).optimized;
        assert_eq!(result.provenance_hash, expected.provenance_hash, "sample {seed}");
        // the whole plan is found again behind the document
        let plan = plan::of_result(&problem, &result).expect("the plan");
        assert_eq!(plan.optimized.cost, expected.cost);
        assert_eq!(plan.baseline.provenance_hash, in_process(&problem).baseline.provenance_hash);
    }
}

#[test]
fn a_result_that_was_changed_is_refused() {
    let problem = sample(2).problem;
    let mut result = in_process(&problem).optimized;
    result.status = if result.status == Status::Elastic { Status::Feasible } else { Status::Elastic };
    result.solver = "another".to_string();
    let issues = plan::of_result(&problem, &result).expect_err("another hash");
    assert_eq!(issues.0[0].code, Code::HashMismatch);
}

#[test]
fn closing_its_input_ends_it() {
    let mut solver = start(request(&long_problem()).as_bytes());
    // it is at work once it tells of progress
    solver.lines.recv_timeout(Duration::from_secs(60)).expect("progress");
    assert_eq!(solver.process.try_wait().expect("a process"), None);
    let asked = Instant::now();
    solver.input.take();
    let status = solver.process.wait().expect("it ends");
    assert!(asked.elapsed() < Duration::from_millis(300), "{:?}", asked.elapsed());
    assert_eq!(status.code(), Some(1));
}

#[test]
fn garbage_in_issues_out() {
    let too_long = vec![b'x'; udfs::solver::MAX_REQUEST_BYTES + 10];
    let deep = [b"{\"problem\":".to_vec(), vec![b'['; 100_000]].concat();
    let inputs: [(&[u8], Code); 6] = [
        (b"nonsense", Code::Malformed),
        (b"", Code::EmptyInput),
        (b"{\"problem\": {}, \"option\": 1}", Code::UnknownField),
        (b"\xff\xfe", Code::Malformed),
        (&deep, Code::Malformed),
        (&too_long, Code::TooLarge),
    ];
    for (input, code) in inputs {
        let (lines, exit) = start(input).finish();
        assert_eq!(exit, Some(1));
        let line = lines.last().expect("a line");
        let Ok(Message::Issues(issues)) = read_message(&sample(1).problem, line) else { panic!("no issues: {line}") };
        assert_eq!(issues.0[0].code, code, "{issues}");
    }
}

#[test]
fn a_problem_that_cannot_be_read_is_issues() {
    let mut problem = sample(1).problem;
    problem.jobs[0].duration_minutes = 0;
    let (lines, exit) = start(request(&problem).as_bytes()).finish();
    assert_eq!(exit, Some(1));
    let Ok(Message::Issues(issues)) = read_message(&problem, &lines[0]) else { panic!("no issues: {lines:?}") };
    assert!(issues.0.iter().any(|issue| issue.code == Code::ZeroDuration), "{issues}");
}
