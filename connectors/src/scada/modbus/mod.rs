//! Modbus TCP: state and load of equipment from registers, as a map of them says.

mod decode;
mod gateway;
mod map;
mod plan;
mod reader;
mod settings;
mod sunspec;
#[cfg(test)]
mod tests;

use udfs::error::Place;
use udfs::store::Store;
use udfs::{Code, Issue, Issues};

use self::gateway::Gateway;
use self::map::Register;
use self::settings::{Settings, Target};
use super::plant::STREAM;
use super::runtime::Worker;
use super::{Plant, Quality, Sample};
use crate::load::{Job, Request, Session, Sink, Source, Stream};

const SYSTEM: &str = "modbus";

/// The equipment behind one device or gateway.
#[derive(Debug)]
pub struct Modbus {
    target: Target,
    plant: Plant,
}

impl Modbus {
    pub fn open(job: &Job) -> Result<Self, Issues> {
        let target = job.settings::<Settings>()?.target(job)?;
        let plant = Plant::open(job, SYSTEM, target.equipment.clone())?;
        Ok(Self { target, plant })
    }

    /// Samples by equipment; an error where nothing at all answered.
    fn read(&self, session: &Session<'_>) -> Result<Vec<Vec<Sample>>, Issues> {
        let tags: Vec<(u8, Register)> = self.target.tags.iter().flatten().cloned().collect();
        let (samples, opened) = Worker::start()?.wait(async {
            let mut gateway = Gateway::new(&self.target.host, self.target.patience, session);
            Ok((reader::read(&mut gateway, &tags).await, gateway.opened))
        })?;
        session.check()?;
        if samples.iter().all(|sample| sample.quality == Quality::Bad && sample.note != "no value") {
            let note = samples.first().map(|sample| sample.note.clone()).unwrap_or_default();
            let fix = "check the address, the network and the unit; or raise request_timeout";
            return Err(Issue::error(Code::Unreachable, Place::new(&self.target.host), note, fix).into());
        }
        if opened > 1 {
            session.log("warn", "reconnected", &[("connections", opened.into())]);
        }
        let mut samples = samples.into_iter();
        Ok(self.target.tags.iter().map(|tags| samples.by_ref().take(tags.len()).collect()).collect())
    }
}

impl Source for Modbus {
    fn system(&self) -> &str {
        self.plant.system()
    }

    fn streams(&self, _: &Session<'_>, store: &dyn Store) -> Result<Vec<Stream>, Issues> {
        self.plant.look(store)?;
        Ok(vec![Stream::new(STREAM, "")])
    }

    fn check(&self, session: &Session<'_>) -> Result<String, Issues> {
        let samples = self.read(session)?;
        let good = samples.iter().flatten().filter(|sample| sample.usable().is_some()).count();
        Ok(format!("{}: {good} of {} signals have a value", self.target.host, samples.iter().flatten().count()))
    }

    fn fetch(&self, session: &Session<'_>, _: &Stream, _: &Request, sink: &mut Sink<'_>) -> Result<(), Issues> {
        let samples = self.read(session)?;
        sink(self.plant.page(session, &format!("modbus://{}", self.target.host), &samples))
    }
}
