use std::io::{ErrorKind, Read, Write};
use std::os::fd::AsRawFd;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{ChildStdin, ChildStdout, Command, ExitStatus, Stdio};

use udfs::error::{Code, Issue, Issues, Place};

use super::failed;

/// A solver process. It is killed and reaped when this goes, on the way of an error, too.
#[derive(Debug)]
pub struct Child {
    process: std::process::Child,
    input: ChildStdin,
    output: ChildStdout,
}

impl Child {
    /// No shell, no environment, no open file of the server's.
    pub fn start(path: &Path, memory_mb: i32) -> Result<Self, Issues> {
        let unstarted = |error: std::io::Error| {
            let message = format!("{} does not start: {error}", path.display());
            Issues::from(Issue::error(Code::Io, Place::new("heatsched-solver"), message, "install it again"))
        };
        let mut command = Command::new(path);
        command.env_clear().current_dir("/");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let parent = std::process::id();
        let bytes = u64::try_from(memory_mb).unwrap_or_default() << 20;
        // SAFETY: between fork and exec only system calls
        unsafe { command.pre_exec(move || confine(parent, bytes)) };
        let mut process = command.spawn().map_err(unstarted)?;
        let (Some(input), Some(output)) = (process.stdin.take(), process.stdout.take()) else {
            return Err(failed("it has no pipes"));
        };
        let child = Self { process, input, output };
        for pipe in [child.input.as_raw_fd(), child.output.as_raw_fd()] {
            // SAFETY: the pipes are open
            if unsafe { libc::fcntl(pipe, libc::F_SETFL, libc::O_NONBLOCK) } != 0 {
                return Err(unstarted(std::io::Error::last_os_error()));
            }
        }
        Ok(child)
    }

    pub fn input(&self) -> i32 {
        self.input.as_raw_fd()
    }

    pub fn output(&self) -> i32 {
        self.output.as_raw_fd()
    }

    /// How much the pipe took; 0 where it is full.
    pub fn write(&mut self, bytes: &[u8]) -> Result<usize, Issues> {
        match self.input.write(bytes) {
            Ok(written) => Ok(written),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => Ok(0),
            Err(_) => Err(self.ended()),
        }
    }

    /// How much there was to read; 0 at the end, `None` where there is nothing yet.
    pub fn read(&mut self, told: &mut Vec<u8>) -> Result<Option<usize>, Issues> {
        let mut buffer = [0; 1 << 16];
        match self.output.read(&mut buffer) {
            Ok(count) => {
                told.extend_from_slice(&buffer[..count]);
                Ok(Some(count))
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => Ok(None),
            Err(error) => Err(failed(error.to_string())),
        }
    }

    /// Why it ended without an answer.
    pub fn ended(&mut self) -> Issues {
        let _ = self.process.kill();
        failed(match self.process.wait() {
            Ok(status) => format!("it ended without a result: {}", describe(status)),
            Err(error) => error.to_string(),
        })
    }
}

fn describe(status: ExitStatus) -> String {
    match (status.signal(), status.code()) {
        (Some(signal), _) => format!("signal {signal}"),
        (None, code) => format!("code {}", code.unwrap_or_default()),
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // it may have ended by itself
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// In the child, before it is the solver: ends with the backend, keeps to its memory, and inherits no file.
fn confine(parent: u32, bytes: u64) -> std::io::Result<()> {
    let limit = libc::rlimit { rlim_cur: bytes, rlim_max: bytes };
    let core = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: system calls with valid arguments
    unsafe {
        for set in [
            libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL),
            libc::setrlimit(libc::RLIMIT_AS, &limit),
            libc::setrlimit(libc::RLIMIT_CORE, &core),
        ] {
            if set != 0 {
                return Err(std::io::Error::last_os_error());
            }
        }
        // the backend may have died before the wish to die with it was known
        if libc::getppid() as u32 != parent {
            return Err(std::io::Error::from_raw_os_error(libc::ESRCH));
        }
        let first = 3u32;
        if libc::syscall(libc::SYS_close_range, first, u32::MAX, libc::CLOSE_RANGE_CLOEXEC) != 0 {
            for file in 3..1024 {
                libc::fcntl(file, libc::F_SETFD, libc::FD_CLOEXEC);
            }
        }
    }
    Ok(())
}
