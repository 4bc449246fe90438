use std::collections::BTreeMap;
use std::net::SocketAddrV4;

use super::super::{Quality, Sample, Value};
use super::network::{Failure, Network, Point, RELIABILITY, STATUS_FLAGS};

type Answers = BTreeMap<(SocketAddrV4, Point), Result<Value, Failure>>;

/// All points, each with what its object says of itself; `None` where nothing at all answers.
pub fn read(network: &dyn Network, wanted: &[(SocketAddrV4, Point)]) -> Option<Vec<Sample>> {
    let mut by_device: BTreeMap<SocketAddrV4, Vec<Point>> = BTreeMap::new();
    for (device, point) in wanted {
        let points = by_device.entry(*device).or_default();
        for property in [point.property, STATUS_FLAGS, RELIABILITY] {
            let point = Point { property, ..*point };
            if !points.contains(&point) {
                points.push(point);
            }
        }
    }
    let mut answers = Answers::new();
    for (device, points) in by_device {
        let read = network.read(device, &points);
        answers.extend(points.into_iter().map(|point| (device, point)).zip(read));
    }
    let answered = answers.values().any(|answer| !matches!(answer, Err(Failure::Silent(_))));
    answered.then(|| wanted.iter().map(|(device, point)| sample(&answers, *device, *point)).collect())
}

fn sample(answers: &Answers, device: SocketAddrV4, point: Point) -> Sample {
    let own = |property: u32| answers.get(&(device, Point { property, ..point }));
    let value = match own(point.property) {
        Some(Ok(value)) => value.clone(),
        Some(Err(Failure::NotThere(message))) => return Sample::wrong(message),
        Some(Err(Failure::Silent(message))) => return Sample::bad(message),
        None => return Sample::bad("not read"),
    };
    // an object need not have them
    let flags = own(STATUS_FLAGS).and_then(|flags| flags.as_ref().ok());
    let reliability = own(RELIABILITY).and_then(|reliability| reliability.as_ref().ok()).and_then(Value::number);
    match flags {
        _ if reliability.is_some_and(|reliability| !reliability.is_zero()) && point.property != RELIABILITY => {
            Sample::bad(format!("reliability {}", reliability.unwrap_or_default()))
        }
        Some(flags) if is_set(flags, FAULT) => Sample::bad("fault"),
        Some(flags) if is_set(flags, OUT_OF_SERVICE) => Sample::bad("out of service"),
        Some(flags) if is_set(flags, OVERRIDDEN) => {
            Sample { quality: Quality::Uncertain, note: "overridden".into(), ..Sample::good(value) }
        }
        _ => Sample::good(value),
    }
}

/// Of in-alarm, fault, overridden, out-of-service.
const FAULT: usize = 1;
const OVERRIDDEN: usize = 2;
const OUT_OF_SERVICE: usize = 3;

fn is_set(flags: &Value, flag: usize) -> bool {
    matches!(flags, Value::Text(bits) if bits.as_bytes().get(flag) == Some(&b'1'))
}
