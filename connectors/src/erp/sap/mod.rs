//! SAP S/4HANA and ECC: production orders with their operations, and maintenance orders.

mod maintenance;
mod odata;
mod orders;
mod read;
mod settings;
mod write_back;

use std::time::Duration;

use chrono_tz::Tz;
use udfs::error::Place;
use udfs::store::Store;
use udfs::{Code, Issue, Issues};
use url::Url;

use super::process::Target;
use super::wall_clock;
use crate::http::Client;
use crate::load::{Job, Placement, Record, Request, Session, Sink, Source, Stream, Told};
use odata::Service;
use settings::Settings;

pub const SYSTEM: &str = "sap";
const ORDERS: &str = "production_orders";
const MAINTENANCE: &str = "maintenance_orders";

/// A plant of an SAP system.
#[derive(Debug)]
pub struct Sap {
    tenant: String,
    settings: Settings,
    system_zone: Tz,
    lag: Duration,
    target: Target,
    root: Url,
    client: Client,
}

impl Sap {
    pub fn open(job: &Job, store: &dyn Store) -> Result<Self, Issues> {
        let (settings, system_zone, lag) = Settings::read(job)?;
        let client = Client::new(job, settings.http.clone())?;
        let root = client.address("url", &format!("{}/", settings.url.trim_end_matches('/')))?;
        let zone = wall_clock::zone(job, settings.time_zone.as_deref(), store)?;
        let target = Target { site: wall_clock::site(job)?, zone, schedule: settings.schedule.clone() };
        Ok(Self { tenant: job.tenant.clone(), settings, system_zone, lag, target, root, client })
    }

    fn service<'a>(&'a self, session: &'a Session<'a>, name: &str) -> Result<Service<'a>, Issue> {
        let root = self.root.join(&format!("{name}/")).map_err(|e| {
            Issue::error(Code::OutOfRange, Place::new(SYSTEM), e.to_string(), "give the name of a service alone")
        })?;
        let client = self.settings.client.iter().map(|client| ("sap-client".to_string(), client.clone()));
        Ok(Service { client: &self.client, session, root, parameters: client.collect() })
    }
}

impl Source for Sap {
    fn system(&self) -> &str {
        SYSTEM
    }

    fn streams(&self, _: &Session<'_>, _: &dyn Store) -> Result<Vec<Stream>, Issues> {
        let stream = |name: &str| Stream::new(name, &self.settings.plant);
        let orders = (!self.settings.process.is_empty()).then(|| stream(ORDERS));
        let maintenance = (!self.settings.equipment.is_empty()).then(|| stream(MAINTENANCE));
        Ok(orders.into_iter().chain(maintenance).collect())
    }

    fn check(&self, session: &Session<'_>) -> Result<String, Issues> {
        let mut found = Vec::new();
        for (name, set, wanted) in [
            (&self.settings.production_service, orders::SET, !self.settings.process.is_empty()),
            (&self.settings.maintenance_service, maintenance::SET, !self.settings.equipment.is_empty()),
        ] {
            if wanted {
                self.service(session, name)?.types(set)?;
                found.push(format!("{name} has {set}"));
            }
        }
        Ok(found.join("; "))
    }

    fn fetch(
        &self,
        session: &Session<'_>,
        stream: &Stream,
        request: &Request,
        sink: &mut Sink<'_>,
    ) -> Result<(), Issues> {
        if stream.name == MAINTENANCE {
            read::fetch(self, session, &maintenance::Orders { sap: self }, request, sink)
        } else {
            read::fetch(self, session, &orders::Orders { sap: self }, request, sink)
        }
    }

    fn again(&self, stream: &str, key: &str, raw: &str) -> Record {
        let read = if stream == MAINTENANCE {
            maintenance::Orders { sap: self }.again(raw)
        } else {
            orders::Orders { sap: self }.again(raw)
        };
        Record { key: key.into(), raw: raw.into(), read }
    }

    fn write_back(&self, session: &Session<'_>, placement: &Placement, apply: bool) -> Result<Told, Issue> {
        write_back::tell(self, session, placement, apply)
    }

    fn gives_whole_records(&self) -> bool {
        true
    }
}

/// Whether anything of an answer is read: of orders, maintenance, or the metadata of a service.
#[cfg(test)]
pub(crate) fn reads(sap: &Sap, stream: &str, answer: &crate::http::Answer) -> bool {
    let records = match stream {
        "metadata" => return odata::Types::of(answer, orders::SET).is_ok(),
        MAINTENANCE => read::records(sap, &maintenance::Orders { sap }, answer),
        _ => read::records(sap, &orders::Orders { sap }, answer),
    };
    records.is_ok_and(|records| records.iter().any(|record| record.read.is_ok()))
}
