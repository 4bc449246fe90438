//! SAP's orders by the path, names and types of the released service, from SAP's mock server (fe-mockserver).

use connectors::load::Outcome;
use serde_json::json;
use udfs::tables::PRODUCTION_JOBS;

use crate::bench::Bench;
use crate::peer::Peer;

#[test]
fn orders_are_read_by_the_services_own_names_and_types() {
    let bench = Bench::new("UNUSED", "unused");
    let order = |number: u32, plant: &str| {
        json!({
            "ManufacturingOrder": number.to_string(), "Material": "AXLE-7", "ProductionPlant": plant,
            "TotalQuantity": "500.000", "ProductionUnit": "PC",
            // midnight of the plant's day, written as if it were UTC
            "MfgOrderPlannedStartDate": "/Date(1767571200000)/", "MfgOrderPlannedStartTime": "PT05H00M00S",
            "MfgOrderPlannedEndDate": "/Date(1767571200000)/", "MfgOrderPlannedEndTime": "PT20H00M00S",
            "LastChangeDateTime": format!("202601010000{:02}", number % 4),
        })
    };
    let operation = |number: u32| {
        json!({
            "OrderInternalBillOfOperations": number.to_string(), "OrderIntBillOfOperationsItem": "1",
            "ManufacturingOrder": number.to_string(), "ManufacturingOrderSequence": "0",
            "ManufacturingOrderOperation": "0010", "MfgOrderOperationText": "harden", "WorkCenter": "FURN01",
            "OpErlstSchedldExecStrtDte": "/Date(1767571200000)/", "OpErlstSchedldExecStrtTme": "PT06H00M00S",
            "OpErlstSchedldExecEndDte": "/Date(1767571200000)/", "OpErlstSchedldExecEndTme": "PT08H00M00S",
            "OpPlannedTotalQuantity": "500.000", "OperationUnit": "PC",
        })
    };
    let numbers = 1_000_000..1_000_009;
    let orders: Vec<_> =
        numbers.clone().map(|number| order(number, "1710")).chain([order(2_000_000, "1720")]).collect();
    let operations: Vec<_> = numbers.map(operation).collect();
    for (name, rows) in [("A_ProductionOrder_2", orders), ("A_ProductionOrderOperation_2", operations)] {
        std::fs::write(bench.folder.path().join(format!("{name}.json")), json!(rows).to_string()).expect("written");
    }
    let peer = Peer::start("fe-mockserver", "peer.js", &[bench.folder.path().to_str().expect("UTF-8")]);
    let job = bench.job(&format!(
        "[job.sap]
         kind = 'sap'
         site = 'plant-a'
         url = '{}/sap/opu/odata/sap'
         plant = '1710'
         time_zone = 'America/Chicago'
         page_size = 4
         process = [{{ work_center = 'FURN*', heating_kwh_per_unit = '0.42' }}]",
        peer.ready
    ));
    let run = bench.run(&job);
    assert_eq!((run.outcome, run.counts.read), (Outcome::Done, 9), "{run:?}");
    let jobs = bench.rows(
        &PRODUCTION_JOBS,
        &["job_id", "heating_requirement_kwh", "duration_minutes", "earliest_start", "latest_end"],
    );
    assert_eq!(jobs.len(), 9);
    assert_eq!(jobs[0], "1000000-0010 210 120 2026-01-05T12:00Z 2026-01-06T02:00Z");
    assert_eq!(bench.run(&job).counts.written, 0);
}
