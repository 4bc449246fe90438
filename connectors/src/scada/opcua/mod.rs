//! OPC UA: state and load of equipment from a server's variables, once or as they change.

mod certificates;
mod connection;
mod fit;
mod follow;
mod models;
mod nodes;
mod reader;
mod refusal;
mod settings;
mod trust;
mod values;

use ::opcua::client::IdentityToken;
use ::opcua::types::Error;
use udfs::error::Place;
use udfs::store::Store;
use udfs::{Code, Issue, Issues};

pub use self::trust::{ServerCertificate, trust};

use self::connection::Connection;
use self::nodes::Address;
use self::reader::Reader;
use self::settings::{Settings, Target};
use super::plant::{STREAM, read_all};
use super::runtime::Worker;
use super::{Plant, Sample};
use crate::load::{Job, Request, Secrets, Session, Sink, Source, Stream};

const SYSTEM: &str = "opcua";

type NodesRead<T> = Result<T, Error>;

/// The equipment of one server.
#[derive(Debug)]
pub struct OpcUa {
    target: Target,
    plant: Plant,
    /// For each signal of each piece of equipment.
    addresses: Vec<Vec<Address>>,
}

impl OpcUa {
    pub fn open(job: &Job) -> Result<Self, Issues> {
        let settings: Settings = job.settings()?;
        let target = settings.target(job)?;
        let mut equipment = read_all(job, &settings.equipment)?;
        let mut addresses = Vec::new();
        for one in &mut equipment {
            let mut expanded = Vec::new();
            for (role, signal) in &one.signals {
                expanded.extend(models::expand(job, *role, signal)?);
            }
            addresses.push(expanded.iter().map(|(.., address)| address.clone()).collect());
            one.signals = expanded.into_iter().map(|(role, signal, _)| (role, signal)).collect();
        }
        Ok(Self { target, plant: Plant::open(job, SYSTEM, equipment)?, addresses })
    }

    fn identity(&self, session: &Session<'_>) -> Result<IdentityToken, Issue> {
        let (Some(user), Some(password)) = (&self.target.user, &self.target.password) else {
            return Ok(IdentityToken::Anonymous);
        };
        let secrets = Secrets { environment: session.environment, redactor: session.redactor };
        let password = secrets.find(Place::new(format!("job.{}", self.target.job)).column("password"), password)?;
        Ok(IdentityToken::new_user_name(user, password.expose()))
    }

    fn connect(&self, worker: &Worker, session: &Session<'_>) -> Result<Connection, Issues> {
        session.count_request();
        let (identity, now) = (self.identity(session)?, session.clock.now());
        worker.wait(async { Ok(Connection::open(&self.target, identity, now).await?) })
    }

    fn close(&self, worker: &Worker, connection: Connection) -> Result<(), Issues> {
        worker.wait(async {
            connection.close(&self.target).await;
            Ok(())
        })
    }

    /// Everything that the equipment says now.
    fn read(&self, worker: &Worker, session: &Session<'_>, connection: &Connection) -> Result<Reader, Issues> {
        session.count_request();
        let addresses: Vec<&Address> = self.addresses.iter().flatten().collect();
        worker.wait(async {
            let read = async {
                let mut reader = Reader::open(&connection.session, &addresses).await?;
                reader.read_all(&connection.session).await?;
                Ok(reader)
            };
            read.await.map_err(|e: Error| self.failed(&e).into())
        })
    }

    fn failed(&self, error: &Error) -> Issue {
        let fix = "see the server's log; run the job again";
        Issue::error(Code::Unreachable, Place::new(&self.target.endpoint), format!("the server fails: {error}"), fix)
    }

    /// Samples by equipment.
    fn samples(&self, reader: &Reader) -> Vec<Vec<Sample>> {
        let mut samples = reader.samples().into_iter();
        self.addresses.iter().map(|addresses| samples.by_ref().take(addresses.len()).collect()).collect()
    }

    /// All that is known of it when the server cannot be reached.
    fn silence(&self) -> Vec<Vec<Sample>> {
        let silent = |addresses: &Vec<Address>| addresses.iter().map(|_| Sample::bad("no connection")).collect();
        self.addresses.iter().map(silent).collect()
    }
}

impl Source for OpcUa {
    fn system(&self) -> &str {
        self.plant.system()
    }

    fn streams(&self, _: &Session<'_>, store: &dyn Store) -> Result<Vec<Stream>, Issues> {
        self.plant.look(store)?;
        Ok(vec![Stream::new(STREAM, "")])
    }

    fn check(&self, session: &Session<'_>) -> Result<String, Issues> {
        let worker = Worker::start()?;
        let connection = self.connect(&worker, session)?;
        let reader = self.read(&worker, session, &connection);
        self.close(&worker, connection)?;
        let samples = reader?.samples();
        let good = samples.iter().filter(|sample| sample.usable().is_some()).count();
        Ok(format!("{}: {good} of {} signals have a value", self.target.endpoint, samples.len()))
    }

    fn follows(&self) -> bool {
        true
    }

    fn fetch(&self, session: &Session<'_>, _: &Stream, request: &Request, sink: &mut Sink<'_>) -> Result<(), Issues> {
        let worker = Worker::start()?;
        if request.follow {
            return self.follow(&worker, session, sink);
        }
        let connection = self.connect(&worker, session)?;
        let reader = self.read(&worker, session, &connection);
        self.close(&worker, connection)?;
        sink(self.plant.page(session, &self.target.endpoint, &self.samples(&reader?)))
    }
}
