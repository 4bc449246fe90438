use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use chrono::SubsecRound;
use serde_json::json;
use udfs::error::Place;
use udfs::model::Instant;
use udfs::row::Cell;
use udfs::store::Store;
use udfs::tables::{EQUIPMENT_AVAILABILITY, EQUIPMENT_STATUS, HEATING_EQUIPMENT};
use udfs::{Code, Issue, Issues};

use super::outage::{Stretch, react};
use super::status::Status;
use super::{Equipment, Quality, Sample};
use crate::load::{Job, Origin, Page, Payload, Record, Rows, Session};

pub const STREAM: &str = "equipment_status";

/// The equipment of a job, and when it is known to be off.
#[derive(Debug)]
pub struct Plant {
    system: &'static str,
    tenant: String,
    site: String,
    pub equipment: Vec<Equipment>,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    registered: BTreeSet<String>,
    stretches: BTreeMap<String, Vec<Stretch>>,
}

impl Plant {
    pub fn open(job: &Job, system: &'static str, equipment: Vec<Equipment>) -> Result<Self, Issues> {
        let Some(site) = job.site.clone() else {
            return Err(job.refuse("site", "no site", "site = \"plant-a\" says whose equipment it is").into());
        };
        if equipment.is_empty() {
            return Err(job
                .refuse("equipment", "no equipment", "give a section such as [job.NAME.equipment.F1]")
                .into());
        }
        Ok(Self { system, tenant: job.tenant.clone(), site, equipment, known: Mutex::default() })
    }

    pub fn system(&self) -> &'static str {
        self.system
    }

    /// Looks up what the store knows of the equipment.
    pub fn look(&self, store: &dyn Store) -> Result<(), Issues> {
        let filter = [("tenant_id", self.tenant.as_str()), ("site_id", self.site.as_str())];
        let mut known = Known::default();
        let id = |row: &udfs::row::Row| match row.get("equipment_id") {
            Some(Cell::Text(id)) => Some(id.clone()),
            _ => None,
        };
        known.registered = store.read(&HEATING_EQUIPMENT, &filter)?.iter().filter_map(id).collect();
        for row in store.read(&EQUIPMENT_AVAILABILITY, &filter)? {
            if let (Some(id), Some(stretch)) = (id(&row), Stretch::read(&row, self.system)) {
                known.stretches.entry(id).or_default().push(stretch);
            }
        }
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = known;
        Ok(())
    }

    /// What the samples, one for each signal of each piece of equipment, mean for the tables.
    pub fn page(&self, session: &Session<'_>, source: &str, samples: &[Vec<Sample>]) -> Page {
        let now = session.clock.now().trunc_subsecs(6);
        let mut page = Page { cursor: Some(now.to_rfc3339()), ..Page::default() };
        let mut raws = serde_json::Map::new();
        for (equipment, samples) in self.equipment.iter().zip(samples) {
            let named = equipment.signals.iter().zip(samples);
            let raw: serde_json::Map<_, _> =
                named.clone().map(|((_, signal), sample)| (signal.from.clone(), sample.to_json())).collect();
            for ((role, _), sample) in named.filter(|(_, sample)| sample.quality == Quality::Uncertain) {
                let fields = [
                    ("equipment_id", equipment.id.as_str().into()),
                    ("signal", role.as_str().into()),
                    ("note", sample.note.as_str().into()),
                ];
                session.log("warn", "uncertain", &fields);
            }
            let read = Status::of(equipment, samples, now).and_then(|status| {
                for odd in &status.odd {
                    *page.drift.entry(format!("{} {odd}", equipment.id)).or_default() += 1;
                }
                self.rows(equipment, source, &status, now)
            });
            page.records.push(Record { key: equipment.id.clone(), raw: json!(raw).to_string(), read });
            raws.insert(equipment.id.clone(), raw.into());
        }
        page.payloads.push(Payload::new(source, json!(raws).to_string().as_bytes(), now));
        page
    }

    fn rows(&self, equipment: &Equipment, source: &str, status: &Status, now: Instant) -> Result<Rows, Vec<Issue>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if !known.registered.is_empty() && !known.registered.contains(&equipment.id) {
            let message = format!("site \"{}\" has no equipment \"{}\"", self.site, equipment.id);
            let place = Place::new(HEATING_EQUIPMENT.name).key(&equipment.id);
            return Err(vec![Issue::error(Code::UnknownReference, place, message, "register the equipment first")]);
        }
        let reference = format!("{source} {}", equipment.id);
        let origin = Origin { tenant: &self.tenant, system: self.system, reference: &reference };
        let text = |text: &str| Cell::Text(text.to_string());
        let own = || vec![("site_id", text(&self.site)), ("equipment_id", text(&equipment.id))];
        let mut upsert =
            vec![(&EQUIPMENT_STATUS, origin.row(&EQUIPMENT_STATUS, &[own(), status.cells().to_vec()].concat())?)];
        let stretches = known.stretches.entry(equipment.id.clone()).or_default();
        for stretch in react(stretches, status.state, status.since, now) {
            let cells = vec![
                ("unavailable_start", Cell::Time(stretch.start)),
                ("unavailable_end", Cell::Time(stretch.end)),
                ("reason", text(&stretch.reason)),
            ];
            upsert.push((&EQUIPMENT_AVAILABILITY, origin.row(&EQUIPMENT_AVAILABILITY, &[own(), cells].concat())?));
        }
        Ok(Rows { upsert, ..Rows::default() })
    }
}

/// The tables of a setting `equipment`.
pub fn read_all(job: &Job, tables: &BTreeMap<String, toml::Table>) -> Result<Vec<Equipment>, Issues> {
    tables.iter().map(|(id, table)| Equipment::read(job, id, table)).collect()
}
