//! What a plant's control system says, loaded by a command that is killed again and again.

use std::process::Stdio;
use std::time::Duration;

use super::Bench;
use crate::peer::Peer;

const EQUIPMENT: &str = "equipment_id,equipment_name,equipment_type,capacity_kw,efficiency_percent,fuel_type\n\
                         F1,Furnace 1,electric,500,90,electricity\nF2,Furnace 2,electric,500,90,electricity\n";

/// Of each kill: more of them with `HEATSCHED_KILLS=100`.
fn kills() -> u32 {
    std::env::var("HEATSCHED_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(5)
}

fn bench(loads: &str) -> Bench {
    let bench = Bench::with_warehouse();
    bench.write("sites.csv", "site_id,site_name,time_zone,currency\nplant-a,Plant A,America/Chicago,USD\n");
    bench.write("equipment.csv", EQUIPMENT);
    bench.run(&["import", "sites.csv"]).succeeds();
    bench.run(&["import", "equipment.csv", "--site", "plant-a"]).succeeds();
    bench.write("loads.toml", &format!("[job.plant]\nsite = \"plant-a\"\n{loads}"));
    bench
}

fn tables(bench: &Bench, query: &str) -> String {
    bench.run(&["-c", query, "--format", "csv"]).succeeds().text()
}

/// Kills the load at another moment in each round, then lets it run once.
fn killed(bench: &Bench) {
    for round in 0..kills() {
        let mut child = bench
            .command(&["load", "run", "plant"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("heatsched starts");
        std::thread::sleep(Duration::from_millis(u64::from(20 + round * 1_217 % 900)));
        let _ = child.kill();
        let _ = child.wait();
    }
    bench.run(&["load", "run", "plant"]).succeeds();
    let running = tables(bench, "SELECT count(*) AS n FROM connector_runs WHERE status = 'running'");
    assert_eq!(running, "n\n0\n", "what was killed is marked by the next run");
}

/// Everything, where the system itself says when it was.
#[test]
fn a_killed_load_from_opc_ua_ends_with_the_tables_of_one_that_was_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = folder.path().join("server");
    let start = |trusted: &str| {
        let mut arguments = vec![server.to_str().expect("text"), "0"];
        arguments.extend((!trusted.is_empty()).then_some(trusted));
        std::fs::create_dir_all(&server).expect("a folder");
        Peer::start("opcua", "plant.py", &arguments)
    };
    let loads = |endpoint: &str| {
        format!(
            "kind = \"opcua\"\nendpoint = \"{endpoint}\"\nconnect_timeout = \"20s\"\ncertificates = \"{}\"\n\
             [job.plant.equipment.F1]\n\
             state = {{ from = \"nsu=http://plant.example/furnaces;s=F1.State\", online = [1] }}\n\
             load_kw = {{ from = \"nsu=http://plant.example/furnaces;s=F1.PowerW\", scale = 0.001 }}\n\
             [job.plant.equipment.F2]\n\
             state = {{ from = \"nsu=http://plant.example/furnaces;s=F2.State\", offline = [\"Running\"] }}\n",
            folder.path().join("certificates").display()
        )
    };
    let stranger = start("");
    let bench_of = |peer: &Peer| bench(&loads(&peer.ready));
    let first = bench_of(&stranger);
    first.run(&["load", "run", "plant"]).ends_with_code(77);
    let told = |arguments: &[&str]| -> serde_json::Value {
        let ran = first.run(&[&["load", "trust", "plant"], arguments].concat()).succeeds();
        serde_json::from_str(ran.text().trim()).expect("JSON")
    };
    let shown = told(&[]);
    assert_eq!(shown["trusted"], false, "{shown}");
    let print = shown["sha256"].as_str().expect("a fingerprint");
    let trusted = told(&["--fingerprint", print]);
    assert_eq!(trusted["trusted"], true, "{trusted}");
    drop(stranger);
    let peer = start(trusted["own_certificate"].as_str().expect("a path"));
    let (undisturbed, disturbed) = (bench_of(&peer), bench_of(&peer));
    undisturbed.run(&["load", "run", "plant"]).succeeds();
    killed(&disturbed);
    let all = "SELECT * FROM equipment_status; SELECT * FROM equipment_availability";
    let expected = tables(&undisturbed, all);
    assert!(expected.contains("81.5005") && expected.contains("2200-01-01"), "{expected}");
    assert_eq!(tables(&disturbed, all), expected);
}

/// What these systems say has no time of its own: what it is must be the same, and one outage must stay one.
#[test]
fn killed_loads_from_modbus_and_bacnet_leave_one_outage() {
    let modbus = Peer::start("modbus", "boilers.py", &[]);
    let map = "[register.state]\nnumber = \"40001\"\ntype = \"u16\"\n\
               [register.power]\ntable = \"holding\"\naddress = 4\ntype = \"f32\"\n";
    let bacnet = Peer::start("bacnet", "building.py", &[]);
    let loads = [
        format!(
            "kind = \"modbus\"\nhost = \"{}\"\nmap = \"boiler.toml\"\n[job.plant.equipment.F1]\n\
             state = {{ from = \"state\", offline = [1] }}\nload_kw = {{ from = \"power\" }}\n",
            modbus.ready
        ),
        format!(
            "kind = \"bacnet\"\ndevice = \"{}\"\ninterface = \"127.0.0.1\"\n[job.plant.equipment.F1]\n\
             state = {{ from = \"multi-state-value,1\", maintenance = [2] }}\nload_kw = {{ from = \"analog-input,1\" }}\n",
            bacnet.ready
        ),
    ];
    for (loads, state, load) in [(&loads[0], "offline", "851.5"), (&loads[1], "maintenance", "21.5")] {
        let bench = bench(loads);
        bench.write("boiler.toml", map);
        killed(&bench);
        let said =
            tables(&bench, "SELECT DISTINCT equipment_id, state, load_kw, degradation_percent FROM equipment_status");
        assert!(said.lines().count() == 2 && said.contains(&format!("F1,{state},{load}")), "{said}");
        let outages = tables(&bench, "SELECT equipment_id, reason FROM equipment_availability");
        assert_eq!(outages, format!("equipment_id,reason\nF1,{state}\n"));
    }
}
