//! SAP's own OData server, with orders and maintenance of a plant.

use serde_json::{Value, json};

use crate::peer::Peer;

pub const PASSWORD: &str = "s3cret-of-sap";

pub struct Sap {
    folder: tempfile::TempDir,
    pub peer: Peer,
}

impl Sap {
    pub fn start(data: &Value) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("data.json");
        std::fs::write(&path, data.to_string()).expect("written");
        let peer = Peer::start("sap", "peer.js", &[path.to_str().expect("UTF-8")]);
        Self { folder, peer }
    }

    pub fn url(&self) -> String {
        format!("{}/odata/v2", self.peer.ready)
    }

    /// Of a job that reads all it has, with the password in `KEY`.
    pub fn settings(&self) -> String {
        format!(
            "kind = 'sap'\nurl = '{}'\nplant = '1710'\ntime_zone = 'America/Chicago'\nbatch_rows = 5\n\
             equipment = {{ 10000045 = 'F1' }}\nprocess = [{{ work_center = 'FURN*', heating_kwh_per_unit = '0.42' }}]\n\
             http = {{ auth = {{ kind = 'basic', user = 'LOADER', password = '${{env:KEY}}' }} }}\n",
            self.url()
        )
    }

    /// What it was told about its operations.
    pub fn scheduled(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(self.folder.path().join("data.json.scheduled")).unwrap_or_default();
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }
}

/// To be done on that day by 20:00, with one operation of two hours from 06:00 on.
pub fn order(number: u32, day: u32) -> Value {
    let date = format!("2026-01-{day:02}");
    let id = (1_000_000 + number).to_string();
    json!({
        "ManufacturingOrder": id, "Material": "AXLE-7", "ProductionPlant": "1710",
        "MfgOrderPlannedEndDate": date, "MfgOrderPlannedEndTime": "20:00:00",
        "LastChangeDateTime": format!("202601010000{:02}", number / 2),
        "to_ProductionOrderOperation": [operation(&id, &date)],
    })
}

pub fn operation(order: &str, date: &str) -> Value {
    json!({
        "OrderInternalBillOfOperations": order, "OrderIntBillOfOperationsItem": "1", "ManufacturingOrder": order,
        "ManufacturingOrderSequence": "0", "ManufacturingOrderOperation": "0010", "WorkCenter": "FURN01",
        "OpErlstSchedldExecStrtDte": date, "OpErlstSchedldExecStrtTme": "06:00:00",
        "OpErlstSchedldExecEndDte": date, "OpErlstSchedldExecEndTme": "08:00:00",
        "OpPlannedTotalQuantity": "500.000", "OperationUnit": "PC",
    })
}

/// Of equipment that is off from `start` to `end`.
pub fn maintenance(number: u32, equipment: &str, start: &str, end: &str) -> Value {
    json!({
        "MaintenanceOrder": (4_000_000 + number).to_string(), "MaintenanceOrderType": "YA01", "Equipment": equipment,
        "MaintenancePlant": "1710", "OperationSystemCondition": "0",
        "MaintOrdBasicStartDateTime": start, "MaintOrdBasicEndDateTime": end,
        "LastChangeDateTime": format!("2026-01-01T00:00:{number:02}.000Z"),
    })
}
