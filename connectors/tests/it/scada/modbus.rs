use std::path::Path;
use std::sync::{Arc, Mutex};

use connectors::load::{Control, Job, Limits, Options, Outcome};
use udfs::Code;

use super::super::peer::Peer;
use super::{job, load, load_with, outages, status, statuses, store};

const BOILER: &str = r#"
[register]
state = { number = "40001", type = "u16" }
flame = { table = "coil", address = 0, type = "bool" }
fault = { table = "discrete", address = 1, type = "bool" }
pressure = { table = "holding", address = 4, type = "f32" }
power_w = { table = "holding", address = 20, type = "f32", order = "CDAB", scale = 0.001 }
signed = { table = "holding", address = 40, type = "i16" }
wide = { table = "holding", address = 60, type = "u32" }
empty = { table = "holding", address = 80, type = "i16", absent = [0x8000] }
wear = { table = "input", address = 1, type = "u16", scale = 0.1 }
gone = { table = "holding", address = 2, type = "u16" }
"#;

const INVERTER: &str = r#"
[register]
power = { sunspec = { model = 103, offset = 14, scale = 15 }, type = "i16" }
state = { sunspec = { model = 103, offset = 38 }, type = "u16" }
absent = { sunspec = { model = 103, offset = 50 }, type = "u16" }
storage = { sunspec = { model = 124, offset = 2 }, type = "u16" }
"#;

fn plant(folder: &Path, host: &str, equipment: &str) -> Job {
    std::fs::write(folder.join("boiler.toml"), BOILER).expect("written");
    std::fs::write(folder.join("inverter.toml"), INVERTER).expect("written");
    let job = job(folder, "modbus", &format!("host = \"{host}\"\nmap = \"boiler.toml\"\n{equipment}"));
    Job { limits: Limits { max_bad_ratio: 1.into(), ..job.limits }, ..job }
}

#[test]
fn registers_become_states_and_loads() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut peer = Peer::start("modbus", "boilers.py", &[]);
    let equipment = r#"
        [job.plant.equipment.A]
        state = { from = "state", online = [1, 2], offline = [0] }
        load_kw = { from = "power_w" }
        degradation_percent = { from = "wear" }
        [job.plant.equipment.B]
        state = { from = "flame", online = [true], offline = [false] }
        load_kw = { from = "pressure" }
        degradation_percent = { from = "empty" }
        [job.plant.equipment.C]
        fault = { from = "fault" }
        load_kw = { from = "wide" }
        degradation_percent = { from = "signed", scale = -0.1 }
        [job.plant.equipment.D]
        state = { from = "gone", online = [1] }
        [job.plant.equipment.E]
        unit = 2
        map = "inverter.toml"
        state = { from = "state", online = [4], offline = [7] }
        load_kw = { from = "power" }
        degradation_percent = { from = "absent" }
        [job.plant.equipment.F]
        unit = 2
        map = "inverter.toml"
        state = { from = "storage", online = [1] }
    "#;
    let (job, store) = (plant(folder.path(), &peer.ready, equipment), store(&["A", "B", "C", "D", "E", "F"]));
    let summary = load(&store, &job);
    assert_eq!((summary.outcome, summary.counts.quarantined), (Outcome::Partial, 2), "{summary:?}");
    assert_eq!(status(&store, "A"), "online 123.456 4.2");
    assert_eq!(status(&store, "B"), "online 851.5 null", "read although registers between are refused");
    assert_eq!(status(&store, "C"), "offline 70000 12.3");
    assert_eq!(status(&store, "E"), "online 81.5 null", "815 times ten to the power of -1");
    assert!(statuses(&store, "D").is_empty() && statuses(&store, "F").is_empty());
    assert_eq!(outages(&store, "C"), [("offline".into(), false)]);

    peer.tell(r#"{"set": {"0": 0}}"#);
    super::eventually("A is down", || {
        load(&store, &job);
        status(&store, "A").starts_with("offline")
    });
    assert_eq!(outages(&store, "A"), [("offline".into(), false)]);
    peer.tell(r#"{"set": {"0": 2}}"#);
    super::eventually("A is up again", || {
        load(&store, &job);
        status(&store, "A").starts_with("online")
    });
    assert_eq!(outages(&store, "A"), [("offline".into(), true)]);
}

#[test]
fn an_answer_that_comes_late_is_never_taken_for_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut peer = Peer::start("modbus", "boilers.py", &[]);
    // four requests: the registers lie too far apart for one
    let equipment = r#"
        [job.plant.equipment.A]
        state = { from = "state", online = [1] }
        load_kw = { from = "power_w" }
        degradation_percent = { from = "wear" }
        [job.plant.equipment.B]
        state = { from = "flame", online = [true] }
        load_kw = { from = "wide" }
    "#;
    let (job, store) = (plant(folder.path(), &peer.ready, equipment), store(&["A", "B"]));
    let events = Arc::new(Mutex::new(Vec::new()));
    let seen = events.clone();
    let control =
        Control::new(Arc::default(), None, Box::new(move |event| seen.lock().expect("events").push(event.name)));
    for round in 0..6_usize {
        // in each round another answer is late, in the end two
        let mut delays = vec![0.0; round.min(4)];
        delays.extend([1.4, if round == 5 { 1.4 } else { 0.0 }]);
        peer.tell(&format!(r#"{{"delays": {delays:?}}}"#));
        std::thread::sleep(std::time::Duration::from_millis(100));
        let summary = load_with(&store, &job, &control, &Options::default());
        assert_eq!(summary.outcome, Outcome::Done, "{summary:?}");
    }
    let reconnected = events.lock().expect("events").iter().filter(|name| **name == "reconnected").count();
    eprintln!("reconnected in {reconnected} of 6 rounds");
    assert!(reconnected >= 5, "{reconnected}");
    assert!(statuses(&store, "A").iter().all(|status| status == "online 123.456 4.2"), "{:?}", statuses(&store, "A"));
    assert!(statuses(&store, "B").iter().all(|status| status == "online 70000 null"), "{:?}", statuses(&store, "B"));
}

#[test]
fn what_does_not_answer_is_an_error_and_no_outage() {
    let folder = tempfile::tempdir().expect("a folder");
    let peer = Peer::start("modbus", "boilers.py", &[]);
    let equipment = "[job.plant.equipment.A]\nstate = { from = \"state\", online = [1] }\n";
    let (other, store) = (plant(folder.path(), &peer.ready, &format!("unit = 9\n{equipment}")), store(&["A"]));
    let silent = load(&store, &other);
    assert_eq!(silent.error.as_ref().map(|issue| issue.code), Some(Code::Unreachable), "{silent:?}");
    let host = peer.ready.clone();
    drop(peer);
    let gone = load(&store, &plant(folder.path(), &host, equipment));
    assert_eq!(
        (gone.error.as_ref().map(|issue| issue.code), gone.exit_code()),
        (Some(Code::Unreachable), 75),
        "{gone:?}"
    );
    assert!(statuses(&store, "A").is_empty() && outages(&store, "A").is_empty());
}
