//! What a load costs, to the cent.
//!
//! A bill is a list of charges, each a file here that reads the metered series and says its amounts by billing month
//! ([`metered::Metered`] in, [`charge::Charge`]s out); `bill` rounds every line once and adds up. Exact decimals
//! throughout: sums are taken in kW minutes, divisions come last.

mod assignment;
mod bill;
mod bounds;
mod charge;
mod coincident;
mod compare;
mod cost;
mod demand;
mod demand_history;
mod demand_rule;
mod demand_rules;
mod demand_terms;
mod effective;
mod energy;
mod energy_tiers;
mod equipment;
mod explain;
mod exposure;
mod fixed;
pub mod fleet;
mod fuel;
mod load;
mod load_row;
mod meter;
mod metered;
mod minimum;
mod period;
mod price;
mod reactive;
mod reconcile;
mod rider;
mod series;
mod series_meter;
mod statement;
mod tariff_bounds;
mod tax;
mod terms;
mod versions;
mod window;

pub use bill::{Bill, bill};
pub use bounds::{MAX_LOAD_KW, check_tariff};
pub use compare::{Compared, Offer, compare};
pub use demand_rule::DemandRule;
pub use demand_terms::DemandTerms;
pub use effective::{at_any_time, span_of};
pub use explain::{PeakCause, SetBy, explain};
pub use exposure::{CoincidentPeak, DemandStep, EnergyRate, Exposure, TieredEnergy, exposure};
pub use load::load_profile;
pub use load_row::LoadRow;
pub use price::{Priced, price};
pub use reconcile::{InvoiceLine, Ours, Reconciled, Status, reconcile};
pub use statement::{MonthStatement, Parts, by_month, parts};
pub use versions::bill_versions;
pub use window::Window;

#[cfg(test)]
mod tests;
