//! Every day of the demo plant can be planned first come first served, without a job late or a rule broken.

use std::path::PathBuf;

use connectors::files::{Mapping, Options, read};
use udfs::store::{MemoryStore, Store};
use udfs::stored::{Overrides, problem, schedule_ids};

fn plant() -> MemoryStore {
    let data = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../query/src/demo/data");
    let mapping = Mapping::load(&data.join("mapping.toml")).expect("mapping");
    let options = Options { site_id: Some("plant-a".into()), ..Options::default() };
    let plant = MemoryStore::new();
    for entry in std::fs::read_dir(&data).expect("data") {
        let path = entry.expect("entry").path();
        if path.extension().is_some_and(|extension| extension == "csv") {
            plant.write(&read(&path, &options, &mapping).expect("readable").changes).expect("rows that fit");
        }
    }
    plant
}

#[test]
fn first_come_first_served_is_feasible_on_every_day() {
    let plant = plant();
    let ids = schedule_ids(&plant, "default").expect("schedules");
    assert_eq!(ids.len(), 29);
    for id in ids {
        let (problem, _) = problem(&plant, "default", &id, &Overrides::default()).expect("problem");
        let issues = udfs::inputs::check(&problem);
        assert!(!issues.has_errors(), "{id}: {issues}");
        let hours = if id == "S-2026-03-08" { 23 } else { 24 };
        assert_eq!(problem.horizon.span().minutes(), hours * 60, "{id}");
        let baseline = udfs::plan::baseline(&problem).expect("baseline");
        assert!(baseline.violations.is_empty(), "{id}: {:?}", baseline.violations);
    }
}
