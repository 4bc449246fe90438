use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddrV4};
use std::time::Duration;

use serde::Deserialize;
use udfs::{Issue, Issues};

use super::super::{Equipment, Role, Signal};
use super::client::{object_type, property};
use super::network::{PRESENT_VALUE, Point};
use crate::load::{Job, duration};

const PORT: u16 = 47_808;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    device: Option<String>,
    interface: Option<Ipv4Addr>,
    request_timeout: Option<String>,
    #[serde(default)]
    equipment: BTreeMap<String, toml::Table>,
}

#[derive(Debug)]
pub struct Target {
    pub interface: Ipv4Addr,
    pub patience: Duration,
    pub equipment: Vec<Equipment>,
    /// For each signal of each piece of equipment.
    pub points: Vec<Vec<(SocketAddrV4, Point)>>,
}

impl Settings {
    pub fn target(self, job: &Job) -> Result<Target, Issues> {
        let patience = self.request_timeout.as_deref().map_or(Some(Duration::from_secs(1)), duration);
        let patience = patience.filter(|patience| !patience.is_zero());
        let patience = patience.ok_or_else(|| job.refuse("request_timeout", "no duration", "write 1s or 5s"))?;
        let (mut equipment, mut points) = (Vec::new(), Vec::new());
        for (id, mut table) in self.equipment {
            let own = table.remove("device").and_then(|device| device.as_str().map(String::from));
            let device = own.as_ref().or(self.device.as_ref());
            let device = device.and_then(|text| address(text)).ok_or_else(|| {
                job.refuse("device", format!("no address for {id}"), "device = \"10.0.0.9\", or with its port")
            })?;
            let one = Equipment::read(job, &id, &table)?;
            let point = |(role, signal): &(Role, Signal)| Ok((device, point(job, *role, signal)?));
            points.push(one.signals.iter().map(point).collect::<Result<_, Issue>>()?);
            equipment.push(one);
        }
        Ok(Target { interface: self.interface.unwrap_or(Ipv4Addr::UNSPECIFIED), patience, equipment, points })
    }
}

fn address(text: &str) -> Option<SocketAddrV4> {
    text.parse().ok().or_else(|| text.parse().ok().map(|ip: Ipv4Addr| SocketAddrV4::new(ip, PORT)))
}

/// `analog-input,1`, or `analog-input,1/reliability`.
fn point(job: &Job, role: Role, signal: &Signal) -> Result<Point, Issue> {
    let refuse = || {
        let fix = "write analog-input,1 or analog-input,1/present-value";
        job.refuse(role.as_str(), format!("{} is no object", signal.from), fix)
    };
    if signal.model.is_some() {
        return Err(job.refuse(role.as_str(), "BACnet has no models", "leave model out"));
    }
    let (object, name) = signal.from.split_once('/').map_or((signal.from.as_str(), None), |(o, p)| (o, Some(p)));
    let (kind, instance) = object.split_once(',').ok_or_else(refuse)?;
    let property = name.map_or(Some(PRESENT_VALUE), |name| property(name.trim())).ok_or_else(refuse)?;
    // 22 bits; the last one stands for any
    let instance = instance.trim().parse().ok().filter(|instance| *instance < 0x3F_FFFF).ok_or_else(refuse)?;
    Ok(Point { object_type: object_type(kind.trim()).ok_or_else(refuse)?, instance, property })
}
