//! What the command says and stores of a system that lets us in by password.

use serde_json::json;

use super::Bench;
use crate::sap_server::{PASSWORD, Sap};

#[test]
fn the_password_is_nowhere() {
    let sap = Sap::start(&json!({"faults": {"refuse": PASSWORD}}));
    let bench = Bench::with_warehouse();
    bench.write("loads.toml", &format!("[job.sap]\nsite = \"plant-a\"\n{}", sap.settings()));
    let mut command = bench.command(&["load", "run", "sap", "--log", "json"]);
    let output = command.env("KEY", PASSWORD).output().expect("heatsched runs");
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8(said).expect("UTF-8");
    assert!(said.contains("***") && !said.contains(PASSWORD), "{said}");
    let stored =
        bench.run(&["-c", "SELECT * FROM connector_runs; SELECT * FROM connector_payloads", "--format", "csv"]);
    assert!(stored.text().contains("***") && !stored.text().contains(PASSWORD), "{}", stored.text());
}
