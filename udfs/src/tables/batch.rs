//! Rows of a table as Arrow record batches, and back, every value exact.
//!
//! A number that does not fit its column is an issue, never rounded - except in the tables of results, where energies,
//! powers, rates, money and shares come out of divisions and have no last digit: there they are rounded half away from
//! zero to the column's scale. Cents are exact in results too, because bills round them by their own rule.

mod from_rows;
mod number;
mod to_rows;

pub use from_rows::{rows_to_batch, value_array};
pub use to_rows::batch_to_rows;

#[cfg(test)]
mod tests;
