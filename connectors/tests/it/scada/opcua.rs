use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use connectors::load::{Control, Event, Job, Options, Outcome, Redactor, Session, System, open};
use connectors::scada::opcua::trust;
use udfs::Code;
use udfs::store::Store;
use udfs::tables::ALL;

use super::super::peer::Peer;
use super::{GUARD, eventually, job, load, load_with, outages, status, statuses, store};

const FURNACES: &str = r#"
[job.plant.equipment.F1]
state = { from = "nsu=http://plant.example/furnaces;s=F1.State", online = [1, 2], maintenance = [3], offline = [0, 9] }
fault = { from = "nsu=http://plant.example/furnaces;s=F1.Fault" }
load_kw = { from = "nsu=http://plant.example/furnaces;s=F1.PowerW", scale = 0.001, least = 0 }

[job.plant.equipment.F2]
state = { from = "nsu=http://plant.example/furnaces;s=F2.State", online = ["Running", "Idle"], offline = ["Down"] }
fault = { from = "nsu=http://plant.example/furnaces;s=F2.Word", bit = 3 }
degradation_percent = { from = "nsu=http://plant.example/furnaces;s=F2.Health", scale = -1, offset = 100 }
"#;

const MACHINES: &str = r#"
[job.plant.equipment.F1]
state = { from = "nsu=urn:plant:machines;s=F1", model = "machinery" }
load_kw = { from = "nsu=urn:plant:machines;s=F1.Power" }

[job.plant.equipment.F2]
state = { from = "nsu=urn:plant:machines;s=F2", model = "packml" }
"#;

fn plant(folder: &Path, endpoint: &str, equipment: &str) -> Job {
    job(folder, "opcua", &format!("endpoint = \"{endpoint}\"\nconnect_timeout = \"20s\"\n{equipment}"))
}

fn asyncua(folder: &Path, port: &str, trusted: &[&Path]) -> Peer {
    start("plant.py", folder, &[port], trusted)
}

fn node_opcua(folder: &Path, trusted: &[&Path]) -> Peer {
    start("machines.js", folder, &[], trusted)
}

fn start(script: &str, folder: &Path, more: &[&str], trusted: &[&Path]) -> Peer {
    let server = folder.join("server");
    std::fs::create_dir_all(&server).expect("a folder");
    let text = |path: &Path| path.to_str().expect("text").to_string();
    let mut arguments = vec![text(&server)];
    arguments.extend(more.iter().map(ToString::to_string));
    arguments.extend(trusted.iter().map(|path| text(path)));
    Peer::start("opcua", script, &arguments.iter().map(String::as_str).collect::<Vec<_>>())
}

/// A server and a job that trust each other.
fn pair(folder: &Path, equipment: &str, server: impl Fn(&[&Path]) -> Peer) -> (Peer, Job) {
    let own = meet(&plant(folder, &server(&[]).ready, equipment));
    let peer = server(&[&own]);
    let job = plant(folder, &peer.ready, equipment);
    (peer, job)
}

/// Trusts the server, as a person does who has compared the fingerprints; our own certificate.
fn meet(job: &Job) -> PathBuf {
    let shown = trust(job, None).expect("the server has a certificate");
    trust(job, Some(&shown.sha256)).expect("the same certificate").own
}

fn check(job: &Job) -> Result<String, udfs::Issues> {
    let (redactor, control) = (Redactor::default(), Control::default());
    let session = Session::new(&System, &System, &redactor, &control, 1);
    open(job, &store(&[])).expect("opens").check(&session)
}

#[test]
fn certificates_are_trusted_by_their_fingerprint_on_both_sides() {
    let folder = tempfile::tempdir().expect("a folder");
    for server in ["asyncua", "node-opcua"] {
        let folder = folder.path().join(server);
        let start = |trusted: &[&Path]| {
            if server == "asyncua" { asyncua(&folder, "0", trusted) } else { node_opcua(&folder, trusted) }
        };
        let stranger = start(&[]);
        let job = plant(&folder, &stranger.ready, if server == "asyncua" { FURNACES } else { MACHINES });
        let refused = check(&job).expect_err("an unknown server");
        assert_eq!(refused.0[0].code, Code::AccessRefused, "{refused}");
        assert!(refused.to_string().contains("heatsched load trust plant --fingerprint"), "{refused}");
        let shown = trust(&job, None).expect("a certificate");
        assert!(!shown.trusted && refused.to_string().contains(&shown.sha256), "{shown:?}");
        let other = trust(&job, Some(&"0".repeat(64))).expect_err("another certificate");
        assert_eq!(other.0[0].code, Code::AccessRefused);
        let colons =
            shown.sha1.to_uppercase().as_bytes().chunks(2).map(String::from_utf8_lossy).collect::<Vec<_>>().join(":");
        let own = trust(&job, Some(&colons)).expect("the same certificate");
        assert!(own.trusted);

        let asked = Instant::now();
        let refused = check(&job).expect_err("a server that does not know us");
        eprintln!("{server} refused after {:?}: {refused}", asked.elapsed());
        assert!(asked.elapsed() < GUARD);
        assert_eq!(refused.0[0].code, Code::AccessRefused, "{refused}");
        assert!(refused.to_string().contains(&own.own_sha256), "{refused}");

        drop(stranger);
        let friend = start(&[&own.own]);
        let found =
            check(&Job { settings: plant(&folder, &friend.ready, FURNACES).settings, ..job }).expect("both trust");
        eprintln!("{found}");
    }
}

#[test]
fn a_user_logs_on_with_a_password_that_nobody_sees() {
    let folder = tempfile::tempdir().expect("a folder");
    let secret = "s3cret-of <all> & 100 % + more";
    let password = format!("--password={secret}");
    let (peer, anonymous) =
        pair(folder.path(), FURNACES, |trusted| start("plant.py", folder.path(), &["0", &password], trusted));
    let refused = check(&anonymous).expect_err("nobody without a password");
    assert_eq!(refused.0[0].code, Code::AccessRefused, "{refused}");

    let file = folder.path().join("password");
    let logon = format!("user = \"me\"\npassword = \"${{file:{}}}\"\n{FURNACES}", file.display());
    let job = plant(folder.path(), &peer.ready, &logon);
    for (written, expected) in [(secret.to_string(), Outcome::Done), (format!("{secret}r"), Outcome::Failed)] {
        std::fs::write(&file, &written).expect("written");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).expect("its owner's alone");
        let said: Arc<Mutex<String>> = Arc::default();
        let log = Arc::clone(&said);
        let note = move |event: &Event| *log.lock().expect("the log") += &format!("{event:?}\n");
        let store = store(&["F1", "F2"]);
        let control = Control::new(Arc::default(), None, Box::new(note));
        let summary = load_with(&store, &job, &control, &Options::default());
        assert_eq!(summary.outcome, expected, "{summary:?}");
        let stored: Vec<_> = ALL.iter().map(|table| store.read(table, &[]).expect("readable")).collect();
        let found = check(&job).unwrap_or_else(|issues| issues.to_string());
        let all = format!("{summary:?}{}{stored:?}{found}{}{job:?}", summary.to_json(), said.lock().expect("the log"));
        assert!(!all.contains("s3cret"), "{all}");
    }
}

#[test]
fn variables_become_states_and_outages_that_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut peer, job) = pair(folder.path(), FURNACES, |trusted| asyncua(folder.path(), "0", trusted));
    let store = store(&["F1", "F2"]);
    let first = load(&store, &job);
    assert_eq!((first.outcome, first.counts.written), (Outcome::Done, 2), "{first:?}");
    assert_eq!(status(&store, "F1"), "online 81.5005 null");
    assert_eq!(status(&store, "F2"), "online null 2.5");
    let again = load(&store, &job);
    assert_eq!((again.counts.written, again.counts.unchanged), (0, 2), "the same values at the same times");

    peer.tell(r#"{"node": "F1.State", "value": 9, "at": "2026-01-05T08:00:30"}"#);
    peer.tell(r#"{"node": "F2.Word", "value": 8, "at": "2026-01-05T08:10:00"}"#);
    peer.tell(r#"{"node": "F1.PowerW", "value": -5.0, "at": "2026-01-05T08:00:30"}"#);
    eventually("F1 is down", || {
        load(&store, &job);
        status(&store, "F2").starts_with("offline")
    });
    assert_eq!(status(&store, "F1"), "offline null null", "a negative load is none");
    assert_eq!(
        (outages(&store, "F1"), outages(&store, "F2")),
        (vec![("offline".into(), false)], vec![("offline".into(), false)])
    );
    let start = super::rows(&store, &super::EQUIPMENT_AVAILABILITY, "F1")[0].get("unavailable_start").cloned();
    assert_eq!(start, Some(super::Cell::Time("2026-01-05T08:00:00Z".parse().expect("a time"))));
    assert_eq!(load(&store, &job).counts.written, 0, "the outage is known");

    peer.tell(r#"{"node": "F1.State", "value": 2, "at": "2026-01-05T09:30:00"}"#);
    peer.tell(r#"{"node": "F2.State", "value": null, "status": "BadSensorFailure", "at": "2026-01-05T09:30:00"}"#);
    eventually("F2 is unknown", || {
        load(&store, &job);
        status(&store, "F2").starts_with("offline") && statuses(&store, "F1").len() == 3
    });
    let ended = super::rows(&store, &super::EQUIPMENT_AVAILABILITY, "F1");
    assert_eq!(
        ended[0].get("unavailable_end"),
        Some(&super::Cell::Time("2026-01-05T09:30:00Z".parse().expect("a time")))
    );
    assert_eq!(outages(&store, "F2"), [("offline".into(), false)], "what is not known does not end an outage");
}

#[test]
fn what_the_server_does_not_have_goes_to_quarantine_and_the_rest_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let wrong =
        FURNACES.replace("s=F2.State", "s=F2.Stat").replace("[job.plant.equipment.F1]", "[job.plant.equipment.F0]");
    let wrong = format!("{wrong}\n[job.plant.equipment.F3]\nfault = {{ from = \"nsu=urn:nowhere;i=1\" }}\n");
    let (_peer, job) = pair(folder.path(), &wrong, |trusted| asyncua(folder.path(), "0", trusted));
    let store = store(&["F0", "F2", "F3"]);
    let job = Job { limits: connectors::load::Limits { max_bad_ratio: 1.into(), ..job.limits }, ..job };
    let partial = load(&store, &job);
    assert_eq!((partial.outcome, partial.counts.quarantined), (Outcome::Partial, 2), "{partial:?}");
    assert_eq!(status(&store, "F0"), "online 81.5005 null");
}

#[test]
fn machines_tell_their_state_as_their_models_say() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut peer, job) = pair(folder.path(), MACHINES, |trusted| node_opcua(folder.path(), trusted));
    let store = store(&["F1", "F2"]);
    let first = load(&store, &job);
    assert_eq!(first.outcome, Outcome::Done, "{first:?}");
    assert_eq!((status(&store, "F1"), status(&store, "F2")), ("online 42.25 null".into(), "online null null".into()));
    let mut becomes = |machine: &str, state: &str, equipment: &str, expected: &str| {
        peer.tell(&format!(r#"{{"machine": "{machine}", "state": "{state}"}}"#));
        eventually(&format!("{equipment} is {expected} when {machine} is {state}"), || {
            assert_eq!(load(&store, &job).outcome, Outcome::Done);
            status(&store, equipment).starts_with(expected)
        });
    };
    becomes("F1.MachineryItemState", "OutOfService", "F1", "offline");
    becomes("F1.MachineryOperationMode", "Maintenance", "F1", "maintenance");
    becomes("F1.MachineryItemState", "NotExecuting", "F1", "maintenance");
    becomes("F1.MachineryOperationMode", "Setup", "F1", "online");
    becomes("F2.Machine", "Stopped", "F2", "offline");
    becomes("F2.Machine", "Running", "F2", "online");
    becomes("F2.Base", "Aborted", "F2", "offline");
    assert_eq!(outages(&store, "F1"), [("offline".into(), true)]);
    assert!(outages(&store, "F2").last().is_some_and(|(_, is_over)| !is_over));
}

#[test]
fn a_subscription_outlasts_its_server() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut peer, job) = pair(folder.path(), FURNACES, |trusted| asyncua(folder.path(), "0", trusted));
    let port = peer.ready.trim_end_matches("/plant/").rsplit(':').next().expect("a port").to_string();
    let (store, stop) = (store(&["F1", "F2"]), Arc::new(AtomicBool::new(false)));
    let options = Options { follow: true, ..Options::default() };
    let control = Control::new(stop.clone(), None, Box::new(|event| eprintln!("{event:?}")));
    std::thread::scope(|scope| {
        let followed = scope.spawn(|| load_with(&store, &job, &control, &options));
        eventually("the first values", || status(&store, "F1").starts_with("online"));
        peer.tell(r#"{"node": "F1.State", "value": 0}"#);
        eventually("F1 goes down", || outages(&store, "F1") == [("offline".into(), false)]);
        peer.tell(r#"{"node": "F1.State", "value": 1}"#);
        eventually("F1 comes back", || outages(&store, "F1") == [("offline".into(), true)]);
        drop(peer);
        eventually("nothing is known", || status(&store, "F1").starts_with("unknown"));
        assert!(outages(&store, "F2").is_empty(), "silence is no outage");
        let mut peer = asyncua(folder.path(), &port, &[&folder.path().join("certificates/own/cert.der")]);
        peer.tell(r#"{"node": "F1.State", "value": 2}"#);
        eventually("the new server is heard", || status(&store, "F1").starts_with("online"));
        stop.store(true, Ordering::Relaxed);
        let summary = followed.join().expect("ends");
        assert_eq!((summary.outcome, summary.exit_code()), (Outcome::Done, 0), "{summary:?}");
    });
}

#[test]
fn less_security_has_to_be_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let opened = |settings: &str| {
        let text = format!("endpoint = \"opc.tcp://127.0.0.1:1\"\n{settings}\n{FURNACES}");
        open(&job(folder.path(), "opcua", &text), &store(&[])).map(|source| source.follows())
    };
    assert!(opened("").is_ok() && opened("insecure = true").is_ok());
    for refused in
        ["policy = \"None\"", "policy = \"Basic128Rsa15\"", "insecure = true\nuser = \"a\"\npassword = \"${env:P}\""]
    {
        assert!(opened(refused).is_err(), "{refused}");
    }
}
