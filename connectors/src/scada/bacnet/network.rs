use std::net::SocketAddrV4;

use super::super::Value;

/// A property of an object of a device, by their numbers in the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    pub object_type: u32,
    pub instance: u32,
    pub property: u32,
}

pub const PRESENT_VALUE: u32 = 85;
pub const RELIABILITY: u32 = 103;
pub const STATUS_FLAGS: u32 = 111;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The device does not have it.
    NotThere(String),
    /// It does not answer, or not now.
    Silent(String),
}

/// What we need of BACnet; bits come as text of 0 and 1.
pub trait Network {
    /// An answer for each point, in their order.
    fn read(&self, device: SocketAddrV4, points: &[Point]) -> Vec<Result<Value, Failure>>;
}
