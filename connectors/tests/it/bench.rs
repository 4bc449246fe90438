//! A job and a store of its own for each test.

use std::path::Path;

use connectors::load::{
    Config, Control, Environment, Job, Options, Redactor, Session, Source, Summary, System, open, replay, run,
};
use udfs::row::{Cell, Row};
use udfs::store::{MemoryStore, Store};
use udfs::tables::{ALL, CONNECTOR_QUARANTINE, Table};

pub struct Bench {
    pub store: MemoryStore,
    pub folder: tempfile::TempDir,
    secret: (&'static str, &'static str),
}

/// With one secret.
#[derive(Debug)]
struct Surroundings(&'static str, &'static str);

impl Environment for Surroundings {
    fn variable(&self, name: &str) -> Option<String> {
        (name == self.0).then(|| self.1.to_string())
    }

    fn private_file(&self, path: &Path) -> Result<String, String> {
        System.private_file(path)
    }

    fn replace_private_file(&self, path: &Path, text: &str) -> Result<(), String> {
        System.replace_private_file(path, text)
    }
}

impl Bench {
    pub fn new(name: &'static str, value: &'static str) -> Self {
        Self { store: MemoryStore::new(), folder: tempfile::tempdir().expect("a folder"), secret: (name, value) }
    }

    pub fn job(&self, text: &str) -> Job {
        Config::parse("loads.toml", text, self.folder.path()).expect("a job").jobs.remove(0)
    }

    pub fn load(&self, job: &Job, options: &Options) -> Summary {
        self.with(job, |source, session| run(job, source, &self.store, session, options).expect("the store works"))
    }

    pub fn run(&self, job: &Job) -> Summary {
        self.load(job, &Options::default())
    }

    pub fn replay(&self, job: &Job) -> Summary {
        self.with(job, |source, session| replay(job, source, &self.store, session, false).expect("the store works"))
    }

    pub fn with<T>(&self, job: &Job, work: impl FnOnce(&dyn Source, &Session<'_>) -> T) -> T {
        let surroundings = Surroundings(self.secret.0, self.secret.1);
        let (redactor, control) = (Redactor::default(), Control::default());
        let session = Session::new(&System, &surroundings, &redactor, &control, 1);
        work(open(job, &self.store).expect("opens").as_ref(), &session)
    }

    /// The columns of a table's rows as text.
    pub fn rows(&self, table: &'static Table, columns: &[&str]) -> Vec<String> {
        let rows = self.store.read(table, &[]).expect("readable");
        rows.iter().map(|row| columns.iter().map(|name| shown(row, name)).collect::<Vec<_>>().join(" ")).collect()
    }

    pub fn quarantine(&self) -> Vec<String> {
        self.rows(&CONNECTOR_QUARANTINE, &["record_key", "reason_code", "resolved_at"])
    }
}

/// All secrets of tests have this in them.
const MARK: &str = "s3cret";

impl Drop for Bench {
    fn drop(&mut self) {
        let stored = ALL.iter().flat_map(|table| self.store.read(table, &[]).expect("readable"));
        let with_secret = stored.map(|row| format!("{row:?}")).find(|row| row.contains(MARK));
        assert!(std::thread::panicking() || with_secret.is_none(), "{with_secret:?}");
    }
}

fn shown(row: &Row, name: &str) -> String {
    match row.get(name) {
        None | Some(Cell::Null) => "-".into(),
        Some(Cell::Text(text)) => text.clone(),
        Some(Cell::Number(number)) => number.normalize().to_string(),
        Some(Cell::Time(at)) => at.format("%Y-%m-%dT%H:%MZ").to_string(),
        Some(other) => other.describe(),
    }
}
