//! The network as the crate `bacnet-client` has it. Nothing else knows that crate.

use std::net::{Ipv4Addr, SocketAddrV4};
use std::time::Duration;

use bacnet_client::client::BACnetClient;
use bacnet_encoding::primitives::decode_application_value;
use bacnet_transport::bip::BipTransport;
use bacnet_types::constructed::{PropertyReference, ReadAccessSpecification};
use bacnet_types::enums::{AbortReason, ErrorCode, ObjectType, PropertyIdentifier};
use bacnet_types::error::{Error, RemoteError};
use bacnet_types::primitives::{ObjectIdentifier, PropertyValue};
use udfs::error::Place;
use udfs::{Code, Issue, Issues};

use super::super::Value;
use super::super::runtime::Worker;
use super::network::{Failure, Network, Point};

/// Points of one request.
const AT_ONCE: usize = 20;
const TRIES: u8 = 2;

pub struct Client {
    worker: Worker,
    client: BACnetClient<BipTransport>,
}

impl Client {
    /// On any free port: answers come to the port that asked.
    pub fn open(interface: Ipv4Addr, patience: Duration) -> Result<Self, Issues> {
        let worker = Worker::start()?;
        let patience = u64::try_from(patience.as_millis()).unwrap_or(u64::MAX);
        let builder =
            BACnetClient::bip_builder().interface(interface).port(0).apdu_timeout_ms(patience).apdu_retries(TRIES);
        let client = worker.wait(async {
            builder.build().await.map_err(|e| {
                let fix = "set interface to an address of this machine, in the devices' network";
                Issue::error(Code::Unreachable, Place::new(interface.to_string()), e.to_string(), fix).into()
            })
        })?;
        Ok(Self { worker, client })
    }

    async fn ask(&self, device: SocketAddrV4, points: &[Point]) -> Vec<Result<Value, Failure>> {
        let address = [device.ip().octets().as_slice(), &device.port().to_be_bytes()].concat();
        match self.many(&address, points).await {
            Ok(found) => found,
            Err(error) if is_silence(&error) => vec![Err(failure(&error)); points.len()],
            // a device that does not know such requests, or one point spoils the others
            Err(_) => {
                let mut found = Vec::new();
                for point in points {
                    found.push(self.one(&address, *point).await);
                }
                found
            }
        }
    }

    async fn many(&self, address: &[u8], points: &[Point]) -> Result<Vec<Result<Value, Failure>>, Error> {
        let spec = |point: &Point| {
            Ok(ReadAccessSpecification {
                object_identifier: object(*point)?,
                list_of_property_references: vec![PropertyReference {
                    property_identifier: PropertyIdentifier::from_raw(point.property),
                    property_array_index: None,
                }],
            })
        };
        let specs = points.iter().map(spec).collect::<Result<Vec<_>, Error>>()?;
        let answer = self.client.read_property_multiple(address, specs).await?;
        let results: Vec<_> =
            answer.list_of_read_access_results.iter().flat_map(|object| &object.list_of_results).collect();
        if results.len() != points.len() {
            return Ok(vec![Err(Failure::Silent("an answer to another question".into())); points.len()]);
        }
        let read = results.into_iter().map(|result| match (&result.property_value, &result.error) {
            (Some(bytes), _) => decoded(bytes),
            (None, Some((_, code))) => Err(refused(*code)),
            (None, None) => Err(Failure::Silent("no answer".into())),
        });
        Ok(read.collect())
    }

    async fn one(&self, address: &[u8], point: Point) -> Result<Value, Failure> {
        let property = PropertyIdentifier::from_raw(point.property);
        let object = object(point).map_err(|e| failure(&e))?;
        let answer = self.client.read_property(address, object, property, None).await.map_err(|e| failure(&e))?;
        decoded(&answer.property_value)
    }
}

impl Network for Client {
    fn read(&self, device: SocketAddrV4, points: &[Point]) -> Vec<Result<Value, Failure>> {
        let mut read = Vec::new();
        for some in points.chunks(AT_ONCE) {
            let answers = self.worker.wait(async { Ok(self.ask(device, some).await) });
            read.extend(answers.unwrap_or_else(|e| vec![Err(Failure::Silent(e.to_string())); some.len()]));
        }
        read
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // the socket closes either way
        let _ = self.worker.wait(async {
            let _ = self.client.stop().await;
            Ok(())
        });
    }
}

fn object(point: Point) -> Result<ObjectIdentifier, Error> {
    ObjectIdentifier::new(ObjectType::from_raw(point.object_type), point.instance)
}

fn decoded(bytes: &[u8]) -> Result<Value, Failure> {
    let (value, _) = decode_application_value(bytes, 0).map_err(|e| failure(&e))?;
    let value = match value {
        PropertyValue::Boolean(value) => Some(Value::Bool(value)),
        PropertyValue::Unsigned(value) => Some(Value::int(value)),
        PropertyValue::Signed(value) => Some(Value::int(value)),
        PropertyValue::Enumerated(value) => Some(Value::int(value)),
        PropertyValue::Real(value) => Value::float(&value),
        PropertyValue::Double(value) => Value::float(&value),
        PropertyValue::CharacterString(text) => Some(Value::Text(text)),
        PropertyValue::BitString { unused_bits, data } => Some(Value::Text(bits(&data, unused_bits))),
        _ => None,
    };
    value.ok_or_else(|| Failure::Silent("no value".into()))
}

fn bits(data: &[u8], unused: u8) -> String {
    let all: String = data.iter().map(|byte| format!("{byte:08b}")).collect();
    all.chars().take((data.len() * 8).saturating_sub(unused.into())).collect()
}

/// The client gives up with an abort of its own.
fn is_silence(error: &Error) -> bool {
    match error {
        Error::Remote(RemoteError::Abort { reason }) => *reason == AbortReason::TSM_TIMEOUT,
        other => matches!(other, Error::Timeout(_) | Error::Transport(_)),
    }
}

fn failure(error: &Error) -> Failure {
    match error {
        Error::Remote(RemoteError::Error { code, .. }) => refused(*code),
        error if is_silence(error) => Failure::Silent("no answer".into()),
        other => Failure::Silent(other.to_string()),
    }
}

fn refused(code: ErrorCode) -> Failure {
    match code {
        ErrorCode::UNKNOWN_OBJECT | ErrorCode::UNKNOWN_PROPERTY | ErrorCode::READ_ACCESS_DENIED => {
            Failure::NotThere(code.to_string())
        }
        _ => Failure::Silent(code.to_string()),
    }
}

/// As the standard names a type of objects: `analog-input`.
pub fn object_type(name: &str) -> Option<u32> {
    name.parse().ok().or_else(|| name.parse::<ObjectType>().ok().map(ObjectType::to_raw))
}

/// `present-value`.
pub fn property(name: &str) -> Option<u32> {
    name.parse().ok().or_else(|| name.parse::<PropertyIdentifier>().ok().map(PropertyIdentifier::to_raw))
}
