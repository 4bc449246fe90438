//! What the model states, a rule a file.

mod assign;
mod capacity;
mod crew;
mod demand;
mod demand_limit;
mod energy;
mod fit;
mod level;
mod lump;
mod max_starts;
mod min_run_time;
mod on_off;
mod one_at_a_time;
mod predecessor;
mod startup_shutdown;
mod tiers;

pub use assign::assign;
pub use capacity::capacity;
pub use crew::crew;
pub use demand::demand;
pub use demand_limit::demand_limit;
pub use energy::energy;
pub use fit::fit;
pub use level::level;
pub use lump::lump;
pub use max_starts::max_starts;
pub use min_run_time::min_run_time;
pub use on_off::on_off;
pub use one_at_a_time::one_at_a_time;
pub use predecessor::predecessor;
pub use startup_shutdown::startup_shutdown;
pub use tiers::tiers;
