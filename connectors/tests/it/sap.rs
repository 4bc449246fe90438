//! SAP's orders from SAP's own OData server (`@sap/cds` with its adapter for version 2).

use connectors::load::{Job, Options, Outcome, Placement, ToldOutcome};
use serde_json::{Value, json};
use udfs::Code;
use udfs::tables::{CONNECTOR_STATE, EQUIPMENT_AVAILABILITY, PRODUCTION_JOBS, SCHEDULES};

use crate::bench::Bench;
use crate::peer::Peer;

struct Sap {
    bench: Bench,
    peer: Peer,
}

const JOB: &[&str] =
    &["job_id", "schedule_id", "heating_requirement_kwh", "duration_minutes", "earliest_start", "latest_end"];

fn order(number: usize, day: u32, changed: &str) -> Value {
    let date = format!("2026-01-{day:02}");
    json!({
        "ManufacturingOrder": format!("{}", 1_000_000 + number), "ManufacturingOrderType": "YP01", "Material": "AXLE-7",
        "ProductionPlant": "1710", "ProductionUnit": "PC", "TotalQuantity": "500.000",
        "OrderIsClosed": "", "OrderIsDeleted": "", "OrderIsMarkedForDeletion": "", "OrderIsTechnicallyCompleted": "",
        "MfgOrderPlannedStartDate": date, "MfgOrderPlannedStartTime": "05:00:00",
        "MfgOrderPlannedEndDate": date, "MfgOrderPlannedEndTime": "20:00:00",
        "LastChangeDateTime": changed,
        "to_ProductionOrderOperation": [
            operation(number, "0010", "SAW01", &date), operation(number, "0020", "FURN01", &date),
        ],
    })
}

fn operation(number: usize, step: &str, work_center: &str, date: &str) -> Value {
    json!({
        "OrderInternalBillOfOperations": format!("{number:010}"), "OrderIntBillOfOperationsItem": step,
        "ManufacturingOrder": format!("{}", 1_000_000 + number), "ManufacturingOrderSequence": "0",
        "ManufacturingOrderOperation": step, "MfgOrderOperationText": "harden", "WorkCenter": work_center,
        "ProductionPlant": "1710", "OperationIsClosed": "", "OperationIsConfirmed": "", "OperationIsDeleted": "",
        "OperationIsTechlyCompleted": "",
        "OpErlstSchedldExecStrtDte": date, "OpErlstSchedldExecStrtTme": "06:00:00",
        "OpErlstSchedldExecEndDte": date, "OpErlstSchedldExecEndTme": "08:00:00",
        "OpPlannedTotalQuantity": "500.000", "OperationUnit": "PC",
    })
}

fn orders() -> Vec<Value> {
    let changed = |i: usize| format!("202601010000{:02}", i / 2);
    (0..7).map(|i| order(i, 5 + i as u32 % 2, &changed(i))).collect()
}

fn maintenance(number: u32, start: &str, end: &str, changed: &str) -> Value {
    json!({
        "MaintenanceOrder": number.to_string(), "MaintenanceOrderType": "YA01", "MaintenanceOrderDesc": "lining",
        "Equipment": "10000045", "MaintenancePlant": "1710", "OperationSystemCondition": "0",
        "MaintOrdBasicStartDateTime": start, "MaintOrdBasicEndDateTime": end, "LastChangeDateTime": changed,
    })
}

impl Sap {
    fn start(data: &Value) -> Self {
        let bench = Bench::new("SAP_PASSWORD", "s3cret-of-sap");
        let path = bench.folder.path().join("data.json");
        std::fs::write(&path, data.to_string()).expect("written");
        let peer = Peer::start("sap", "peer.js", &[path.to_str().expect("UTF-8")]);
        Self { bench, peer }
    }

    fn set(&self, data: &Value) {
        std::fs::write(self.bench.folder.path().join("data.json"), data.to_string()).expect("written");
    }

    fn job(&self, more: &str) -> Job {
        self.bench.job(&format!(
            "[job.sap]
             kind = 'sap'
             site = 'plant-a'
             url = '{}/odata/v2'
             client = '100'
             plant = '1710'
             time_zone = 'America/Chicago'
             page_size = 4
             equipment = {{ 10000045 = 'F1' }}
             http = {{ auth = {{ kind = 'basic', user = 'LOADER', password = '${{env:SAP_PASSWORD}}' }} }}
             {more}
             [[job.sap.process]]
             work_center = 'FURN*'
             heating_kwh_per_unit = '0.42'
             equipment = ['F1']",
            self.peer.ready
        ))
    }

    fn jobs(&self) -> Vec<String> {
        self.bench.rows(&PRODUCTION_JOBS, JOB)
    }
}

#[test]
fn orders_come_page_by_page_once_and_then_only_what_has_changed() {
    let mut orders = orders();
    let sap = Sap::start(&json!({"A_ProductionOrder_2": orders}));
    let job = sap.job("");
    let first = sap.bench.run(&job);
    assert_eq!((first.outcome, first.counts.read), (Outcome::Done, 7), "{first:?}");
    assert_eq!(sap.jobs().len(), 7);
    assert_eq!(sap.jobs()[0], "1000000-0020 S-2026-01-05 210 120 2026-01-05T12:00Z 2026-01-06T02:00Z");
    assert_eq!(sap.bench.rows(&SCHEDULES, &["schedule_id"]), ["S-2026-01-05", "S-2026-01-06"]);
    let cursors = sap.bench.rows(&CONNECTOR_STATE, &["stream", "part", "cursor_value"]);
    assert_eq!(cursors, ["production_orders 1710 2026-01-01T00:00:03Z"]);
    let again = sap.bench.run(&job);
    assert_eq!((again.counts.read, again.counts.written), (7, 0), "within the lag");

    // one moves to another day, one is closed, one is new
    orders[0] = order(0, 8, "20260102000000");
    orders[1]["OrderIsClosed"] = "X".into();
    orders[1]["LastChangeDateTime"] = "20260102000001".into();
    orders.push(order(7, 5, "20260102000002"));
    sap.set(&json!({"A_ProductionOrder_2": orders}));
    let third = sap.bench.run(&sap.job("lag = '1s'"));
    assert_eq!((third.counts.read, third.counts.gone), (6, 1), "{third:?}");
    let jobs = sap.jobs();
    assert_eq!(jobs.iter().filter(|job| job.starts_with("1000000-")).count(), 1, "{jobs:?}");
    assert!(jobs.iter().any(|job| job.starts_with("1000000-0020 S-2026-01-08")), "{jobs:?}");
    assert!(!jobs.iter().any(|job| job.starts_with("1000001-")), "{jobs:?}");
    assert!(jobs.iter().any(|job| job.starts_with("1000007-")), "{jobs:?}");
    // whatever order they come in, a full load gives the same
    orders.reverse();
    sap.set(&json!({"A_ProductionOrder_2": orders, "faults": {"unordered": true}}));
    let full = sap.bench.load(&sap.job(""), &Options { full: true, ..Options::default() });
    assert_eq!((full.outcome, full.counts.read, full.counts.written), (Outcome::Done, 8, 0), "{full:?}");
    assert_eq!(sap.jobs(), jobs);
}

#[test]
fn an_operation_that_changes_behind_its_header_is_found_by_a_full_load() {
    let mut orders = orders();
    let sap = Sap::start(&json!({"A_ProductionOrder_2": orders}));
    let job = sap.job("lag = '1s'");
    sap.bench.run(&job);
    orders[0]["to_ProductionOrderOperation"][1]["OpPlannedTotalQuantity"] = "900.000".into();
    sap.set(&json!({"A_ProductionOrder_2": orders}));
    let behind = sap.bench.run(&job);
    assert_eq!((behind.outcome, behind.counts.written), (Outcome::Done, 0), "{behind:?}");
    let full = sap.bench.load(&job, &Options { full: true, ..Options::default() });
    assert_eq!((full.outcome, full.counts.written), (Outcome::Done, 1), "{full:?}");
    assert_eq!(sap.jobs()[0], "1000000-0020 S-2026-01-05 378 120 2026-01-05T12:00Z 2026-01-06T02:00Z");
}

#[test]
fn maintenance_is_when_equipment_is_off_and_moves() {
    let first =
        maintenance(4_000_001, "2026-01-06T00:00:00.000Z", "2026-01-06T04:30:20.000Z", "2026-01-01T00:00:00.000Z");
    let mut other =
        maintenance(4_000_002, "2026-01-07T00:00:00.000Z", "2026-01-07T04:00:00.000Z", "2026-01-01T00:00:00.000Z");
    other["Equipment"] = "99".into();
    let sap = Sap::start(&json!({"MaintenanceOrder": [first, other]}));
    let off =
        || sap.bench.rows(&EQUIPMENT_AVAILABILITY, &["equipment_id", "unavailable_start", "unavailable_end", "reason"]);
    let run = sap.bench.run(&sap.job(""));
    assert_eq!((run.outcome, run.counts.ignored), (Outcome::Done, 1), "{run:?}");
    assert_eq!(off(), ["F1 2026-01-06T00:00Z 2026-01-06T04:31Z maintenance"]);
    let moved =
        maintenance(4_000_001, "2026-01-09T00:00:00.000Z", "2026-01-09T04:00:00.000Z", "2026-01-02T00:00:00.000Z");
    sap.set(&json!({"MaintenanceOrder": [moved]}));
    sap.bench.run(&sap.job(""));
    assert_eq!(off(), ["F1 2026-01-09T00:00Z 2026-01-09T04:00Z maintenance"]);
    let mut running =
        maintenance(4_000_001, "2026-01-09T00:00:00.000Z", "2026-01-09T04:00:00.000Z", "2026-01-03T00:00:00.000Z");
    running["OperationSystemCondition"] = "1".into();
    sap.set(&json!({"MaintenanceOrder": [running]}));
    sap.bench.run(&sap.job(""));
    assert!(off().is_empty(), "{:?}", off());
}

#[test]
fn an_order_without_dates_waits_and_comes_when_it_has_some() {
    let mut bad = order(0, 5, "20260101000000");
    bad["MfgOrderPlannedEndDate"] = Value::Null;
    for name in ["OpErlstSchedldExecEndDte", "OpErlstSchedldExecStrtDte"] {
        bad["to_ProductionOrderOperation"][1][name] = Value::Null;
    }
    let sap = Sap::start(&json!({"A_ProductionOrder_2": [bad, order(1, 5, "20260101000001")]}));
    let partial = sap.bench.run(&sap.job(""));
    assert_eq!((partial.outcome, partial.counts.quarantined), (Outcome::Partial, 1), "{partial:?}");
    assert_eq!(sap.bench.quarantine(), ["1000000/0020 HS1003 -"]);
    assert_eq!(sap.bench.replay(&sap.job("")).outcome, Outcome::Partial);
    sap.set(&json!({"A_ProductionOrder_2": [order(0, 5, "20260101000002")]}));
    assert_eq!(sap.bench.run(&sap.job("")).outcome, Outcome::Done);
    assert!(!sap.bench.quarantine()[0].ends_with('-'), "{:?}", sap.bench.quarantine());
    assert_eq!(sap.jobs().len(), 2);
}

#[test]
fn who_is_not_let_in_and_what_is_refused_is_said() {
    let sap = Sap::start(&json!({"faults": {"refuse": "Property X not found in type A_ProductionOrder_2Type"}}));
    let refused = sap.bench.run(&sap.job(""));
    let error = refused.error.expect("refused");
    assert_eq!(error.code, Code::UnexpectedAnswer);
    assert!(error.message.contains("Property X not found"), "{error}");
    let stranger = Bench::new("SAP_PASSWORD", "another-s3cret");
    let out = stranger.run(&sap.job(""));
    assert_eq!((out.error.as_ref().map(|issue| issue.code), out.exit_code()), (Some(Code::AccessRefused), 77));
    assert!(!format!("{out:?}").contains("another-s3cret"));
}

#[test]
fn a_check_asks_for_the_metadata() {
    let sap = Sap::start(&json!({}));
    let job = sap.job("");
    let found = sap.bench.with(&job, |source, session| source.check(session)).expect("lets us in");
    assert!(found.contains("A_ProductionOrder_2") && found.contains("MaintenanceOrder"), "{found}");
}

#[test]
fn a_plan_is_told_with_a_token_only_where_it_differs_and_only_when_asked_to() {
    let orders = [order(0, 5, "20260101000000")];
    let operations = orders[0]["to_ProductionOrderOperation"].clone();
    let sap = Sap::start(&json!({"A_ProductionOrder_2": orders, "A_ProductionOrderOperation_2": operations}));
    let job = sap.job("write_back = { scheduling_mode = '1', scheduling_strategy = 'SAP001' }");
    let at = |text: &str| text.parse().expect("a time");
    let placed = |start: &str, end: &str| Placement {
        job_id: "1000000-0020".into(),
        reference: "1000000/0020".into(),
        equipment_id: "F1".into(),
        start: at(start),
        end: at(end),
    };
    let tell = |placement: &Placement, apply| {
        let told = sap.bench.with(&job, |source, session| source.write_back(session, placement, apply));
        told.expect("the operation is there").outcome
    };
    assert_eq!(tell(&placed("2026-01-05T12:00:00Z", "2026-01-05T14:00:00Z"), true), ToldOutcome::Unchanged);
    let later = placed("2026-01-06T01:30:00Z", "2026-01-06T03:30:00Z");
    assert_eq!(tell(&later, false), ToldOutcome::WouldChange);
    let scheduled = || std::fs::read_to_string(sap.bench.folder.path().join("data.json.scheduled")).unwrap_or_default();
    assert_eq!(scheduled(), "");
    assert_eq!(tell(&later, true), ToldOutcome::Changed);
    let asked: Value = serde_json::from_str(scheduled().trim()).expect("one request");
    assert_eq!(asked["OrderIntBillOfOperationsItem"], "0020");
    assert_eq!(asked["OpSchedldStartTime"], "19:30:00", "the plant's clock: {asked}");
    let gone = Placement { reference: "77/0020".into(), ..later };
    assert!(sap.bench.with(&job, |source, session| source.write_back(session, &gone, true)).is_err());
}
