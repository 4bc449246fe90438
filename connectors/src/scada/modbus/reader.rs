use std::collections::BTreeMap;

use super::super::Sample;
use super::decode::{Form, Kind, Order, scaled};
use super::gateway::{Failure, Gateway};
use super::map::{Register, Table, Where};
use super::plan::{Block, join};
use super::sunspec::{Model, locate, models};

/// What was read, or why not.
type Read = Result<Vec<u16>, Failure>;
/// Where a value is, and its power of ten.
type Placed = Result<(Block, Option<Block>), Failure>;

/// Reads all registers, those that lie close together at once, and one unit after the other: many devices take one
/// connection only.
pub async fn read(gateway: &mut Gateway<'_>, tags: &[(u8, Register)]) -> Vec<Sample> {
    let mut chains: BTreeMap<u8, Result<Vec<Model>, Failure>> = BTreeMap::new();
    for (unit, register) in tags {
        if matches!(register.place, Where::SunSpec { .. }) && !chains.contains_key(unit) {
            chains.insert(*unit, models(gateway, *unit).await);
        }
    }
    let places: Vec<_> = tags.iter().map(|(unit, register)| place(*unit, register, &chains)).collect();
    let wanted: Vec<Block> = places
        .iter()
        .filter_map(|place| place.as_ref().ok())
        .flat_map(|(value, scale)| [Some(*value), *scale])
        .flatten()
        .collect();
    let read = blocks(gateway, &wanted).await;
    let sample = |((_, register), place): (&(u8, Register), &Placed)| match place
        .clone()
        .and_then(|(value, scale)| value_of(register, value, scale, &read))
    {
        Ok(sample) => sample,
        Err(Failure::NotThere(message)) => Sample::wrong(message),
        Err(Failure::Silent(message)) => Sample::bad(message),
    };
    tags.iter().zip(&places).map(sample).collect()
}

/// The registers of a value, and of its power of ten.
fn place(unit: u8, register: &Register, chains: &BTreeMap<u8, Result<Vec<Model>, Failure>>) -> Placed {
    let count = register.form.length;
    match register.place {
        Where::At(table, address) => Ok((Block { unit, table, address, count }, None)),
        Where::SunSpec { model, offset, scale } => {
            let chain = chains.get(&unit).cloned().unwrap_or_else(|| Ok(Vec::new()))?;
            let find = |offset: u16, count: u16| {
                let missing = || Failure::NotThere(format!("the device has no point {offset} of model {model}"));
                let address = locate(&chain, model, offset, count).ok_or_else(missing)?;
                Ok(Block { unit, table: Table::Holding, address, count })
            };
            Ok((find(offset, count)?, scale.map(|offset| find(offset, 1)).transpose()?))
        }
    }
}

async fn blocks(gateway: &mut Gateway<'_>, wanted: &[Block]) -> Vec<(Block, Read)> {
    let mut read: Vec<(Block, Read)> = Vec::new();
    let mut silent: BTreeMap<u8, Failure> = BTreeMap::new();
    for block in join(wanted) {
        if let Some(failure) = silent.get(&block.unit) {
            read.push((block, Err(failure.clone())));
            continue;
        }
        let mut words = gateway.read(block).await;
        if let Err(Failure::NotThere(_)) = words {
            // registers between those that are wanted may be what is missing
            for own in wanted.iter().filter(|own| block.has(own) && **own != block) {
                read.push((*own, gateway.read(*own).await));
            }
        }
        if let Err(failure @ Failure::Silent(_)) = &mut words {
            silent.insert(block.unit, failure.clone());
        }
        read.push((block, words));
    }
    read
}

fn value_of(
    register: &Register,
    value: Block,
    scale: Option<Block>,
    read: &[(Block, Read)],
) -> Result<Sample, Failure> {
    let exponent = match scale {
        None => 0,
        Some(block) => {
            let form = Form { kind: Kind::I16, order: Order::Big, length: 1, absent: vec![0x8000] };
            let power = form.decode(&words(block, read)?).and_then(|value| value.number());
            match power.and_then(|power| i16::try_from(power).ok()) {
                Some(exponent) => exponent,
                None => return Ok(Sample::bad("no power of ten")),
            }
        }
    };
    let decoded = register.form.decode(&words(value, read)?);
    let scaled = decoded.and_then(|value| scaled(value, register.scale, exponent));
    Ok(scaled.map_or_else(|| Sample::bad("no value"), Sample::good))
}

/// Read by itself where that was needed, else with others.
fn words(block: Block, read: &[(Block, Read)]) -> Read {
    let found =
        read.iter().find(|(own, _)| *own == block).or_else(|| read.iter().find(|(joined, _)| joined.has(&block)));
    let Some((joined, words)) = found else { return Err(Failure::Silent("not read".into())) };
    let words = words.as_ref().map_err(Clone::clone)?;
    joined.part(words, &block).map(<[u16]>::to_vec).ok_or_else(|| Failure::Silent("not read".into()))
}
