//! What the command says and stores of a system that lets us in by password.

use serde_json::json;

use super::{Bench, Ran};
use crate::fault_server::{FaultServer, Reply};
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

/// What a server says of a request may be all that it was told.
#[test]
fn a_token_that_a_server_says_back_is_nowhere() {
    let server = FaultServer::start(|request| {
        let said = format!("{:?} {}", request.header("authorization"), request.path);
        Reply::new(400, "application/vnd.oracle.adf.error+json", json!({"title": said}).to_string())
    });
    let bench = Bench::with_warehouse();
    let job = format!(
        "[job.orders]\nkind = 'oracle'\nsite = 'plant-a'\nurl = '{}'\norganization = 'M1'\ntime_zone = 'UTC'\n\
         process = [{{ heating_kwh_per_unit = '1' }}]\nhttp.auth = {{ kind = 'bearer', token = '${{env:KEY}}' }}\n",
        server.address
    );
    bench.write("loads.toml", &job);
    for command in ["check", "run", "discover"] {
        let mut command = bench.command(&["load", command, "orders", "--log", "json"]);
        let ran = Ran::of(command.env("KEY", PASSWORD).output().expect("heatsched runs"));
        assert!(!format!("{}{}", ran.text(), ran.stderr).contains(PASSWORD), "{}{}", ran.text(), ran.stderr);
    }
    assert!(server.received().iter().any(|request| format!("{request:?}").contains(PASSWORD)));
}
