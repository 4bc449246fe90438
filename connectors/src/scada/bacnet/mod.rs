//! BACnet/IP: state and load of equipment from a building's controllers.

mod client;
mod network;
mod reader;
mod settings;

use udfs::error::Place;
use udfs::store::Store;
use udfs::{Code, Issue, Issues};

use self::client::Client;
use self::settings::{Settings, Target};
use super::plant::STREAM;
use super::{Plant, Sample};
use crate::load::{Job, Request, Session, Sink, Source, Stream};

const SYSTEM: &str = "bacnet";

/// The equipment of some devices.
#[derive(Debug)]
pub struct Bacnet {
    target: Target,
    plant: Plant,
}

impl Bacnet {
    pub fn open(job: &Job) -> Result<Self, Issues> {
        let target = job.settings::<Settings>()?.target(job)?;
        let plant = Plant::open(job, SYSTEM, target.equipment.clone())?;
        Ok(Self { target, plant })
    }

    /// Samples by equipment; an error where nothing at all answered.
    fn read(&self, session: &Session<'_>) -> Result<Vec<Vec<Sample>>, Issues> {
        let points: Vec<_> = self.target.points.iter().flatten().copied().collect();
        session.count_request();
        let samples = reader::read(&Client::open(self.target.interface, self.target.patience)?, &points);
        session.check()?;
        let Some(samples) = samples else {
            let place = Place::new(points.first().map(|(device, _)| device.to_string()).unwrap_or_default());
            let fix = "check the address, the network and interface; or raise request_timeout";
            return Err(Issue::error(Code::Unreachable, place, "no device answers", fix).into());
        };
        let mut samples = samples.into_iter();
        Ok(self.target.points.iter().map(|points| samples.by_ref().take(points.len()).collect()).collect())
    }
}

impl Source for Bacnet {
    fn system(&self) -> &str {
        self.plant.system()
    }

    fn streams(&self, _: &Session<'_>, store: &dyn Store) -> Result<Vec<Stream>, Issues> {
        self.plant.look(store)?;
        Ok(vec![Stream::new(STREAM, "")])
    }

    fn check(&self, session: &Session<'_>) -> Result<String, Issues> {
        let samples: Vec<Sample> = self.read(session)?.into_iter().flatten().collect();
        let good = samples.iter().filter(|sample| sample.usable().is_some()).count();
        Ok(format!("{good} of {} signals have a value", samples.len()))
    }

    fn fetch(&self, session: &Session<'_>, _: &Stream, _: &Request, sink: &mut Sink<'_>) -> Result<(), Issues> {
        let samples = self.read(session)?;
        sink(self.plant.page(session, SYSTEM, &samples))
    }
}
