//! The optimiser against an exact optimum: on tiny problems every schedule is tried, by rules written here from the words
//! of the problem. Costs are ranked in floats and the cheapest are priced by the calculator and checked by the validator.
//!
//! `HEATSCHED_EXACTNESS_PROBLEMS` raises the number of problems, `HEATSCHED_EXACTNESS_FROM` gives the first seed.

mod every_schedule;
mod load;
mod on_patterns;
mod places;
mod tests;
