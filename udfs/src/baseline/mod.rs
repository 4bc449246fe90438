//! What a plant without the optimiser does.

mod fifo;
mod floor;

pub use fifo::fifo;
