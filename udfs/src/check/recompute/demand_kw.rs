use std::collections::BTreeMap;

use crate::check::clock::Month;
use crate::model::{Decimal, DemandBasis, DemandCharge, DemandTier, Lookback};

/// A charge, and the peaks that it may look back at.
pub struct Terms<'a> {
    pub charge: &'a DemandCharge,
    pub known: &'a BTreeMap<Month, Decimal>,
}

/// kW billed for a metered peak: mean with earlier peaks, ratchet, minimum, contract.
pub fn billed_kw(terms: Option<&Terms<'_>>, month: Month, peak: Decimal) -> Decimal {
    let Some(terms) = terms else { return peak };
    let percent = |percent: Decimal, of: Decimal| of * percent / Decimal::from(100);
    let mut kw = match terms.charge.basis {
        DemandBasis::Peak => peak,
        DemandBasis::MeanOfPeaks { months } => {
            let mut peaks: Vec<Decimal> =
                (1..months).filter_map(|n| terms.known.get(&month.earlier(n))).copied().collect();
            peaks.push(peak);
            peaks.iter().sum::<Decimal>() / Decimal::from(peaks.len())
        }
    };
    if let Some(ratchet) = &terms.charge.ratchet {
        let part = ratchet.percent[month.month as usize - 1];
        let looked_at: Vec<Month> = match &ratchet.looks_at {
            Lookback::Preceding(count) => (1..=*count).map(|n| month.earlier(n)).collect(),
            Lookback::Months(months) => {
                if months.contains(&month.month) {
                    kw = kw.max(percent(part, peak));
                }
                (1..12).map(|n| month.earlier(n)).filter(|earlier| months.contains(&earlier.month)).collect()
            }
        };
        for earlier in looked_at {
            kw = kw.max(percent(part, terms.known.get(&earlier).copied().unwrap_or_default()));
        }
    }
    kw = kw.max(terms.charge.minimum_kw);
    let Some(contract) = &terms.charge.contract else { return kw };
    let lower = percent(contract.lower_percent, contract.contracted_kw);
    let upper = percent(contract.upper_percent, contract.contracted_kw);
    if kw < lower {
        lower
    } else if kw <= upper {
        kw
    } else {
        kw + (kw - upper) * contract.excess_factor
    }
}

/// Each tier's number, price and limits.
pub fn tier_kw(rate_kw: Decimal, tiers: &[DemandTier]) -> Vec<(Option<u32>, Decimal, Decimal, Option<Decimal>)> {
    if tiers.is_empty() {
        return vec![(None, rate_kw, Decimal::ZERO, None)];
    }
    let from = |i: usize| if i == 0 { Decimal::ZERO } else { tiers[i - 1].up_to_kw.unwrap_or_default() };
    let tier = |(i, tier): (usize, &DemandTier)| {
        (Some(i as u32 + 1), tier.rate_kw + tier.adjustment_kw, from(i), tier.up_to_kw)
    };
    tiers.iter().enumerate().map(tier).collect()
}
