//! Servers of other people, started for a test: a folder of `tests/peers` each, with what it needs pinned in
//! `requirements.txt` (Python) or `package-lock.json` (node).

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// A running server, ended when dropped.
#[derive(Debug)]
pub struct Peer {
    child: Child,
    /// What it printed when it was ready: a port or an address.
    pub ready: String,
    lines: Receiver<String>,
}

/// Longer than any peer takes, however busy the machine is.
const GUARD: Duration = Duration::from_secs(60);

impl Peer {
    /// Starts `tests/peers/FOLDER/SCRIPT`, and waits until it prints `ready ` and where it listens.
    pub fn start(folder: &str, script: &str, arguments: &[&str]) -> Self {
        let mut command = if Path::new(script).extension().is_some_and(|kind| kind == "py") {
            Command::new(python(folder))
        } else {
            node(folder);
            Command::new("node")
        };
        command.arg(script).args(arguments).current_dir(of(folder)).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|e| panic!("{folder}/{script} does not start: {e}"));
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let ready =
            lines.by_ref().map_while(Result::ok).find_map(|line| line.strip_prefix("ready ").map(str::to_owned));
        let ready = ready.unwrap_or_else(|| panic!("{folder}/{script} ended before it was ready"));
        let (said, heard) = channel();
        // what it prints later must not fill the pipe
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                eprintln!("{line}");
                // nobody may want to hear it
                let _ = said.send(line);
            }
        });
        Self { child, ready, lines: heard }
    }

    /// A line for its standard input.
    pub fn tell(&mut self, line: &str) {
        let input = self.child.stdin.as_mut().expect("piped");
        writeln!(input, "{line}").and_then(|()| input.flush()).expect("the peer listens");
    }

    /// Waits until it says so.
    pub fn said(&self, line: &str) {
        let heard = || self.lines.recv_timeout(GUARD).unwrap_or_else(|e| panic!("the peer never said {line}: {e}"));
        while heard() != line {}
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn of(folder: &str) -> PathBuf {
    // of whichever crate's tests ask
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../connectors/tests/peers").join(folder)
}

/// The Python that has the folder's requirements.
pub fn python(folder: &str) -> PathBuf {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.ci/python");
    let bin = output(Command::new(script).arg(of(folder).join("requirements.txt")));
    PathBuf::from(bin.trim()).join("python")
}

/// Installs the folder's packages, once.
pub fn node(folder: &str) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.ci/node");
    output(Command::new(script).arg(of(folder)));
}

/// One installation at a time: two tests may want the same.
fn output(command: &mut Command) -> String {
    static INSTALLING: Mutex<()> = Mutex::new(());
    let _one = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
    let output = command.stderr(Stdio::inherit()).output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    assert!(output.status.success(), "{command:?} failed");
    String::from_utf8(output.stdout).expect("text")
}
