//! Bills of many loads under one tariff: where each charge looks is worked out once for all loads over the same
//! intervals; a load is then one pass over whole numbers, and its figures go through the same charges as any bill.

mod grid;
mod plan;
mod plans;
mod question;
mod recorder;
mod replay;
mod site_load;

pub use grid::Grid;
pub use plans::Plans;
pub use site_load::{MICRO, SiteLoad, micro_kw};

#[cfg(test)]
mod tests;
