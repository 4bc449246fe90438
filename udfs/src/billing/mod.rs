//! What a load costs, to the cent.
//!
//! A bill is a list of charges, each a file here that reads the metered series and says its amounts by billing month
//! ([`metered::Metered`] in, [`charge::Charge`]s out); `bill` rounds every line once and adds up. Exact decimals
//! throughout: sums are taken in kW minutes, divisions come last.

mod assignment;
mod bill;
mod bounds;
mod charge;
mod demand;
mod energy;
mod equipment;
mod fixed;
mod fuel;
mod load;
mod metered;
mod period;
mod price;
mod series;
mod window;

pub use bill::bill;
pub use demand::{DemandRule, demand_rules};
pub use load::load_profile;
pub use price::{Priced, price};
pub use window::Window;

#[cfg(test)]
mod tests;
