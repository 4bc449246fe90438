use std::collections::BTreeMap;

use super::{Exposure, Month};
use crate::model::{Decimal, EnergyTier, Span, TierUnit};
use crate::tariff::push_span;

/// Energy whose rate depends on how much of it there is. The first tier's rate is among the rates already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TieredEnergy {
    /// Where it is charged.
    pub spans: Vec<Span>,
    /// What limits count; of each tier this energy pays the part that it is of that.
    pub counted: Vec<Span>,
    /// Cumulative limit in kWh, or in kWh for each kW of the highest load; what a kWh costs more than in the first tier.
    pub tiers: Vec<(Option<Decimal>, Decimal)>,
    /// Where the highest 15-minute mean counts, if limits are for each kW of it.
    pub highest_of: Option<Span>,
}

impl Month<'_> {
    pub(super) fn tiers(&self, exposure: &mut Exposure) {
        let mut counted = Vec::new();
        let mut groups: BTreeMap<(&str, &[EnergyTier]), Vec<Span>> = BTreeMap::new();
        for segment in self.own_segments() {
            if segment.is_price && segment.adder_kwh.is_none() {
                continue;
            }
            push_span(&mut counted, segment.span);
            if segment.energy_tiers.len() > 1 {
                push_span(groups.entry((segment.period_category, segment.energy_tiers)).or_default(), segment.span);
            }
        }
        for ((_, tiers), spans) in groups {
            let unit = tiers[0].unit;
            let days = Decimal::from(self.calendar.local_days(self.part.whole).len());
            let scale = match unit {
                TierUnit::Kwh | TierUnit::KwhPerKw => Decimal::ONE,
                TierUnit::KwhDaily | TierUnit::KwhPerKwDaily => days,
            };
            let per_kw = matches!(unit, TierUnit::KwhPerKw | TierUnit::KwhPerKwDaily);
            let more = |tier: &EnergyTier| (tier.price() - tiers[0].price()) * self.factor();
            exposure.tiered.push(TieredEnergy {
                spans,
                counted: counted.clone(),
                tiers: tiers.iter().map(|tier| (tier.up_to.map(|limit| limit * scale), more(tier))).collect(),
                highest_of: per_kw.then_some(self.part.span),
            });
        }
    }
}
