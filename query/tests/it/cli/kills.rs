//! Loads into a warehouse, one kind a test, each killed at any moment.

use std::process::Command;

use serde_json::{Value, json};

use super::Bench;
use crate::fault_server::{FaultServer, Reply};
use crate::kills::{Target, killed};
use crate::peer::Peer;
use crate::sap_server::{PASSWORD, Sap, maintenance, order};

const PLANT: &str = "site_id,site_name,time_zone,currency\nplant-a,Plant A,America/Chicago,USD\n";
const EQUIPMENT: &str = "equipment_id,equipment_name,equipment_type,capacity_kw,efficiency_percent,fuel_type\n\
                         F1,Furnace 1,electric,500,90,electricity\nF2,Furnace 2,electric,500,90,electricity\n";
const ORDERS: &str = "SELECT * FROM production_jobs; SELECT * FROM schedules; SELECT * FROM equipment_availability;
    SELECT job, stream, part, cursor_value FROM connector_state";

/// A warehouse with a plant, and one job.
struct Warehouse {
    bench: Bench,
    more: &'static [&'static str],
    query: &'static str,
}

impl Warehouse {
    fn new(settings: &str, query: &'static str) -> Self {
        let bench = Bench::with_warehouse();
        bench.write("sites.csv", PLANT);
        bench.write("equipment.csv", EQUIPMENT);
        bench.run(&["import", "sites.csv"]).succeeds();
        bench.run(&["import", "equipment.csv", "--site", "plant-a"]).succeeds();
        bench.write("loads.toml", &format!("[job.one]\nsite = \"plant-a\"\n{settings}"));
        Self { bench, more: &[], query }
    }
}

impl Target for Warehouse {
    fn load(&self) -> Command {
        let mut command = self.bench.command(&[&["load", "run", "one"], self.more].concat());
        command.env("KEY", PASSWORD).env("SOAP_KEY", "s3cret <of> & more");
        command
    }

    fn tables(&self) -> String {
        let running = "; SELECT count(*) AS unmarked FROM connector_runs WHERE status = 'running'";
        let text = self.bench.run(&["-c", &format!("{}{running}", self.query), "--format", "csv"]).succeeds().text();
        assert!(text.ends_with("unmarked\n0\n"), "what was killed is marked by the next run: {text}");
        // partitions are read as they come
        let mut lines: Vec<&str> = text.lines().collect();
        lines.sort_unstable();
        lines.join("\n")
    }
}

#[test]
fn files() {
    killed("files", &["J3999"], || {
        let target = Warehouse::new("kind = 'files'\nfolder = 'inbox'\ntable = 'jobs'\nbatch_rows = 400\n", ORDERS);
        std::fs::create_dir(target.bench.path("inbox")).expect("a folder");
        for file in 0..40 {
            let line = |row| format!("J{},10,60,2026-01-05 06:00,2026-01-05 12:00\n", file * 100 + row);
            let rows: String = (0..100).map(line).collect();
            let header = "job_id,heating_requirement_kwh,duration_minutes,earliest_start,latest_end\n";
            target.bench.write(&format!("inbox/{file:02}.csv"), &format!("{header}{rows}"));
        }
        target
    });
}

#[test]
fn orders_of_sap() {
    let orders: Vec<Value> = (0..40).map(|number| order(number, 5 + number % 3)).collect();
    let at = |number: u32, hour: u32| format!("2026-02-{:02}T{hour:02}:00:00.000Z", number + 1);
    let off = |number| maintenance(number, "10000045", &at(number, 6), &at(number, 9));
    let off: Vec<Value> = (0..10).map(off).collect();
    let sap = Sap::start(&json!({"A_ProductionOrder_2": orders, "MaintenanceOrder": off}));
    killed("sap", &["1000039-0010", "2026-02-10"], || Warehouse::new(&sap.settings(), ORDERS));
}

#[test]
fn work_orders_of_oracle() {
    let pod = FaultServer::start(|request| {
        if request.path == "/token" {
            return Reply::json(json!({"access_token": "tok-s3cret", "token_type": "Bearer", "expires_in": 3600}));
        }
        let number = |name: &str| request.parameter(name).and_then(|text| text.parse().ok()).unwrap_or(0_usize);
        let filter = request.parameter("q").unwrap_or_default();
        let since = filter.split("LastUpdateDate>='").nth(1).and_then(|rest| rest.get(..19)).unwrap_or_default();
        let all = (0..40).map(work_order).filter(|order| order["LastUpdateDate"].as_str() >= Some(since));
        let rest: Vec<Value> = all.skip(number("offset")).collect();
        let page = &rest[..rest.len().min(number("limit"))];
        Reply::json(json!({"items": page, "count": page.len(), "hasMore": page.len() < rest.len(), "links": []}))
    });
    let settings = format!(
        "kind = 'oracle'\nbatch_rows = 5\nurl = '{0}/resources'\norganization = 'M1'\npage_size = 4\n\
         process = [{{ work_center = 'FURN*', heating_kwh_per_unit = '2' }}]\n\
         http.auth = {{ kind = 'client_credentials', token_url = '{0}/token', client_id = 'me', client_secret = '${{env:KEY}}' }}",
        pod.address
    );
    killed("oracle", &["M1-39-20"], || Warehouse::new(&settings, ORDERS));
}

fn work_order(number: i64) -> Value {
    json!({
        "WorkOrderId": number, "WorkOrderNumber": format!("M1-{number}"), "OrganizationCode": "M1", "ItemNumber": "AXLE",
        "WorkOrderStatusCode": "ORA_RELEASED", "PlannedStartQuantity": 100.5, "UOMCode": "Ea",
        "PlannedStartDate": "2026-01-05T06:00:00-06:00", "PlannedCompletionDate": "2026-01-05T18:00:00-06:00",
        "LastUpdateDate": format!("2026-01-01T00:00:{:02}+00:00", number / 3),
        "WorkOrderOperation": [{
            "WorkOrderOperationId": number * 10, "OperationSequenceNumber": 20, "OperationName": "Harden",
            "WorkCenterCode": "FURN1", "PlannedStartDate": "2026-01-05T08:00:00-06:00",
            "PlannedCompletionDate": "2026-01-05T10:00:00-06:00",
        }],
    })
}

#[test]
fn shifts_of_workday() {
    let shift = |number: usize| {
        let day = 1 + number % 28;
        json!({
            "Employee_ID": format!("{}", 21_000 + number), "Shift_Start": format!("2026-01-{day:02}T06:00:00-06:00"),
            "Shift_End": format!("2026-01-{day:02}T14:00:00-06:00"),
        })
    };
    let report = json!({"Report_Entry": (0..300).map(shift).collect::<Vec<_>>()});
    let tenant = FaultServer::start(move |request| match request.path.as_str() {
        "/token" => Reply::json(json!({"access_token": "tok-s3cret", "token_type": "Bearer"})),
        _ => Reply::json(report.clone()),
    });
    let settings = format!(
        "kind = 'workday'\nbatch_rows = 5\nurl = '{0}/report'\n\
         columns = {{ worker = 'Employee_ID', start = 'Shift_Start', end = 'Shift_End' }}\n\
         http.auth = {{ kind = 'refresh_token', token_url = '{0}/token', client_id = 'me', client_secret = '${{env:KEY}}', refresh_token = '${{env:KEY}}' }}",
        tenant.address
    );
    killed("workday", &["21299"], || Warehouse::new(&settings, "SELECT * FROM workforce_shifts"));
}

#[test]
fn prices_of_a_soap_service() {
    let peer = Peer::start("spyne", "server.py", &[]);
    let envelope = include_str!("../../../../connectors/tests/peers/spyne/envelope.xml");
    let settings = format!(
        "kind = 'soap'\nbatch_rows = 5\ntariff = 't'\nurl = 'http://127.0.0.1:{}/'\nenvelope = 'envelope.xml'\naction = 'GetTariff'\n\
         key = '${{env:SOAP_KEY}}'\nlongest = '1d'\nhttp.requests_per_minute = 6000\nprice = {{ element = 'Price', start = 'start', end = 'end', \
         amount = 'price', currency = 'currency', energy = 'unit' }}",
        peer.ready
    );
    killed("soap", &["2026-01-20T22:00:00Z"], || {
        let target = Warehouse::new(&settings, "SELECT * FROM energy_prices");
        target.bench.write("envelope.xml", envelope);
        Warehouse { more: &["--since", "2026-01-01", "--until", "2026-01-21"], ..target }
    });
}

/// Everything, where the system itself says when it was.
#[test]
fn states_of_opc_ua() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = folder.path().join("server");
    std::fs::create_dir_all(&server).expect("a folder");
    let mut peer = Peer::start("opcua", "plant.py", &[server.to_str().expect("text"), "0"]);
    let settings = format!(
        "kind = \"opcua\"\nendpoint = \"{}\"\nconnect_timeout = \"20s\"\ncertificates = \"{}\"\n\
         [job.one.equipment.F1]\n\
         state = {{ from = \"nsu=http://plant.example/furnaces;s=F1.State\", online = [1] }}\n\
         load_kw = {{ from = \"nsu=http://plant.example/furnaces;s=F1.PowerW\", scale = 0.001 }}\n\
         [job.one.equipment.F2]\n\
         state = {{ from = \"nsu=http://plant.example/furnaces;s=F2.State\", offline = [\"Running\"] }}\n",
        peer.ready,
        folder.path().join("certificates").display()
    );
    let all = "SELECT * FROM equipment_status; SELECT * FROM equipment_availability";
    let fresh = || Warehouse::new(&settings, all);
    let stranger = fresh();
    stranger.bench.run(&["load", "run", "one"]).ends_with_code(77);
    let told = |arguments: &[&str]| -> Value {
        let ran = stranger.bench.run(&[&["load", "trust", "one"], arguments].concat()).succeeds();
        serde_json::from_str(ran.text().trim()).expect("JSON")
    };
    let shown = told(&[]);
    assert_eq!(shown["trusted"], false, "{shown}");
    let trusted = told(&["--fingerprint", shown["sha256"].as_str().expect("a fingerprint")]);
    assert_eq!(trusted["trusted"], true, "{trusted}");
    peer.tell(&json!({"trust": trusted["own_certificate"]}).to_string());
    peer.said("done");
    killed("opcua", &["81.5005", "2200-01-01"], fresh);
}

/// What these systems say has no time of its own: what it is must be the same, and one outage must stay one.
const UNTIMED: &str = "SELECT DISTINCT equipment_id, state, load_kw, degradation_percent FROM equipment_status; \
    SELECT equipment_id, reason FROM equipment_availability";

#[test]
fn states_of_modbus() {
    let peer = Peer::start("modbus", "boilers.py", &[]);
    let map = "[register.state]\nnumber = \"40001\"\ntype = \"u16\"\n\
               [register.power]\ntable = \"holding\"\naddress = 4\ntype = \"f32\"\n";
    let settings = format!(
        "kind = \"modbus\"\nhost = \"{}\"\nmap = \"boiler.toml\"\n[job.one.equipment.F1]\n\
         state = {{ from = \"state\", offline = [1] }}\nload_kw = {{ from = \"power\" }}\n",
        peer.ready
    );
    killed("modbus", &["F1,offline,851.5"], || {
        let target = Warehouse::new(&settings, UNTIMED);
        target.bench.write("boiler.toml", map);
        target
    });
}

#[test]
fn states_of_bacnet() {
    let peer = Peer::start("bacnet", "building.py", &[]);
    let settings = format!(
        "kind = \"bacnet\"\ndevice = \"{}\"\ninterface = \"127.0.0.1\"\n[job.one.equipment.F1]\n\
         state = {{ from = \"multi-state-value,1\", maintenance = [2] }}\nload_kw = {{ from = \"analog-input,1\" }}\n",
        peer.ready
    );
    killed("bacnet", &["F1,maintenance,21.5"], || Warehouse::new(&settings, UNTIMED));
}
