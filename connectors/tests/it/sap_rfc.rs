//! BAPI_PRODORD_GET_LIST from a SOAP server of another library (spyne).

use connectors::load::{Job, Outcome};
use serde_json::{Value, json};
use udfs::Code;
use udfs::tables::PRODUCTION_JOBS;

use crate::bench::Bench;
use crate::peer::Peer;

struct Rfc {
    bench: Bench,
    peer: Peer,
}

impl Rfc {
    fn start(data: &Value) -> Self {
        let bench = Bench::new("SAP_PASSWORD", "s3cret-of-sap");
        let path = bench.folder.path().join("orders.json");
        std::fs::write(&path, data.to_string()).expect("written");
        let peer = Peer::start("sap-rfc", "peer.py", &[path.to_str().expect("UTF-8")]);
        Self { bench, peer }
    }

    fn set(&self, data: &Value) {
        std::fs::write(self.bench.folder.path().join("orders.json"), data.to_string()).expect("written");
    }

    fn job(&self) -> Job {
        self.bench.job(&format!(
            "[job.rfc]
             kind = 'sap_rfc'
             site = 'plant-a'
             url = 'http://127.0.0.1:{}/sap/bc/soap/rfc'
             client = '100'
             plant = '1710'
             time_zone = 'America/Chicago'
             max_bad_ratio = 0.5
             http = {{ auth = {{ kind = 'basic', user = 'LOADER', password = '${{env:SAP_PASSWORD}}' }} }}
             process = [{{ material = 'AXLE*', heating_kwh_per_unit = '0.42', duration_minutes = 90 }}]",
            self.peer.ready
        ))
    }
}

fn order(number: u32, day: &str) -> Value {
    json!({
        "ORDER_NUMBER": format!("{number:012}"), "PRODUCTION_PLANT": "1710", "MATERIAL": "AXLE & 7",
        "START_DATE": day, "START_TIME": "06:00:00", "FINISH_DATE": day, "FINISH_TIME": "24:00:00",
        "TARGET_QUANTITY": "500.000", "UNIT": "PC", "SYSTEM_STATUS": "REL  PRC", "ORDER_TYPE": "PP01",
    })
}

#[test]
fn orders_come_move_and_go() {
    let mut elsewhere = order(3, "2026-01-05");
    elsewhere["PRODUCTION_PLANT"] = "1720".into();
    let rfc = Rfc::start(&json!({"orders": [order(1_000_000, "2026-01-05"), order(2, "0000-00-00"), elsewhere]}));
    let jobs = || rfc.bench.rows(&PRODUCTION_JOBS, &["job_id", "product_id", "schedule_id", "latest_end"]);
    let first = rfc.bench.run(&rfc.job());
    assert_eq!((first.outcome, first.counts.quarantined), (Outcome::Partial, 1), "{first:?}");
    assert_eq!(jobs(), ["1000000 AXLE & 7 S-2026-01-05 2026-01-06T06:00Z"]);
    assert_eq!(rfc.bench.quarantine(), ["2 HS1003 -"]);
    rfc.set(&json!({"orders": [order(1_000_000, "2026-01-08"), order(2, "2026-01-05")]}));
    assert_eq!(rfc.bench.run(&rfc.job()).outcome, Outcome::Done);
    let moved = ["2 AXLE & 7 S-2026-01-05 2026-01-06T06:00Z", "1000000 AXLE & 7 S-2026-01-08 2026-01-09T06:00Z"];
    assert_eq!(jobs(), moved);
    let mut done = order(2, "2026-01-05");
    done["SYSTEM_STATUS"] = "REL  TECO".into();
    rfc.set(&json!({"orders": [done]}));
    assert_eq!(rfc.bench.run(&rfc.job()).counts.gone, 1);
    assert_eq!(jobs(), moved[1..]);
}

#[test]
fn a_message_of_type_e_and_a_fault_are_errors() {
    let rfc = Rfc::start(&json!({"refuse": "No authorization for plant 1710"}));
    let refused = rfc.bench.run(&rfc.job()).error.expect("refused");
    assert_eq!(refused.code, Code::UnexpectedAnswer);
    assert!(refused.message.contains("E CO001: No authorization for plant 1710"), "{refused}");
    let stranger = Bench::new("SAP_PASSWORD", "another-s3cret");
    let refused = stranger.run(&rfc.job());
    assert_eq!(refused.exit_code(), 77, "{refused:?}");
    let fault = refused.error.expect("a fault");
    assert!(fault.message.contains("logon failed") && !fault.to_string().contains("another-s3cret"), "{fault}");
}
