use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A warehouse of its own, and what the command says of it.
pub struct Warehouse(TempDir);

impl Warehouse {
    pub fn new() -> Self {
        let warehouse = Self(tempfile::tempdir().unwrap());
        assert!(warehouse.run(&["init"]).status.success());
        warehouse
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let binary = std::env::var("HEATSCHED_BINARY").expect("HEATSCHED_BINARY names the command: run .ci/postgres");
        let mut command = Command::new(binary);
        command.args(arguments).current_dir(self.path()).env_remove("HEATSCHED_DSN").stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    pub fn sync(&self, direction: &str, dsn: &str, more: &[&str]) -> Synced {
        let arguments = ["sync", direction, "postgres", "--dsn", dsn, "--format", "csv"];
        Synced::of(&self.run(&[&arguments[..], more].concat()))
    }

    pub fn query(&self, sql: &str) -> String {
        let output = self.run(&["-c", sql, "--format", "csv"]);
        assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().lines().skip(1).collect::<Vec<_>>().join("\n")
    }
}

#[derive(Debug)]
pub struct Synced {
    pub code: Option<i32>,
    /// read, added, changed, unchanged, kept, refused
    pub tables: BTreeMap<String, [u64; 6]>,
    pub said: String,
}

impl Synced {
    pub fn of(output: &Output) -> Self {
        let text = String::from_utf8_lossy(&output.stdout);
        let tables = text.lines().skip(1).map(|line| {
            let mut parts = line.split(',');
            let name = parts.next().unwrap().to_string();
            let counts: Vec<u64> = parts.map(|count| count.parse().unwrap()).collect();
            (name, counts.try_into().unwrap())
        });
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        Self { code: output.status.code(), tables: tables.collect(), said }
    }

    pub fn done(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:?}");
        self
    }

    pub fn sum(&self) -> [u64; 6] {
        self.tables.values().fold([0; 6], |sum, counts| std::array::from_fn(|i| sum[i] + counts[i]))
    }
}
