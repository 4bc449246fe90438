//! The built command, from outside: what it prints where, and how it ends.

mod bills;
mod codes;
mod documents;
mod erp;
mod fleets;
mod formats;
mod help;
mod killed;
mod kills;
mod loads;
mod overviews;
mod pictures;
mod reference_bills;
mod reports;
mod shell;
mod walk_through;
mod warehouse;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A folder of its own for each test, in which `heatsched` runs.
pub struct Bench {
    folder: tempfile::TempDir,
}

pub struct Ran {
    pub stdout: Vec<u8>,
    pub stderr: String,
    pub code: Option<i32>,
}

impl Ran {
    pub fn of(output: Output) -> Self {
        keep(&[&output.stdout, &output.stderr]);
        let stderr = String::from_utf8(output.stderr).expect("UTF-8 on standard error");
        Self { stdout: output.stdout, stderr, code: output.status.code() }
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.stdout.clone()).expect("UTF-8 on standard output")
    }

    #[track_caller]
    pub fn succeeds(self) -> Self {
        assert_eq!(self.code, Some(0), "stderr: {}", self.stderr);
        self
    }

    #[track_caller]
    pub fn ends_with_code(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout: {}\nstderr: {}", String::from_utf8_lossy(&self.stdout), self.stderr);
        self
    }
}

/// In the folder that `HEATSCHED_SAID` names, where `.ci/test` looks for secrets.
fn keep(said: &[&[u8]]) {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let Some(folder) = std::env::var_os("HEATSCHED_SAID").filter(|_| !said.concat().is_empty()) else { return };
    let name = format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    std::fs::write(Path::new(&folder).join(name), said.concat()).expect("kept");
}

/// What loads stored is kept with what they said.
impl Drop for Bench {
    fn drop(&mut self) {
        if std::env::var_os("HEATSCHED_SAID").is_some() && self.path("loads.toml").exists() {
            let tables =
                ["runs", "quarantine", "payloads", "state"].map(|name| format!("SELECT * FROM connector_{name}"));
            let jobs = "SELECT * FROM production_jobs";
            let query = format!("{}; {jobs}", tables.join("; "));
            let output = self.command(&["-c", &query, "--format", "csv"]).output();
            keep(&output.map(|output| output.stdout).iter().map(Vec::as_slice).collect::<Vec<_>>());
        }
    }
}

impl Bench {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// With an empty warehouse.
    pub fn with_warehouse() -> Self {
        let bench = Self::new();
        bench.run(&["init"]).succeeds();
        bench
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, content: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).expect("the file is written");
        path
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).expect("the file is there")
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_heatsched"));
        command.args(arguments).current_dir(self.folder.path());
        for name in ["HEATSCHED_WAREHOUSE", "HEATSCHED_TENANT", "NO_COLOR", "COLUMNS"] {
            command.env_remove(name);
        }
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with_input(arguments, "")
    }

    pub fn run_with_input(&self, arguments: &[&str], input: &str) -> Ran {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("heatsched starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        // a command that reads nothing may have closed it
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        Ran::of(child.wait_with_output().expect("heatsched ends"))
    }

    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.folder.path())
            .expect("the folder is there")
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .collect();
        names.sort();
        names
    }
}

/// Four jobs, a furnace and a boiler, a tariff of two prices.
pub const PROBLEM: &str = include_str!("problem.json");

/// The benchmark problems, where they are kept beside the workspace.
pub fn shared(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("HEATSCHED_SHARED_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"), PathBuf::from);
    let path = folder.join(name);
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}
