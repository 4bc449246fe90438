//! Solving in a process of its own: what crashes or runs out of memory there is an error here.

mod child;
mod wait;

use std::path::PathBuf;

use udfs::error::{Code, Issue, Issues, Place};
use udfs::model::Problem;
use udfs::plan::{self, Plan};
use udfs::solver::{Message, Step, read_message, request};

use crate::settings::{SOLVER_MEMORY_MB, SOLVER_TIME_LIMIT_SECONDS, THREADS};
use child::Child;
use wait::{Deadline, wait};

/// Plans a problem. Cancelling the statement, its timeout and a lost client end the process.
pub fn solve(problem: &Problem) -> Result<Plan, Issues> {
    let answer = ask(problem, &mut |_| Ok(()))?;
    match read_message(problem, &answer)? {
        Message::Result(result) => plan::of_result(problem, &result),
        Message::Issues(issues) => Err(issues),
        Message::Progress(_) => Err(failed("its last line is no answer")),
    }
}

/// The line that a solver process answers. `watch` sees how far it is, several times a second; its error ends the process.
pub fn ask(problem: &Problem, watch: &mut dyn FnMut(Option<Step>) -> Result<(), Issues>) -> Result<String, Issues> {
    let mut asked = problem.clone();
    if let Ok(threads @ 1..) = u32::try_from(THREADS.get()) {
        asked.options.threads.get_or_insert(threads);
    }
    let deadline = Deadline::after(SOLVER_TIME_LIMIT_SECONDS.get());
    let mut child = Child::start(&path()?, SOLVER_MEMORY_MB.get())?;
    let line = format!("{}\n", request(&asked));
    let mut rest = line.as_bytes();
    while !rest.is_empty() {
        match child.write(rest)? {
            0 => wait(child.input(), wait::Ready::ToWrite, &deadline)?,
            written => rest = &rest[written..],
        }
    }
    let (mut told, mut step) = (Vec::new(), None);
    loop {
        watch(step)?;
        match child.read(&mut told)? {
            None => wait(child.output(), wait::Ready::ToRead, &deadline)?,
            Some(0) => return Err(child.ended()),
            Some(_) => {}
        }
        while let Some(end) = told.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = told.drain(..=end).collect();
            let line = String::from_utf8_lossy(&line).into_owned();
            match read_message(&asked, &line)? {
                Message::Progress(progress) => step = Some(progress),
                Message::Result(_) | Message::Issues(_) => return Ok(line),
            }
        }
    }
}

/// Beside the extension's own library, nowhere else.
fn path() -> Result<PathBuf, Issues> {
    let mut folder = [0; pg_sys_path::LENGTH];
    // SAFETY: the buffer has the length that Postgres fills at most
    let folder = unsafe {
        pgrx::pg_sys::get_pkglib_path((&raw const pgrx::pg_sys::my_exec_path).cast(), folder.as_mut_ptr());
        std::ffi::CStr::from_ptr(folder.as_ptr())
    };
    let path = PathBuf::from(folder.to_string_lossy().into_owned()).join("heatsched-solver");
    if path.is_file() {
        return Ok(path);
    }
    let message = format!("{} is not there", path.display());
    Err(Issue::error(Code::Io, Place::new("heatsched-solver"), message, "install it beside the extension").into())
}

mod pg_sys_path {
    pub const LENGTH: usize = pgrx::pg_sys::MAXPGPATH as usize;
}

pub(crate) fn failed(message: impl Into<String>) -> Issues {
    let fix = "see the server's log; give the solver more memory by heatsched.solver_memory_mb";
    Issue::error(Code::Solver, Place::new("heatsched-solver"), message, fix).into()
}
