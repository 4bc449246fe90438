//! Loads from SAP's own OData server, killed at any moment.

use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Bench;
use crate::peer::Peer;

const LOADS: &str = "\
[job.sap]
kind = \"sap\"
site = \"plant-a\"
url = \"ADDRESS/odata/v2\"
plant = \"1710\"
time_zone = \"America/Chicago\"
batch_rows = 5
equipment = { 10000045 = \"F1\" }
http = { auth = { kind = \"basic\", user = \"LOADER\", password = \"${env:SAP_PASSWORD}\" } }
process = [{ work_center = \"FURN*\", heating_kwh_per_unit = \"0.42\" }]
";
const PASSWORD: &str = "s3cret-of-sap";

fn order(number: u32) -> Value {
    let date = format!("2026-01-{:02}", 5 + number % 3);
    let id = (1_000_000 + number).to_string();
    json!({
        "ManufacturingOrder": id, "Material": "AXLE-7", "ProductionPlant": "1710",
        "MfgOrderPlannedEndDate": date, "MfgOrderPlannedEndTime": "20:00:00",
        "LastChangeDateTime": format!("202601010000{:02}", number / 2),
        "to_ProductionOrderOperation": [{
            "OrderInternalBillOfOperations": id, "OrderIntBillOfOperationsItem": "1", "ManufacturingOrder": id,
            "ManufacturingOrderSequence": "0", "ManufacturingOrderOperation": "0010", "WorkCenter": "FURN01",
            "OpErlstSchedldExecStrtDte": date, "OpErlstSchedldExecStrtTme": "06:00:00",
            "OpErlstSchedldExecEndDte": date, "OpErlstSchedldExecEndTme": "08:00:00",
            "OpPlannedTotalQuantity": "500.000", "OperationUnit": "PC",
        }],
    })
}

fn maintenance(number: u32) -> Value {
    json!({
        "MaintenanceOrder": (4_000_000 + number).to_string(), "MaintenanceOrderType": "YA01", "Equipment": "10000045",
        "MaintenancePlant": "1710", "OperationSystemCondition": "0",
        "MaintOrdBasicStartDateTime": format!("2026-02-{:02}T06:00:00.000Z", number + 1),
        "MaintOrdBasicEndDateTime": format!("2026-02-{:02}T09:00:00.000Z", number + 1),
        "LastChangeDateTime": format!("2026-01-01T00:00:{number:02}.000Z"),
    })
}

fn bench(address: &str) -> Bench {
    let bench = Bench::with_warehouse();
    bench.write("loads.toml", &LOADS.replace("ADDRESS", address));
    bench
}

fn tables(bench: &Bench) -> String {
    let query = "SELECT * FROM production_jobs; SELECT * FROM schedules; SELECT * FROM equipment_availability;
        SELECT job, stream, part, cursor_value FROM connector_state";
    let text = bench.run(&["-c", query, "--format", "csv"]).succeeds().text();
    let mut lines: Vec<&str> = text.lines().collect();
    // partitions are read as they come
    lines.sort_unstable();
    lines.join("\n")
}

fn start(bench: &Bench) -> std::process::Child {
    let mut command = bench.command(&["load", "run", "sap"]);
    command.env("SAP_PASSWORD", PASSWORD).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("heatsched starts")
}

fn finish(bench: &Bench) {
    assert!(start(bench).wait().expect("it ends").success());
}

/// `HEATSCHED_KILLS` is how often.
#[test]
fn a_killed_load_of_orders_is_finished_by_the_next() {
    let rounds: u64 = std::env::var("HEATSCHED_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(5);
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data.json");
    let orders: Vec<Value> = (0..40).map(order).collect();
    let maintenance: Vec<Value> = (0..10).map(maintenance).collect();
    let all = json!({"A_ProductionOrder_2": orders, "MaintenanceOrder": maintenance});
    std::fs::write(&data, all.to_string()).expect("written");
    let peer = Peer::start("sap", "peer.js", &[data.to_str().expect("UTF-8")]);
    let undisturbed = bench(&peer.ready);
    let begun = Instant::now();
    finish(&undisturbed);
    let whole = begun.elapsed();
    let expected = tables(&undisturbed);
    assert!(expected.contains("1000039-0010") && expected.contains("2026-02-10"), "{expected}");
    let mut cut_short = 0;
    for round in 0..rounds {
        let bench = bench(&peer.ready);
        let mut child = start(&bench);
        std::thread::sleep(whole.mul_f64((round as f64 + 0.5) / rounds as f64).max(Duration::from_millis(20)));
        let _ = child.kill();
        cut_short += u64::from(!child.wait().expect("it ends").success());
        finish(&bench);
        assert_eq!(tables(&bench), expected, "round {round}");
        let runs = bench.run(&["-c", "SELECT status FROM connector_runs", "--format", "csv"]).succeeds().text();
        assert!(!runs.contains("running"), "{runs}");
    }
    assert!(cut_short > 0, "no load was killed in its middle");
}

#[test]
fn the_password_is_nowhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data.json");
    std::fs::write(&data, json!({"faults": {"refuse": PASSWORD}}).to_string()).expect("written");
    let peer = Peer::start("sap", "peer.js", &[data.to_str().expect("UTF-8")]);
    let bench = bench(&peer.ready);
    let mut command = bench.command(&["load", "run", "sap", "--log", "json"]);
    let output = command.env("SAP_PASSWORD", PASSWORD).output().expect("heatsched runs");
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8(said).expect("UTF-8");
    assert!(said.contains("***") && !said.contains(PASSWORD), "{said}");
    let stored =
        bench.run(&["-c", "SELECT * FROM connector_runs; SELECT * FROM connector_payloads", "--format", "csv"]);
    assert!(stored.text().contains("***") && !stored.text().contains(PASSWORD), "{}", stored.text());
}
