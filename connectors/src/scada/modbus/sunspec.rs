//! SunSpec: a device says itself which models it has, one after the other.

use super::gateway::{Failure, Gateway};
use super::map::Table;
use super::plan::Block;

/// Where the chain may begin, and what is there then: `SunS`.
const BEGINNINGS: [u16; 3] = [40_000, 50_000, 0];
const MARK: [u16; 2] = [0x5375, 0x6E53];
const END: u16 = 0xFFFF;
/// More models than any device has.
const MOST: usize = 200;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Model {
    pub id: u16,
    pub address: u16,
    /// Registers after number and length.
    pub length: u16,
}

pub async fn models(gateway: &mut Gateway<'_>, unit: u8) -> Result<Vec<Model>, Failure> {
    let block = |address: u16| Block { unit, table: Table::Holding, address, count: 2 };
    let mut beginning = None;
    for address in BEGINNINGS {
        match gateway.read(block(address)).await {
            Ok(words) if words == MARK => {
                beginning = Some(address);
                break;
            }
            Ok(_) | Err(Failure::NotThere(_)) => {}
            Err(silent) => return Err(silent),
        }
    }
    let missing = || Failure::NotThere("no SunSpec device".into());
    let mut next = beginning.ok_or_else(missing)?.checked_add(2);
    let mut models = Vec::new();
    while let Some(address) = next.filter(|_| models.len() < MOST) {
        let head = gateway.read(block(address)).await?;
        let (id, length) = (head[0], head[1]);
        if id == END {
            break;
        }
        models.push(Model { id, address, length });
        next = address.checked_add(2).and_then(|body| body.checked_add(length));
    }
    Ok(models)
}

/// Where a point of a model is, if the device has it.
pub fn locate(models: &[Model], id: u16, offset: u16, count: u16) -> Option<u16> {
    let model = models.iter().find(|model| model.id == id)?;
    let end = u32::from(offset) + u32::from(count);
    (end <= u32::from(model.length) + 2).then(|| model.address.checked_add(offset)).flatten()
}
