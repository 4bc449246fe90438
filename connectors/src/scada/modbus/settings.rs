use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;
use udfs::Issues;

use super::super::Equipment;
use super::map::{self, Map, Register};
use crate::load::{Job, duration};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    host: String,
    unit: Option<u8>,
    map: Option<PathBuf>,
    request_timeout: Option<String>,
    #[serde(default)]
    equipment: BTreeMap<String, toml::Table>,
}

/// A gateway with its units.
#[derive(Debug)]
pub struct Target {
    /// With its port.
    pub host: String,
    pub patience: Duration,
    pub equipment: Vec<Equipment>,
    /// For each signal of each piece of equipment: its unit and register.
    pub tags: Vec<Vec<(u8, Register)>>,
}

impl Settings {
    pub fn target(mut self, job: &Job) -> Result<Target, Issues> {
        let patience = self.request_timeout.as_deref().map_or(Some(Duration::from_secs(1)), duration);
        let patience = patience.filter(|patience| !patience.is_zero());
        let patience = patience.ok_or_else(|| job.refuse("request_timeout", "no duration", "write 1s or 5s"))?;
        let host = if self.host.contains(':') { self.host.clone() } else { format!("{}:502", self.host) };
        let mut maps: BTreeMap<PathBuf, Map> = BTreeMap::new();
        let (mut equipment, mut tags) = (Vec::new(), Vec::new());
        for (id, mut table) in std::mem::take(&mut self.equipment) {
            let unit = self.unit(job, &id, table.remove("unit"))?;
            let path = match table.remove("map") {
                Some(toml::Value::String(path)) => Some(PathBuf::from(path)),
                _ => self.map.clone(),
            };
            let path = path.ok_or_else(|| job.refuse("map", format!("no map for {id}"), "map = \"boiler.toml\""))?;
            let path = job.base.join(path);
            if !maps.contains_key(&path) {
                maps.insert(path.clone(), map::read(&path)?);
            }
            let one = Equipment::read(job, &id, &table)?;
            tags.push(of(job, &one, unit, &maps[&path])?);
            equipment.push(one);
        }
        Ok(Target { host, patience, equipment, tags })
    }

    fn unit(&self, job: &Job, id: &str, own: Option<toml::Value>) -> Result<u8, Issues> {
        match own {
            None => Ok(self.unit.unwrap_or(1)),
            Some(toml::Value::Integer(unit @ 0..=255)) => Ok(unit as u8),
            Some(other) => {
                Err(job.refuse(&format!("equipment.{id}.unit"), format!("{other} is no unit"), "0 to 255").into())
            }
        }
    }
}

fn of(job: &Job, equipment: &Equipment, unit: u8, map: &Map) -> Result<Vec<(u8, Register)>, Issues> {
    let register = |(role, signal): &(super::super::Role, super::super::Signal)| {
        if signal.model.is_some() {
            return Err(job.refuse(role.as_str(), "Modbus has no models", "leave model out"));
        }
        let known = || map.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        let unknown =
            || job.refuse(role.as_str(), format!("no register {}", signal.from), format!("use one of {}", known()));
        map.get(&signal.from).cloned().map(|register| (unit, register)).ok_or_else(unknown)
    };
    Ok(equipment.signals.iter().map(register).collect::<Result<_, _>>()?)
}
