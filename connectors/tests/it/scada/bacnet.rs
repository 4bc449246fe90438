use std::path::Path;

use connectors::load::{Job, Limits, Outcome};
use udfs::Code;

use super::super::peer::Peer;
use super::{eventually, job, load, outages, status, statuses, store};

fn plant(folder: &Path, device: &str, equipment: &str) -> Job {
    let settings = format!("device = \"{device}\"\ninterface = \"127.0.0.1\"\nrequest_timeout = \"2s\"\n{equipment}");
    let job = job(folder, "bacnet", &settings);
    Job { limits: Limits { max_bad_ratio: 1.into(), ..job.limits }, ..job }
}

const PUMPS: &str = r#"
[job.plant.equipment.A]
state = { from = "multi-state-value,1", online = [1, 2], maintenance = [3] }
fault = { from = "binary-value,1" }
load_kw = { from = "analog-input,1" }
degradation_percent = { from = "analog-value,1/present-value" }

[job.plant.equipment.B]
fault = { from = "binary-value,7" }
"#;

#[test]
fn objects_become_states_and_loads() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut peer = Peer::start("bacnet", "building.py", &[]);
    let (job, store) = (plant(folder.path(), &peer.ready, PUMPS), store(&["A", "B"]));
    let first = load(&store, &job);
    assert_eq!((first.outcome, first.counts.quarantined), (Outcome::Partial, 1), "{first:?}");
    assert_eq!(status(&store, "A"), "online 21.5 2.25");
    assert!(statuses(&store, "B").is_empty(), "an object that is not there");
    let mut becomes = |object: &str, property: &str, value: &str, expected: &str| {
        peer.tell(&format!(r#"{{"object": "{object}", "property": "{property}", "value": {value}}}"#));
        eventually(&format!("{expected} when {property} of {object} is {value}"), || {
            load(&store, &job);
            status(&store, "A") == expected
        });
    };
    becomes("analog-input,1", "reliability", "\"no-sensor\"", "online null 2.25");
    becomes("analog-input,1", "reliability", "\"no-fault-detected\"", "online 21.5 2.25");
    becomes("analog-value,1", "outOfService", "true", "online 21.5 null");
    becomes("analog-value,1", "outOfService", "false", "online 21.5 2.25");
    becomes("binary-value,1", "presentValue", "\"active\"", "offline 21.5 2.25");
    assert_eq!(outages(&store, "A"), [("offline".into(), false)]);
    becomes("multi-state-value,1", "outOfService", "true", "offline 21.5 2.25");
    becomes("binary-value,1", "presentValue", "\"inactive\"", "unknown 21.5 2.25");
    assert_eq!(outages(&store, "A"), [("offline".into(), false)], "what is not known does not end an outage");
    becomes("multi-state-value,1", "outOfService", "false", "online 21.5 2.25");
    assert_eq!(outages(&store, "A"), [("offline".into(), true)]);
}

#[test]
fn a_device_that_does_not_answer_is_an_error_and_no_outage() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = store(&["A", "B"]);
    // nobody listens there: the socket is ours
    let deaf = std::net::UdpSocket::bind("127.0.0.1:0").expect("a port");
    let device = deaf.local_addr().expect("an address").to_string();
    let silent = load(&store, &plant(folder.path(), &device, PUMPS));
    assert_eq!(
        (silent.error.as_ref().map(|issue| issue.code), silent.exit_code()),
        (Some(Code::Unreachable), 75),
        "{silent:?}"
    );
    assert!(statuses(&store, "A").is_empty() && outages(&store, "A").is_empty());
}
