//! A lower bound of any size of problem: Lagrangian relaxation inside branch and bound, and linear relaxations of the
//! regions where prices do not converge.
//!
//! What couples jobs is priced instead of held ([`market`]): the metering windows of demand charges, what each job bills
//! alone, the room on units, and the heat that a minimum load gives away. At given prices every job has a cheapest
//! place, every unit cheapest on-periods and every charge a cheapest peak, each on its own; their sum bounds every plan
//! ([`clearing`]). Prices move along what is demanded in excess ([`ascent`]). A bound costs one pass over the places of
//! all jobs: a thousand jobs have one in a second, and a hundred jobs thousands a minute.
//!
//! What prices cannot see is split ([`tree`], [`open`]): the limits of what a charge bills, then where jobs run
//! ([`region`]). At the prices of a part, whatever would lift it above the best plan is left out of it for good
//! ([`tighten`]). The part with the lowest bound is given to a linear program before it is split ([`relaxed`]): between
//! the limits of a part, rows about what jobs bill alone and how many fit at once are strong.

mod ascent;
mod charge;
mod clearing;
mod jobs;
mod market;
mod open;
mod places;
mod question;
mod region;
mod relaxed;
mod root;
mod tighten;
mod tree;
mod units;

#[cfg(feature = "milp")]
pub use ascent::Mean;
pub use market::Market;
pub use region::Region;
pub use relaxed::{Relax, Relaxed};
pub use root::{Root, root};
pub use tree::{Limits, search};

#[cfg(test)]
mod tests;
