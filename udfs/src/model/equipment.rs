use super::{Decimal, Span};

/// How much heat a unit of input energy gives. Which of the two it is, is said, never guessed from the magnitude.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Efficiency {
    /// Boilers and heaters.
    Percent(Decimal),
    /// Heat pumps: coefficient of performance.
    Cop(Decimal),
}

impl Efficiency {
    /// Heat out per input energy, as a factor.
    pub fn factor(self) -> Decimal {
        match self {
            Efficiency::Percent(percent) => percent / Decimal::ONE_HUNDRED,
            Efficiency::Cop(cop) => cop,
        }
    }
}

/// A furnace, boiler or heat pump.
///
/// While on it gives thermal power between `min_load_kw` and `capacity_kw`: what its jobs take, and at least the minimum
/// load; the rest is wasted and paid for. Input power is thermal power divided by the efficiency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Equipment {
    pub equipment_id: String,
    pub equipment_name: String,
    /// `gas_boiler`, `electric`, `heat_pump` or the plant's own word.
    pub equipment_type: String,
    pub capacity_kw: Decimal,
    pub min_load_kw: Decimal,
    pub efficiency: Efficiency,
    /// `electricity` is metered and priced by the site's tariff; any other fuel at `fuel_rate_per_kwh` of input.
    pub fuel_type: String,
    pub fuel_rate_per_kwh: Option<Decimal>,
    pub min_run_time_minutes: u32,
    /// Per site-local day.
    pub max_starts_per_day: Option<u32>,
    /// Input energy of a start, drawn evenly over the `startup_minutes` before the equipment is on; with 0 minutes all in
    /// the first interval on.
    pub startup_energy_kwh: Decimal,
    pub startup_minutes: u32,
    /// Input energy of a stop, drawn evenly over the `shutdown_minutes` after the equipment is off; with 0 minutes all in
    /// the last interval on.
    pub shutdown_energy_kwh: Decimal,
    pub shutdown_minutes: u32,
    /// 1 for a batch furnace, `None` where capacity alone limits.
    pub max_concurrent_jobs: Option<u32>,
    pub min_temperature_c: Option<Decimal>,
    pub max_temperature_c: Option<Decimal>,
    /// On when the horizon starts: a run from there is no start, and its minimum run time counts as served.
    pub initially_on: bool,
}

impl Equipment {
    pub const ELECTRICITY: &str = "electricity";

    pub fn is_electric(&self) -> bool {
        self.fuel_type == Self::ELECTRICITY
    }

    /// Whether the equipment's temperature range holds `setpoint_c`; no setpoint fits anything.
    pub fn reaches(&self, setpoint_c: Option<Decimal>) -> bool {
        setpoint_c.is_none_or(|setpoint| {
            self.min_temperature_c.is_none_or(|min| min <= setpoint)
                && self.max_temperature_c.is_none_or(|max| setpoint <= max)
        })
    }
}

/// A stretch in which the equipment is off, with its start-up and shutdown: maintenance, repair, offline.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unavailability {
    pub equipment_id: String,
    pub span: Span,
    pub reason: String,
}
