use super::{Decimal, Instant, Span};

/// Mean power of each interval of the horizon.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoadProfile {
    pub intervals: Vec<LoadInterval>,
    /// Input kWh by equipment (as in the problem) and interval.
    pub equipment_input_kwh: Vec<Vec<Decimal>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadInterval {
    pub span: Span,
    /// Metered: site load and all electric input.
    pub electric_kw: Decimal,
    /// Heat given off, wasted heat included.
    pub thermal_kw: Decimal,
    /// Input of all other fuels.
    pub fuel_kw: Decimal,
    pub site_load_kw: Decimal,
}

/// What a schedule costs. Lines are rounded to cents, once each, half away from zero; they add up to the total.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cost {
    pub energy: Decimal,
    pub demand: Decimal,
    pub coincident: Decimal,
    pub reactive: Decimal,
    pub fuel: Decimal,
    pub fixed: Decimal,
    pub rider: Decimal,
    pub minimum: Decimal,
    pub tax: Decimal,
    pub total: Decimal,
    /// Energy, demand, coincident and fuel, with the riders on them, before any rounding: what a schedule can change.
    pub objective: Decimal,
    pub lines: Vec<BillLine>,
    pub peaks: Vec<Peak>,
    pub by_period: Vec<PeriodCost>,
    pub by_equipment: Vec<EquipmentCost>,
}

/// A line of the bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillLine {
    /// Billing month, `2026-01`.
    pub month: String,
    /// `energy`, `demand`, `coincident`, `reactive`, `fuel`, `fixed`, `rider`, `minimum`, `tax`.
    pub charge: String,
    /// Tariff category, name of the charge, fuel.
    pub category: String,
    /// Of a rate with tiers, from 1.
    pub tier: Option<u32>,
    pub quantity: Decimal,
    /// `kWh`, `kW`, `kvar`, `day`, `month`, `year`; `percent` where the quantity is money.
    pub unit: String,
    /// `None` where the line sums many rates (real-time prices). The quantity of a minimum charge is the minimum.
    pub rate: Option<Decimal>,
    pub amount: Decimal,
    /// For demand, coincident and reactive: start of the metering window that set the peak.
    pub at: Option<Instant>,
}

/// The peak behind a demand charge in one billing month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peak {
    pub charge: String,
    pub month: String,
    pub peak_kw: Decimal,
    /// kW that this schedule pays for: the increase over the month to date, or the whole peak.
    pub billed_kw: Decimal,
    pub at: Instant,
    pub rate_kw: Decimal,
    pub amount: Decimal,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodCost {
    pub period_category: String,
    pub energy_kwh: Decimal,
    pub energy_cost: Decimal,
    pub demand_cost: Decimal,
    pub peak_kw: Decimal,
}

/// `energy_cost` is the equipment's input at the rates of its intervals; demand is shared by all and not split here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EquipmentCost {
    pub equipment_id: String,
    pub input_kwh: Decimal,
    pub heat_kwh: Decimal,
    pub energy_cost: Decimal,
    pub on_minutes: i64,
    pub starts: u32,
}
