//! A subscription, for as long as the run may last: through breaks of the connection and restarts of the server.

use std::time::Duration;

use ::opcua::client::{DataChangeCallback, MonitoredItem};
use ::opcua::types::{
    DataValue, MonitoredItemCreateRequest, MonitoringMode, MonitoringParameters, NodeId, ReadValueId,
    TimestampsToReturn,
};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;
use udfs::Issues;

use super::super::runtime::Worker;
use super::connection::Connection;
use super::reader::Reader;
use super::{NodesRead, OpcUa};
use crate::load::{Retry, Session, Sink};

/// How soon a request to stop is heard.
const STEP: Duration = Duration::from_secs(1);
/// Without a change, the state is looked at anew: a planned outage may have ended meanwhile.
const QUIET_STEPS: u32 = 60;
/// Changes that a server keeps for us between two messages.
const QUEUE: u32 = 10;
/// Publishing intervals without a message, until the server says that it is there.
const KEEP_ALIVE: u32 = 5;
const LIFETIME: u32 = 60;

type Changes = UnboundedReceiver<(NodeId, DataValue)>;

enum Heard {
    Changes(Vec<(NodeId, DataValue)>),
    Nothing,
    End,
}

impl OpcUa {
    pub fn follow(&self, worker: &Worker, session: &Session<'_>, sink: &mut Sink<'_>) -> Result<(), Issues> {
        let mut connection = self.connect(worker, session)?;
        let mut attempt = 0;
        loop {
            let told = self.follow_session(worker, session, &mut connection, sink);
            self.close(worker, connection)?;
            let fields = match told {
                _ if session.check().is_err() => return Ok(()),
                Ok(()) => [("error", "the connection was lost".into())],
                Err(Failure::Here(issues)) => return Err(issues),
                Err(Failure::There(issues)) => [("error", issues.to_string().into())],
            };
            session.log("warn", "disconnected", &fields);
            sink(self.plant.page(session, &self.target.endpoint, &self.silence()))?;
            connection = loop {
                if session.wait(Retry::default().pause(attempt, None, session.draw())).is_err() {
                    return Ok(());
                }
                attempt += 1;
                match self.connect(worker, session) {
                    Ok(connection) => break connection,
                    Err(issues) => session.log("warn", "unreachable", &[("error", issues.to_string().into())]),
                }
            };
            attempt = 0;
        }
    }

    /// Until the connection or the run's time ends.
    fn follow_session(
        &self,
        worker: &Worker,
        session: &Session<'_>,
        connection: &mut Connection,
        sink: &mut Sink<'_>,
    ) -> Result<(), Failure> {
        let mut reader = self.read(worker, session, connection).map_err(Failure::There)?;
        let mut changes = worker
            .wait(async { self.subscribe(connection, &reader).await.map_err(|e| self.failed(&e).into()) })
            .map_err(Failure::There)?;
        let (mut new, mut quiet) = (true, 0);
        while session.check().is_ok() {
            if new || quiet >= QUIET_STEPS {
                let page = self.plant.page(session, &self.target.endpoint, &self.samples(&reader));
                sink(page).map_err(Failure::Here)?;
                quiet = 0;
            }
            let heard = worker.wait(async { Ok(hear(&mut changes, connection).await) }).map_err(Failure::Here)?;
            new = match heard {
                Heard::End => return Ok(()),
                Heard::Nothing => false,
                Heard::Changes(values) => {
                    let taken = reader.take(&connection.session, values);
                    worker.wait(async { taken.await.map_err(|e| self.failed(&e).into()) }).map_err(Failure::There)?;
                    true
                }
            };
            quiet += 1;
        }
        Ok(())
    }

    async fn subscribe(&self, connection: &Connection, reader: &Reader) -> NodesRead<Changes> {
        let (sender, changes) = unbounded_channel();
        let told = DataChangeCallback::new(move |value, item: &MonitoredItem| {
            // nobody hears it when the run is over
            let _ = sender.send((item.item_to_monitor().node_id.clone(), value));
        });
        let session = &connection.session;
        let id = session.create_subscription(self.target.sampling, LIFETIME, KEEP_ALIVE, 0, 0, true, told).await?;
        let parameters = MonitoringParameters {
            sampling_interval: self.target.sampling.as_secs_f64() * 1_000.0,
            queue_size: QUEUE,
            discard_oldest: true,
            ..MonitoringParameters::default()
        };
        let item = |node: NodeId| {
            let node = ReadValueId::new_value(node);
            MonitoredItemCreateRequest::new(node, MonitoringMode::Reporting, parameters.clone())
        };
        let items: Vec<_> = reader.nodes().into_iter().map(item).collect();
        if !items.is_empty() {
            session.create_monitored_items(id, TimestampsToReturn::Both, items).await?;
        }
        Ok(changes)
    }
}

/// What ends a session: something here, as a store that does not take the rows, or there.
enum Failure {
    Here(Issues),
    There(Issues),
}

async fn hear(changes: &mut Changes, connection: &mut Connection) -> Heard {
    tokio::select! {
        _ = &mut connection.ended => Heard::End,
        first = timeout(STEP, changes.recv()) => match first {
            Err(_) => Heard::Nothing,
            Ok(None) => Heard::End,
            Ok(Some(first)) => {
                let mut values = vec![first];
                while let Ok(value) = changes.try_recv() {
                    values.push(value);
                }
                Heard::Changes(values)
            }
        },
    }
}
