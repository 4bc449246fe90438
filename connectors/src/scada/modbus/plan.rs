//! Which registers are read together.

use super::map::Table;

/// Registers that lie further apart are read one by one.
const GAP: u16 = 8;

/// Registers of a unit that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Block {
    pub unit: u8,
    pub table: Table,
    pub address: u16,
    pub count: u16,
}

impl Block {
    fn end(&self) -> u32 {
        u32::from(self.address) + u32::from(self.count)
    }

    fn most(&self) -> u32 {
        if self.table.is_bits() { 2_000 } else { 125 }
    }

    pub fn has(&self, other: &Block) -> bool {
        (self.unit, self.table) == (other.unit, other.table)
            && self.address <= other.address
            && other.end() <= self.end()
    }

    /// Of what was read of this block, what belongs to a part of it.
    pub fn part<'a>(&self, words: &'a [u16], part: &Block) -> Option<&'a [u16]> {
        let start = usize::from(part.address.checked_sub(self.address)?);
        words.get(start..start + usize::from(part.count))
    }
}

/// Blocks that hold all the others, each no larger than one request.
pub fn join(blocks: &[Block]) -> Vec<Block> {
    let mut sorted = blocks.to_vec();
    sorted.sort();
    let mut joined: Vec<Block> = Vec::new();
    for block in sorted {
        if let Some(last) = joined.last_mut()
            && (last.unit, last.table) == (block.unit, block.table)
            && u32::from(block.address) <= last.end() + u32::from(GAP)
        {
            let count = last.end().max(block.end()) - u32::from(last.address);
            if count <= last.most() {
                last.count = count as u16;
                continue;
            }
        }
        joined.push(block);
    }
    joined
}
