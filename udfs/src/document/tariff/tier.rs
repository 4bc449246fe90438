use super::super::text::{cell, number, row, text};
use crate::error::Code;
use crate::model::{Decimal, DemandTier, EnergyTier, TierUnit};
use crate::row::{Row, RowReader};

pub fn read_energy_tiers(reader: &mut RowReader<'_>) -> Vec<EnergyTier> {
    let mut tiers = Vec::new();
    reader.rows("energy_tiers", |r| {
        let allowed = "kWh, kWh/kW, kWh daily, kWh/kW daily";
        tiers.push(EnergyTier {
            up_to: r.optional("up_to"),
            unit: r.word("unit", |word| word.parse().ok(), allowed).unwrap_or_default(),
            rate_kwh: r.required("rate_kwh"),
            adjustment_kwh: r.or("adjustment_kwh", Decimal::ZERO),
        });
    });
    let limits: Vec<_> = tiers.iter().map(|tier| tier.up_to).collect();
    let units_differ = tiers.iter().any(|tier: &EnergyTier| tier.unit != tiers[0].unit);
    let fault = EnergyTier::fault(&limits).or(units_differ.then_some("the limits have different units"));
    refuse(reader, "energy_tiers", fault);
    tiers
}

pub fn read_demand_tiers<'a>(reader: &mut RowReader<'a>, field: &'a str) -> Vec<DemandTier> {
    let mut tiers = Vec::new();
    reader.rows(field, |r| {
        tiers.push(DemandTier {
            up_to_kw: r.optional("up_to_kw"),
            rate_kw: r.required("rate_kw"),
            adjustment_kw: r.or("adjustment_kw", Decimal::ZERO),
        });
    });
    let limits: Vec<_> = tiers.iter().map(|tier: &DemandTier| tier.up_to_kw).collect();
    refuse(reader, field, EnergyTier::fault(&limits));
    tiers
}

fn refuse(reader: &mut RowReader<'_>, field: &str, fault: Option<&str>) {
    if let Some(message) = fault {
        let fix = "give rising limits above 0 in one unit, and none to the last tier";
        reader.error(Code::TierLimits, field, message, fix);
    }
}

/// A rate that the first tier says, too.
pub fn first_rate<'a>(
    reader: &mut RowReader<'a>,
    field: &'a str,
    first_tier: Option<Decimal>,
    given: Option<Decimal>,
) -> Option<Decimal> {
    if let (Some(tier), Some(given)) = (first_tier, given)
        && tier != given
    {
        let message = format!("{given}, but the first tier's rate and adjustment are {tier}");
        reader.error(Code::RatesDiffer, field, message, format!("leave {field} out, or correct the tier"));
    }
    first_tier.or(given)
}

pub fn write_energy_tier(tier: &EnergyTier) -> Row {
    let unit = (tier.unit != TierUnit::Kwh).then(|| tier.unit.as_str());
    let adjustment = (!tier.adjustment_kwh.is_zero()).then_some(tier.adjustment_kwh);
    super::given(row([
        ("up_to", cell(tier.up_to, number)),
        ("unit", cell(unit, text)),
        ("rate_kwh", number(tier.rate_kwh)),
        ("adjustment_kwh", cell(adjustment, number)),
    ]))
}

pub fn write_demand_tier(tier: &DemandTier) -> Row {
    let adjustment = (!tier.adjustment_kw.is_zero()).then_some(tier.adjustment_kw);
    super::given(row([
        ("up_to_kw", cell(tier.up_to_kw, number)),
        ("rate_kw", number(tier.rate_kw)),
        ("adjustment_kw", cell(adjustment, number)),
    ]))
}
