//! The README's way from orders to a published plan: its very commands, with SAP's own OData server and an OPC UA server.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::{Bench, Ran};
use crate::peer::Peer;
use crate::sap_server::{PASSWORD, Sap, maintenance, operation, order};

const HEADING: &str = "### From orders to a published plan\n";
const PLANT: &str = "connectors/examples/plant";
const PLAN: &str = "SELECT job_id, equipment_id, scheduled_start, scheduled_end \
    FROM optimize_schedule('S-2026-01-05') ORDER BY job_id";

/// The plant of the examples with the systems that its loads read from.
struct Plant {
    bench: Bench,
    sap: Sap,
    furnaces: Peer,
}

impl Plant {
    /// Five orders for Monday. The second furnace is maintained from 10 to 12 o'clock, the first one is down since five.
    fn start() -> Self {
        let orders: Vec<Value> = (0..5).map(|number| order(number, 5)).collect();
        let operations: Vec<Value> =
            (0..5).map(|number| operation(&(1_000_000 + number).to_string(), "2026-01-05")).collect();
        let off = maintenance(1, "10000046", "2026-01-05T16:00:00.000Z", "2026-01-05T18:00:00.000Z");
        let sap = Sap::start(&json!({
            "A_ProductionOrder_2": orders, "A_ProductionOrderOperation_2": operations, "MaintenanceOrder": [off],
        }));
        let bench = Bench::new();
        let server = bench.path("server");
        std::fs::create_dir_all(&server).expect("a folder");
        let furnaces = Peer::start("opcua", "plant.py", &[server.to_str().expect("UTF-8"), "0"]);
        let plant = Self { bench, sap, furnaces };
        plant.copy_examples();
        plant
    }

    fn copy_examples(&self) {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(PLANT);
        std::fs::create_dir_all(self.bench.path(PLANT)).expect("a folder");
        for entry in std::fs::read_dir(from).expect("the examples") {
            let path = entry.expect("a file").path();
            let text = std::fs::read_to_string(&path).expect("text");
            let text = text.replace("https://s4.example:44300/sap/opu/odata/sap", &self.sap.url());
            let text = text.replace("opc.tcp://plc1:4840/plant", &self.furnaces.ready);
            let name = path.file_name().expect("a name").to_str().expect("UTF-8");
            self.bench.write(&format!("{PLANT}/{name}"), &text);
        }
    }

    fn tell(&mut self, line: &Value) {
        self.furnaces.tell(&line.to_string());
        self.furnaces.said("done");
    }

    /// As someone does who types it.
    fn shell(&self, folder: &str, commands: &str) -> Ran {
        let built = Path::new(env!("CARGO_BIN_EXE_heatsched")).parent().expect("a folder");
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths([built.into()].into_iter().chain(std::env::split_paths(&path)));
        let certificate = Command::new("sha256sum").arg(self.bench.path("server/certificate.der")).output();
        let certificate = String::from_utf8(certificate.expect("sha256sum runs").stdout).expect("text");
        let mut shell = Command::new("sh");
        shell.args(["-euc", commands]).current_dir(self.bench.path(folder)).env("PATH", path.expect("a path"));
        shell.env_remove("HEATSCHED_WAREHOUSE").env_remove("HEATSCHED_TENANT");
        shell.env("SAP_PASSWORD", PASSWORD).env("FINGERPRINT", certificate.split(' ').next().expect("a hash"));
        Ran::of(shell.output().expect("sh runs"))
    }

    /// Job, equipment, start and end; a plan that was made is found again.
    fn plan(&self) -> Vec<[String; 4]> {
        let text = self.shell(PLANT, &format!("heatsched -c \"{PLAN}\" --format csv")).succeeds().text();
        let fields = |line: &str| line.split(',').map(String::from).collect::<Vec<_>>().try_into().expect("four");
        text.lines().skip(1).map(fields).collect()
    }
}

/// The blocks of commands below the heading.
fn blocks() -> Vec<String> {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md")).expect("a README");
    let (_, section) = readme.split_once(HEADING).expect("the walk-through");
    let section = section.split("\n## ").next().expect("a section");
    section.split("```sh\n").skip(1).filter_map(|rest| rest.split_once("```")).map(|(block, _)| block.into()).collect()
}

#[test]
fn the_commands_of_the_readme_end_with_a_published_plan_that_sap_knows() {
    let [prepare, load, tell] = blocks().try_into().expect("three blocks");
    let mut plant = Plant::start();
    plant.tell(&json!({"node": "F1.State", "value": 9, "at": "2026-01-05T11:00:00"}));
    plant.shell("", &prepare).succeeds();
    plant.tell(&json!({"trust": plant.bench.path(PLANT).join("certificates/own/cert.der")}));
    let runs = load.lines().filter(|line| line.starts_with("heatsched load run ")).count();
    assert_eq!((runs, load.matches("heatsched optimize").count()), (3, 1), "{load}");
    let loaded = plant.shell(PLANT, &load).succeeds().text();
    assert!(loaded.contains("S-2026-01-05,published"), "{loaded}");
    assert!(loaded.contains("F1 is not available"), "explained by the outage: {loaded}");

    let plan = plant.plan();
    assert_eq!(plan.len(), 5, "{plan:?}");
    for [job, equipment, start, end] in &plan {
        assert_eq!(equipment, "F2", "{job}: the first furnace is down");
        let off = ["2026-01-05T16:00:00Z", "2026-01-05T18:00:00Z"];
        assert!(end.as_str() <= off[0] || start.as_str() >= off[1], "{job}: the second furnace is maintained");
    }

    let (dry, real) = tell.split_once('\n').expect("two commands");
    let dry = plant.shell(PLANT, dry).succeeds();
    assert_eq!(dry.text().matches("would change").count() + dry.text().matches("unchanged").count(), 5);
    assert!(plant.sap.scheduled().is_empty(), "a dry run tells nothing");
    plant.shell(PLANT, real).succeeds();
    let local = |at: &str| at.parse::<chrono::DateTime<chrono::Utc>>().expect("a time") - chrono::TimeDelta::hours(6);
    let moved = plan.iter().filter(|[_, _, start, _]| start != "2026-01-05T12:00:00Z");
    let expected: Vec<[String; 3]> = moved
        .map(|[job, _, start, end]| {
            let clock = |at: &str| local(at).format("%H:%M:%S").to_string();
            [job.trim_end_matches("-0010").into(), clock(start), clock(end)]
        })
        .collect();
    let mut told: Vec<[String; 3]> = plant.sap.scheduled().iter().map(told).collect();
    told.sort();
    assert!(!told.is_empty(), "a plan for the least cost is not what SAP had");
    assert_eq!(told, expected, "each operation that moved, by the plant's clock");
}

/// Order, start and end of what SAP was asked to schedule.
fn told(asked: &Value) -> [String; 3] {
    ["ManufacturingOrder", "OpSchedldStartTime", "OpSchedldEndTime"]
        .map(|name| asked[name].as_str().expect("text").trim_matches('\'').to_string())
}

#[test]
fn an_outage_is_planned_around_until_it_ends() {
    let [prepare, ..] = <[String; 3]>::try_from(blocks()).expect("three blocks");
    let mut plant = Plant::start();
    plant.shell("", &prepare).succeeds();
    plant.tell(&json!({"trust": plant.bench.path(PLANT).join("certificates/own/cert.der")}));
    let furnaces = |plant: &Plant| -> Vec<String> {
        let loads = "heatsched load run furnaces; heatsched optimize --schedule S-2026-01-05";
        plant.shell(PLANT, loads).succeeds();
        plant.plan().into_iter().map(|[_, equipment, ..]| equipment).collect()
    };
    plant.shell(PLANT, "heatsched load run tariff; heatsched load run orders").succeeds();
    let both = furnaces(&plant);
    assert!(both.contains(&"F1".into()), "nothing is in the way of the better furnace: {both:?}");
    plant.tell(&json!({"node": "F1.State", "value": 9, "at": "2026-01-05T11:00:00"}));
    assert_eq!(furnaces(&plant), ["F2"; 5]);
    plant.tell(&json!({"node": "F1.State", "value": 1, "at": "2026-01-05T11:30:00"}));
    assert_eq!(furnaces(&plant), both);
}
