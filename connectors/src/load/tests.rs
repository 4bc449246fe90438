use std::path::Path;
use std::time::Duration;

use udfs::Code;
use udfs::row::{Cell, Row};
use udfs::store::{MemoryStore, Store};
use udfs::tables::{
    CONNECTOR_PAYLOADS, CONNECTOR_QUARANTINE, CONNECTOR_RUNS, CONNECTOR_STATE, PRODUCTION_JOBS, SCHEDULES, Table,
};

use super::testing::Fake;
use super::*;

const HEADER: &str = "job_id,heating_requirement_kwh,duration_minutes,earliest_start,latest_end\n";

fn line(id: &str, kwh: &str) -> String {
    format!("{id},{kwh},60,2026-01-05T06:00:00Z,2026-01-05T12:00:00Z\n")
}

fn job(folder: &Path, more: &str) -> Job {
    let text = format!(
        "[job.orders]\nkind = \"files\"\nsite = \"p\"\nfolder = \".\"\npattern = \"*.csv\"\ntable = \"jobs\"\n\
         time_zone = \"America/Chicago\"\n{more}"
    );
    Config::parse("jobs.toml", &text, folder).expect("valid").jobs.remove(0)
}

/// Each run a minute after the one before, as a scheduler would.
fn load_with(store: &dyn Store, job: &Job, seed: u64, options: &Options) -> Summary {
    let (fake, redactor, control) = (Fake::new(), Redactor::default(), Control::default());
    fake.sleep(Duration::from_secs(60 * seed));
    let session = Session::new(&fake, &fake, &redactor, &control, seed);
    let source = open(job, store).expect("opens");
    run(job, source.as_ref(), store, &session, options).expect("the store works")
}

fn load(store: &dyn Store, job: &Job, seed: u64) -> Summary {
    load_with(store, job, seed, &Options::default())
}

fn rows(store: &dyn Store, table: &'static Table) -> Vec<Row> {
    store.read(table, &[]).expect("readable")
}

fn word(row: &Row, name: &str) -> String {
    rows::text(row, name).unwrap_or_default().to_string()
}

#[test]
fn a_file_is_loaded_once_with_its_cursor_hash_and_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = format!("{HEADER}{}{}", line("J1", "100"), line("J2", "50"));
    std::fs::write(folder.path().join("a.csv"), &text).expect("written");
    let (store, job) = (MemoryStore::new(), job(folder.path(), ""));
    let first = load(&store, &job, 1);
    assert_eq!((first.outcome, first.exit_code()), (Outcome::Done, 0));
    assert_eq!(rows(&store, &PRODUCTION_JOBS).len(), 2);
    let payloads = rows(&store, &CONNECTOR_PAYLOADS);
    assert_eq!(word(&payloads[0], "sha256"), page::sha256(text.as_bytes()));
    assert_eq!(word(&rows(&store, &CONNECTOR_STATE)[0], "cursor_value"), page::sha256(text.as_bytes()));
    let again = load(&store, &job, 2);
    assert_eq!((again.counts.read, again.counts.written), (0, 0));
    let full = load_with(&store, &job, 3, &Options { full: true, ..Options::default() });
    assert_eq!((full.counts.written, full.counts.unchanged), (0, 2));
    let statuses: Vec<_> = rows(&store, &CONNECTOR_RUNS).iter().map(|row| word(row, "status")).collect();
    assert_eq!(statuses, ["done", "done", "done"]);
}

#[test]
fn a_bad_row_waits_in_quarantine_until_it_is_mended() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.csv");
    std::fs::write(&path, format!("{HEADER}{}{}", line("J1", "100"), line("J2", "lots"))).expect("written");
    let (store, job) = (MemoryStore::new(), job(folder.path(), ""));
    let partial = load(&store, &job, 1);
    assert_eq!((partial.outcome, partial.exit_code(), partial.counts.quarantined), (Outcome::Partial, 3, 1));
    let waiting = rows(&store, &CONNECTOR_QUARANTINE);
    assert_eq!(
        (word(&waiting[0], "record_key"), word(&waiting[0], "reason_code")),
        ("a.csv:3".into(), "HS1004".into())
    );
    assert!(word(&waiting[0], "raw").contains("lots"));
    std::fs::write(&path, format!("{HEADER}{}{}", line("J1", "100"), line("J2", "70"))).expect("written");
    let (fake, redactor, control) = (Fake::new(), Redactor::default(), Control::default());
    fake.sleep(Duration::from_secs(600));
    let session = Session::new(&fake, &fake, &redactor, &control, 9);
    let source = open(&job, &store).expect("opens");
    let replayed = replay(&job, source.as_ref(), &store, &session, false).expect("the store works");
    assert_eq!((replayed.outcome, replayed.counts.written), (Outcome::Done, 1));
    assert_ne!(rows(&store, &CONNECTOR_QUARANTINE)[0].get("resolved_at"), Some(&Cell::Null));
    assert_eq!(rows(&store, &PRODUCTION_JOBS).len(), 2);
}

#[test]
fn too_many_bad_rows_leave_the_tables_and_the_cursor_as_they_were() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = format!("{HEADER}{}{}{}", line("J1", "100"), line("J2", "x"), line("J3", "y"));
    std::fs::write(folder.path().join("a.csv"), text).expect("written");
    let (store, job) = (MemoryStore::new(), job(folder.path(), ""));
    let failed = load(&store, &job, 1);
    assert_eq!(failed.error.as_ref().map(|issue| issue.code), Some(Code::TooManyBadRows));
    assert_eq!((failed.exit_code(), failed.counts.written), (1, 0));
    assert!(rows(&store, &PRODUCTION_JOBS).is_empty() && rows(&store, &CONNECTOR_STATE).is_empty());
    assert_eq!(rows(&store, &CONNECTOR_QUARANTINE).len(), 2, "the reasons can be read");
    assert_eq!(word(&rows(&store, &CONNECTOR_RUNS)[0], "status"), "failed");
}

#[test]
fn a_load_keeps_rows_entered_by_hand_and_schedules_that_were_planned() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("a.csv"), format!("{HEADER}{}", line("J1", "100"))).expect("written");
    let (store, job) = (MemoryStore::new(), job(folder.path(), ""));
    load(&store, &job, 1);
    let mut by_hand = rows(&store, &PRODUCTION_JOBS).remove(0);
    rows::set(&mut by_hand, "source_system", Cell::Text("manual".into()));
    let mut planned = rows(&store, &SCHEDULES).remove(0);
    rows::set(&mut planned, "status", Cell::Text("published".into()));
    let change = |table, row: &Row| udfs::store::Change::upsert(table, vec![row.clone()]);
    store.write(&[change(&PRODUCTION_JOBS, &by_hand), change(&SCHEDULES, &planned)]).expect("written");
    std::fs::write(folder.path().join("a.csv"), format!("{HEADER}{}", line("J1", "999"))).expect("written");
    let second = load(&store, &job, 2);
    assert_eq!((second.counts.kept, second.counts.written), (1, 0));
    assert_eq!(rows(&store, &PRODUCTION_JOBS), [by_hand]);
    assert_eq!(rows(&store, &SCHEDULES), [planned]);
}

#[test]
fn a_dry_run_writes_nothing_and_a_limit_does_not_move_the_cursor() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = format!("{HEADER}{}{}", line("J1", "1"), line("J2", "2"));
    std::fs::write(folder.path().join("a.csv"), text).expect("written");
    let (store, job) = (MemoryStore::new(), job(folder.path(), ""));
    let dry = load_with(&store, &job, 1, &Options { dry_run: true, ..Options::default() });
    assert!(dry.counts.written > 0 && rows(&store, &PRODUCTION_JOBS).is_empty());
    assert!(rows(&store, &CONNECTOR_RUNS).is_empty());
    load_with(&store, &job, 2, &Options { limit: Some(1), ..Options::default() });
    assert!(rows(&store, &CONNECTOR_STATE).is_empty());
}

#[test]
fn a_run_that_ended_without_a_word_is_marked_by_the_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, job) = (MemoryStore::new(), job(folder.path(), ""));
    let (fake, redactor, control) = (Fake::new(), Redactor::default(), Control::default());
    let session = Session::new(&fake, &fake, &redactor, &control, 1);
    drop(
        run::Load::start(&job, open(&job, &store).expect("opens").as_ref(), &store, &session, &Options::default())
            .expect("started"),
    );
    load(&store, &job, 2);
    let statuses: Vec<_> = rows(&store, &CONNECTOR_RUNS).iter().map(|row| word(row, "status")).collect();
    assert_eq!(statuses, ["abandoned", "done"]);
}

#[test]
fn a_job_runs_once_at_a_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let job = job(folder.path(), "");
    let held = Lock::take(folder.path(), &job).expect("free");
    assert_eq!(Lock::take(folder.path(), &job).map_err(|issue| issue.code).err(), Some(Code::LoadRunning));
    drop(held);
    assert!(Lock::take(folder.path(), &job).is_ok());
}

#[test]
fn secrets_are_found_where_they_are_kept_and_never_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("key");
    std::fs::write(&path, "from a file & more\n").expect("written");
    let fake = Fake::new().knows("SAP", "s3cret-of-sap");
    let redactor = Redactor::default();
    let secrets = Secrets { environment: &fake, redactor: &redactor };
    let find = |text: &str| secrets.find(udfs::error::Place::new("job.x"), text);
    let secret = find("${env:SAP}").expect("set");
    assert_eq!(secret.expose(), "s3cret-of-sap");
    assert!(!format!("{secret} {secret:?}").contains("s3cret"));
    assert_eq!(redactor.clean("logon with s3cret-of-sap failed"), "logon with *** failed");
    let file = format!("${{file:{}}}", path.display());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).expect("changed");
        assert_eq!(find(&file).map_err(|issue| issue.code).err(), Some(Code::SecretUnsafe));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("changed");
    }
    assert_eq!(find(&file).expect("private").expose(), "from a file & more");
    assert_eq!(redactor.clean("?k=from+a+file+%26+more"), "?k=***");
    assert_eq!(redactor.clean("<k>from a file &amp; more</k>, from a file &"), "<k>***</k>, ***", "cut off, too");
    let refused = find("hunter2-literal").expect_err("a literal").to_string();
    assert!(!refused.contains("hunter2"), "{refused}");
    assert!(find("${env:UNSET}").is_err() && find("${credential:x}").is_err() && find("${vault:x}").is_err());
    let url = "https://u:pass@h/x?api_key=abcdef&q=1".parse().expect("an address");
    let shown = redactor.url(&url);
    assert!(!shown.contains("abcdef") && !shown.contains("pass@") && shown.contains("q=1"), "{shown}");
}

#[test]
fn a_configuration_tells_what_is_wrong_with_each_job() {
    let text = "[job.a]\nkind = \"fax\"\n[job.b]\nkind = \"files\"\ntimeout = \"soon\"\n[job.c]\nkind=\"files\"\nmax_bad_ratio = 2";
    let issues = Config::parse("jobs.toml", text, Path::new("")).expect_err("three mistakes");
    assert_eq!(issues.0.len(), 3, "{issues}");
    let limits = job(Path::new(""), "max_bad_ratio = 0.1\nmax_bad_rows = 5").limits;
    assert!(limits.allow(1, 3) && limits.allow(5, 50) && !limits.allow(6, 600) && !limits.allow(3, 20));
}
