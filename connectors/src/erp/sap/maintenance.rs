use std::collections::BTreeMap;

use serde_json::{Map, Value};
use udfs::error::Place;
use udfs::model::Instant;
use udfs::row::Cell;
use udfs::tables::EQUIPMENT_AVAILABILITY;
use udfs::{Code, Issue};

use super::odata::{Entity, quoted};
use super::orders::number;
use super::read::Set;
use super::{SYSTEM, Sap};
use crate::erp::wall_clock::{down, up};
use crate::load::{Origin, Record, Rows};

pub const SET: &str = "MaintenanceOrder";
const PROPERTIES: &[&str] = &[
    "MaintenanceOrder",
    "MaintenanceOrderType",
    "MaintenanceOrderDesc",
    "Equipment",
    "MaintenancePlant",
    "OperationSystemCondition",
    "MaintOrdSchedldBscStrtDateTime",
    "MaintOrdSchedldBscEndDateTime",
    "MaintOrdBasicStartDateTime",
    "MaintOrdBasicEndDateTime",
    "MaintOrdBasicStartDate",
    "MaintOrdBasicStartTime",
    "MaintOrdBasicEndDate",
    "MaintOrdBasicEndTime",
    "LastChangeDateTime",
];

/// Maintenance orders, during which our equipment is off.
pub struct Orders<'a> {
    pub sap: &'a Sap,
}

impl Set for Orders<'_> {
    fn name(&self) -> &'static str {
        SET
    }

    fn service(&self) -> &str {
        &self.sap.settings.maintenance_service
    }

    fn key(&self) -> &'static str {
        "MaintenanceOrder"
    }

    fn properties(&self) -> &'static [&'static str] {
        PROPERTIES
    }

    fn expanded(&self) -> Option<(&'static str, &'static [&'static str])> {
        None
    }

    fn filter(&self) -> String {
        format!("MaintenancePlant eq {}", quoted(&self.sap.settings.plant))
    }

    fn records(&self, order: &Entity<'_>, drift: &mut BTreeMap<String, u64>) -> Vec<Record> {
        order.count_unknown(PROPERTIES, drift);
        let key = number(order.text("MaintenanceOrder").unwrap_or_default()).to_string();
        let read = self.rows(order, &key);
        let raw = if read.is_err() { Value::Object(order.values.clone()).to_string() } else { String::new() };
        vec![Record { key, raw, read }]
    }
}

impl Orders<'_> {
    pub fn again(&self, raw: &str) -> Result<Rows, Vec<Issue>> {
        let values: Map<String, Value> = serde_json::from_str(raw).map_err(|e| {
            vec![Issue::error(Code::Malformed, Place::new(SYSTEM), e.to_string(), "run the job with --full instead")]
        })?;
        let order = Entity { place: Place::new(SYSTEM), values: &values };
        self.rows(&order, number(order.text("MaintenanceOrder").unwrap_or_default()))
    }

    fn rows(&self, order: &Entity<'_>, key: &str) -> Result<Rows, Vec<Issue>> {
        let settings = &self.sap.settings;
        let there = order.text("Equipment").map(number).unwrap_or_default();
        let ours = settings.equipment.iter().find(|(name, _)| number(name) == there);
        let Some((_, equipment)) = ours else { return Ok(Rows { ignored: true, ..Rows::default() }) };
        let origin = Origin { tenant: &self.sap.tenant, system: SYSTEM, reference: key };
        let own =
            [("site_id", Cell::Text(self.sap.target.site.clone())), ("equipment_id", Cell::Text(equipment.clone()))];
        let condition = order.text("OperationSystemCondition").unwrap_or_default();
        if settings.running_conditions.iter().any(|running| running == condition) {
            let remove = vec![(&EQUIPMENT_AVAILABILITY, origin.tombstone(&own))];
            return Ok(Rows { remove, ignored: true, ..Rows::default() });
        }
        let (start, end) = self.span(order).map_err(|issue| vec![issue])?;
        let is_repair =
            order.text("MaintenanceOrderType").is_some_and(|of| settings.repair_types.iter().any(|r| r == of));
        let mut cells = vec![
            ("unavailable_start", Cell::Time(down(start))),
            ("unavailable_end", Cell::Time(up(end))),
            ("reason", Cell::Text(if is_repair { "repair" } else { "maintenance" }.into())),
        ];
        cells.extend(own);
        let row = origin.row(&EQUIPMENT_AVAILABILITY, &cells)?;
        Ok(Rows { upsert: vec![(&EQUIPMENT_AVAILABILITY, row)], ..Rows::default() })
    }

    /// As scheduled, else as wished for.
    fn span(&self, order: &Entity<'_>) -> Result<(Instant, Instant), Issue> {
        let zone = self.sap.target.zone;
        let scheduled =
            [order.instant("MaintOrdSchedldBscStrtDateTime")?, order.instant("MaintOrdSchedldBscEndDateTime")?];
        let basic = [order.instant("MaintOrdBasicStartDateTime")?, order.instant("MaintOrdBasicEndDateTime")?];
        let local = || -> Result<[Option<Instant>; 2], Issue> {
            Ok([
                order.wall_clock("MaintOrdBasicStartDate", "MaintOrdBasicStartTime", zone)?,
                order.wall_clock("MaintOrdBasicEndDate", "MaintOrdBasicEndTime", zone)?,
            ])
        };
        for span in [scheduled, basic] {
            if let [Some(start), Some(end)] = span {
                return Ok((start, end));
            }
        }
        let [start, end] = local()?;
        let missing = |name: &str| {
            let fix = "schedule the order there";
            Issue::error(Code::MissingField, order.place.clone().column(name), "no date", fix)
        };
        Ok((
            start.ok_or_else(|| missing("MaintOrdBasicStartDate"))?,
            end.ok_or_else(|| missing("MaintOrdBasicEndDate"))?,
        ))
    }
}
