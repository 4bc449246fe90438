use std::path::{Path, PathBuf};

use serde_json::json;
use udfs::Code;
use udfs::row::Cell;
use udfs::store::{Change, MemoryStore, Store};
use udfs::tables::{CONNECTOR_QUARANTINE, WORKFORCE_SHIFTS};

use super::Workday;
use crate::http::fault_server::{FaultServer, Reply};
use crate::load::testing::Fake;
use crate::load::{Config, Control, Job, Options, Outcome, Redactor, Session, Summary, run};

/// A tenant whose token server replaces each refresh token by a new one.
fn tenant() -> FaultServer {
    let handed = std::sync::atomic::AtomicUsize::new(1);
    FaultServer::start(move |request| {
        if request.path.starts_with("/ccx/oauth2/") {
            let number = handed.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            if !request.body.contains(&format!("refresh-{number}-s3cret")) {
                return Reply::new(400, "application/json", "{\"error\":\"invalid_grant\"}");
            }
            let (access, refresh) = (format!("tok-{number}-s3cret"), format!("refresh-{}-s3cret", number + 1));
            return Reply::json(json!({"access_token": access, "token_type": "Bearer", "refresh_token": refresh}));
        }
        Reply::json(json!({"Report_Entry": [
            {"Employee_ID": "21001", "Shift_Start": "2026-01-05T06:00:00.000-08:00", "Shift_End": "2026-01-05T14:00:00.000-08:00", "Cost_Center": "7"},
            {"Employee_ID": "21002", "Shift_Start": "2026-01-05T06:00:00", "Shift_End": "2026-01-05T14:00:00"},
            {"Employee_ID": "21003", "Shift_Start": "", "Shift_End": "2026-01-05T14:00:00"},
        ]}))
    })
}

/// In a file that its owner alone may read.
fn keep_token(folder: &Path, token: &str) -> PathBuf {
    let path = folder.join("token");
    std::fs::write(&path, token).expect("written");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("changed");
    }
    path
}

fn job(server: &FaultServer, folder: &Path) -> Job {
    let text = format!(
        "[job.shifts]
         kind = 'workday'
         site = 'plant-a'
         max_bad_ratio = 0.5
         url = '{0}/ccx/service/customreport2/acme/ISU/Shifts'
         time_zone = 'America/Los_Angeles'
         prompts = {{ From_Date = '{{from}}', To_Date = '{{to}}' }}
         columns = {{ worker = 'Employee_ID', start = 'Shift_Start', end = 'Shift_End' }}
         [job.shifts.http]
         auth = {{ kind = 'refresh_token', token_url = '{0}/ccx/oauth2/acme/token', client_id = 'me', client_secret = '${{env:KEY}}', refresh_token = '${{file:{1}}}' }}",
        server.address,
        folder.join("token").display()
    );
    Config::parse("loads.toml", &text, folder).expect("a job").jobs.remove(0)
}

fn load(job: &Job, store: &dyn Store) -> Summary {
    load_with(job, store, &Options::default())
}

fn load_with(job: &Job, store: &dyn Store, options: &Options) -> Summary {
    let (fake, redactor, control) =
        (Fake::new().knows("KEY", "s3cret-of-workday"), Redactor::default(), Control::default());
    let session = Session::new(&fake, &fake, &redactor, &control, 1);
    let workday = Workday::open(job).expect("opens");
    run(job, &workday, store, &session, options).expect("the store works")
}

#[test]
fn shifts_come_from_the_report_and_each_new_refresh_token_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let token = keep_token(folder.path(), "refresh-1-s3cret");
    let server = tenant();
    let (job, store) = (job(&server, folder.path()), MemoryStore::new());
    let first = load(&job, &store);
    assert_eq!((first.outcome, first.counts.written, first.counts.quarantined), (Outcome::Partial, 2, 1), "{first:?}");
    assert_eq!(std::fs::read_to_string(&token).expect("kept"), "refresh-2-s3cret");
    let again = load(&job, &store);
    assert_eq!((again.counts.written, again.counts.unchanged), (0, 2), "{again:?}");
    let shifts = store.read(&WORKFORCE_SHIFTS, &[]).expect("readable");
    let start = Cell::Time("2026-01-05T14:00:00Z".parse().expect("a time"));
    assert!(shifts.iter().all(|row| row.get("start") == Some(&start)), "{shifts:?}");
    let asked = server.received().into_iter().find(|request| request.path.contains("Shifts")).expect("asked");
    assert_eq!(
        (asked.parameter("From_Date").as_deref(), asked.parameter("format").as_deref()),
        (Some("2026-01-04"), Some("json"))
    );
    let waiting = store.read(&CONNECTOR_QUARANTINE, &[]).expect("readable");
    assert!(!format!("{waiting:?}{first:?}").contains("s3cret"));
}

#[test]
fn a_refresh_token_that_is_refused_is_no_fault_of_the_network() {
    let folder = tempfile::tempdir().expect("a folder");
    keep_token(folder.path(), "refresh-9-s3cret");
    let failed = load(&job(&tenant(), folder.path()), &MemoryStore::new());
    assert_eq!(failed.exit_code(), 77, "{failed:?}");
}

/// The report of a day, with these workers, for whoever asks.
fn report(workers: &[u32]) -> FaultServer {
    let shift = |worker: &u32| {
        json!({
            "Employee_ID": worker.to_string(), "Shift_Start": "2026-01-05T06:00:00", "Shift_End": "2026-01-05T14:00:00",
        })
    };
    let entries: Vec<_> = workers.iter().map(shift).collect();
    FaultServer::start(move |request| {
        if request.path.starts_with("/ccx/oauth2/") {
            return Reply::json(json!({"access_token": "tok-s3cret", "token_type": "Bearer"}));
        }
        Reply::json(json!({"Report_Entry": entries}))
    })
}

#[test]
fn a_shift_that_was_dropped_there_goes_but_not_most_of_them() {
    let folder = tempfile::tempdir().expect("a folder");
    keep_token(folder.path(), "refresh-s3cret");
    let store = MemoryStore::new();
    let workers = || -> Vec<String> {
        let rows = store.read(&WORKFORCE_SHIFTS, &[]).expect("readable");
        rows.iter().filter_map(|row| crate::load::column(row, "shift_id").map(String::from)).collect()
    };
    let run = |workers: &[u32]| load(&job(&report(workers), folder.path()), &store);
    assert_eq!(run(&[1, 2, 3, 4]).outcome, Outcome::Done);
    let by_hand = store.read(&WORKFORCE_SHIFTS, &[("shift_id", "4")]).expect("readable").remove(0);
    let (mut by_hand, text) = (by_hand, |text: &str| Cell::Text(text.into()));
    for (name, cell) in [("shift_id", text("5")), ("source_system", text("manual"))] {
        crate::load::set(&mut by_hand, name, cell);
    }
    store.write(&[Change::upsert(&WORKFORCE_SHIFTS, vec![by_hand])]).expect("written");
    let second = run(&[1, 2, 4]);
    assert_eq!((second.outcome, second.counts.gone), (Outcome::Done, 1), "{second:?}");
    assert_eq!(workers(), ["1", "2", "4", "5"], "what a person entered stays");
    let mistaken = run(&[4]);
    assert_eq!(mistaken.error.map(|issue| issue.code), Some(Code::UnexpectedAnswer));
    assert_eq!(workers().len(), 4);
    let full = Options { full: true, ..Options::default() };
    let meant = load_with(&job(&report(&[4]), folder.path()), &store, &full);
    assert_eq!((meant.outcome, meant.counts.gone), (Outcome::Done, 2), "{meant:?}");
    assert_eq!(workers(), ["4", "5"]);
}
