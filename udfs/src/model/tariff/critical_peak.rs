use super::super::{Decimal, Span};

/// Called events of a critical-peak program: energy in them costs more, and may set a demand charge of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriticalPeak {
    pub name: String,
    pub events: Vec<Span>,
    /// On top of the energy rate; negative for a credit.
    pub energy_adder_kwh: Decimal,
    /// On the highest metering window within the events of a billing period.
    pub demand_rate_kw: Option<Decimal>,
    pub window_minutes: u32,
}
