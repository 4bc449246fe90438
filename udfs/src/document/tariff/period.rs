use super::super::text::{cell, number, row, text};
use super::hours::{day_type, local_span, months, months_cell};
use super::{given, rows, tier};
use crate::model::{DemandTier, EnergyTier, TariffPeriod};
use crate::row::{Row, RowReader};

pub fn read(reader: &mut RowReader<'_>) -> TariffPeriod {
    let (start_time, end_time) = local_span(reader);
    let energy_tiers = tier::read_energy_tiers(reader);
    let rate = if energy_tiers.is_empty() {
        Some(reader.required("energy_rate_kwh"))
    } else {
        reader.optional("energy_rate_kwh")
    };
    let first = energy_tiers.first().map(EnergyTier::price);
    let energy_rate_kwh = tier::first_rate(reader, "energy_rate_kwh", first, rate).unwrap_or_default();
    let demand_tiers = tier::read_demand_tiers(reader, "demand_tiers");
    let rate = reader.optional("demand_rate_kw");
    let first = demand_tiers.first().map(DemandTier::price);
    TariffPeriod {
        day_type: day_type(reader),
        months: months(reader),
        start_time,
        end_time,
        period_category: reader.required("period_category"),
        energy_rate_kwh,
        energy_tiers,
        demand_rate_kw: tier::first_rate(reader, "demand_rate_kw", first, rate),
        demand_tiers,
    }
}

pub fn write(period: &TariffPeriod) -> Row {
    let mut written = row([
        ("day_type", text(period.day_type.to_string())),
        ("months", cell(period.months.as_ref(), months_cell)),
        ("start_time", text(period.start_time.to_string())),
        ("end_time", text(period.end_time.to_string())),
        ("period_category", text(&period.period_category)),
        ("energy_rate_kwh", number(period.energy_rate_kwh)),
        ("demand_rate_kw", cell(period.demand_rate_kw, number)),
    ]);
    let tiers = row([
        ("energy_tiers", rows(&period.energy_tiers, tier::write_energy_tier)),
        ("demand_tiers", rows(&period.demand_tiers, tier::write_demand_tier)),
    ]);
    written.0.extend(given(tiers).0);
    written
}
