mod corpus;
mod coverage;
mod figures;
mod fuzz;
mod gold;
mod refusals;
mod round_trip;
mod shape;
mod support;

pub use support::reference;
