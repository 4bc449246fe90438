use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use udfs::error::Place;
use udfs::{Code, Issue};

use super::odata::{Entity, quoted};
use super::read::Set;
use super::{SYSTEM, Sap};
use crate::erp::process::{self, Operation};
use crate::load::{Origin, Record, Rows};

pub const SET: &str = "A_ProductionOrder_2";
const OPERATIONS: &str = "to_ProductionOrderOperation";
const OF_ORDER: &[&str] = &[
    "ManufacturingOrder",
    "ManufacturingOrderType",
    "Material",
    "ProductionPlant",
    "ProductionUnit",
    "TotalQuantity",
    "OrderIsClosed",
    "OrderIsDeleted",
    "OrderIsMarkedForDeletion",
    "OrderIsTechnicallyCompleted",
    "MfgOrderPlannedStartDate",
    "MfgOrderPlannedStartTime",
    "MfgOrderPlannedEndDate",
    "MfgOrderPlannedEndTime",
    "LastChangeDateTime",
];
const OF_OPERATION: &[&str] = &[
    "OrderInternalBillOfOperations",
    "OrderIntBillOfOperationsItem",
    "ManufacturingOrder",
    "ManufacturingOrderSequence",
    "ManufacturingOrderOperation",
    "MfgOrderOperationText",
    "WorkCenter",
    "OperationIsClosed",
    "OperationIsConfirmed",
    "OperationIsDeleted",
    "OperationIsTechlyCompleted",
    "OpErlstSchedldExecStrtDte",
    "OpErlstSchedldExecStrtTme",
    "OpErlstSchedldExecEndDte",
    "OpErlstSchedldExecEndTme",
    "OpPlannedTotalQuantity",
    "OperationUnit",
];

/// Production orders, whose heat is in their operations.
pub struct Orders<'a> {
    pub sap: &'a Sap,
}

impl Set for Orders<'_> {
    fn name(&self) -> &'static str {
        SET
    }

    fn service(&self) -> &str {
        &self.sap.settings.production_service
    }

    fn key(&self) -> &'static str {
        "ManufacturingOrder"
    }

    fn properties(&self) -> &'static [&'static str] {
        OF_ORDER
    }

    fn expanded(&self) -> Option<(&'static str, &'static [&'static str])> {
        Some((OPERATIONS, OF_OPERATION))
    }

    fn filter(&self) -> String {
        let plant = format!("ProductionPlant eq {}", quoted(&self.sap.settings.plant));
        let types = &self.sap.settings.order_types;
        let types: Vec<String> = types.iter().map(|of| format!("ManufacturingOrderType eq {}", quoted(of))).collect();
        if types.is_empty() { plant } else { format!("{plant} and ({})", types.join(" or ")) }
    }

    /// A record an operation; one for an order without any that is heat.
    fn records(&self, order: &Entity<'_>, drift: &mut BTreeMap<String, u64>) -> Vec<Record> {
        order.count_unknown(&[OF_ORDER, &[OPERATIONS]].concat(), drift);
        let operations = operations(order.values);
        let mut records = Vec::new();
        for operation in operations {
            let entity = Entity { place: order.place.clone(), values: operation };
            entity.count_unknown(OF_OPERATION, drift);
            if let Some(record) = self.record(order, &entity) {
                records.push(record);
            }
        }
        if records.is_empty() {
            let key = number(order.text("ManufacturingOrder").unwrap_or_default()).to_string();
            records.push(Record { key, raw: String::new(), read: Ok(Rows { ignored: true, ..Rows::default() }) });
        }
        records
    }
}

impl Orders<'_> {
    /// What was put into quarantine: an order with one operation.
    pub fn again(&self, raw: &str) -> Result<Rows, Vec<Issue>> {
        let malformed = |message: &str| {
            vec![Issue::error(Code::Malformed, Place::new(SYSTEM), message, "run the job with --full instead")]
        };
        let order: Map<String, Value> = serde_json::from_str(raw).map_err(|e| malformed(&e.to_string()))?;
        let operation = operations(&order).next().ok_or_else(|| malformed("there is no operation"))?;
        let place = Place::new(SYSTEM);
        let (order, operation) = (Entity { place: place.clone(), values: &order }, Entity { place, values: operation });
        let ignored = || Ok(Rows { ignored: true, ..Rows::default() });
        self.record(&order, &operation).map_or_else(ignored, |record| record.read)
    }

    /// `None`: the operation is no heat.
    fn record(&self, order: &Entity<'_>, operation: &Entity<'_>) -> Option<Record> {
        let work_center = operation.text("WorkCenter").unwrap_or_default();
        let rule = process::find(&self.sap.settings.process, work_center, order.text("Material").unwrap_or_default())?;
        let key = operation_key(order, operation);
        let read = self.rows(rule, order, operation, &key);
        let raw = if read.is_err() { raw(order, operation) } else { String::new() };
        Some(Record { key, raw, read })
    }

    fn rows(
        &self,
        rule: &process::Process,
        order: &Entity<'_>,
        operation: &Entity<'_>,
        key: &str,
    ) -> Result<Rows, Vec<Issue>> {
        let origin = Origin { tenant: &self.sap.tenant, system: SYSTEM, reference: key };
        let is_over = ["OrderIsClosed", "OrderIsDeleted", "OrderIsMarkedForDeletion", "OrderIsTechnicallyCompleted"]
            .iter()
            .any(|flag| order.flag(flag))
            || ["OperationIsClosed", "OperationIsConfirmed", "OperationIsDeleted", "OperationIsTechlyCompleted"]
                .iter()
                .any(|flag| operation.flag(flag));
        let job_id = key.replace('/', "-");
        if is_over {
            return Ok(process::gone(&job_id, origin));
        }
        let operation = self.operation(order, operation, &job_id, key).map_err(|issue| vec![issue])?;
        rule.rows(&operation, &self.sap.target, origin)
    }

    fn operation<'a>(
        &self,
        order: &Entity<'a>,
        operation: &Entity<'a>,
        job_id: &'a str,
        key: &str,
    ) -> Result<Operation<'a>, Issue> {
        let zone = self.sap.target.zone;
        let (order, operation) = (
            Entity { place: Place::new(SYSTEM).key(key), ..*order },
            Entity { place: Place::new(SYSTEM).key(key), ..*operation },
        );
        let start = operation.wall_clock("OpErlstSchedldExecStrtDte", "OpErlstSchedldExecStrtTme", zone)?;
        let end = operation.wall_clock("OpErlstSchedldExecEndDte", "OpErlstSchedldExecEndTme", zone)?;
        let first = order.wall_clock("MfgOrderPlannedStartDate", "MfgOrderPlannedStartTime", zone)?;
        let last = order.wall_clock("MfgOrderPlannedEndDate", "MfgOrderPlannedEndTime", zone)?;
        let given = |at: Option<udfs::model::Instant>, name: &str| {
            let fix = "schedule the order there";
            at.ok_or_else(|| Issue::error(Code::MissingField, order.place.clone().column(name), "no date", fix))
        };
        let minutes = start.zip(end).map(|(start, end)| (end - start).num_minutes()).filter(|minutes| *minutes > 0);
        Ok(Operation {
            job_id,
            product_id: order.text("Material"),
            product_name: operation.text("MfgOrderOperationText"),
            quantity: match operation.decimal("OpPlannedTotalQuantity")? {
                Some(quantity) => Some(quantity),
                None => order.decimal("TotalQuantity")?,
            },
            unit: operation.text("OperationUnit").or_else(|| order.text("ProductionUnit")),
            // an operation waits for those before it, and the order's end is what was promised
            earliest_start: given(start.or(first), "MfgOrderPlannedStartDate")?,
            latest_end: given(last.or(end), "MfgOrderPlannedEndDate")?,
            minutes,
        })
    }
}

/// Order and operation, and the sequence where it is none of the main one.
fn operation_key(order: &Entity<'_>, operation: &Entity<'_>) -> String {
    let text = |name: &str| operation.text(name).or_else(|| order.text(name)).unwrap_or_default();
    let (own, step) = (number(text("ManufacturingOrder")), text("ManufacturingOrderOperation"));
    match number(text("ManufacturingOrderSequence")) {
        "0" => format!("{own}/{step}"),
        sequence => format!("{own}/{sequence}/{step}"),
    }
}

/// One number, with the zeros before it or without.
pub fn number(text: &str) -> &str {
    let bare = text.trim_start_matches('0');
    if bare.is_empty() { "0" } else { bare }
}

/// Expanded, or an array as such.
fn operations(order: &Map<String, Value>) -> impl Iterator<Item = &Map<String, Value>> {
    let expanded = order.get(OPERATIONS);
    let list = expanded.and_then(|to| to.get("results").unwrap_or(to).as_array());
    list.into_iter().flatten().filter_map(Value::as_object)
}

fn raw(order: &Entity<'_>, operation: &Entity<'_>) -> String {
    let mut order = order.values.clone();
    order.insert(OPERATIONS.into(), json!({"results": [operation.values]}));
    Value::Object(order).to_string()
}
