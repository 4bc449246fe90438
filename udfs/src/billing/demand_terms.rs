use crate::model::{Contract, Decimal, DemandTier};

/// What a kW of peak costs, for the peak of one charge in one billing month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DemandTerms {
    /// Of the first tier.
    pub rate_kw: Decimal,
    /// Empty: one rate for all kW.
    pub tiers: Vec<DemandTier>,
    /// Billed at least: the charge's minimum, and the ratchet's part of the peaks of other months.
    pub floor_kw: Decimal,
    /// The ratchet's part of the month's own peak, from 0 to 1.
    pub own_part: Decimal,
    /// Peaks of the months before that go into a mean with this one.
    pub earlier_peaks: Vec<Decimal>,
    pub contract: Option<Contract>,
}

impl DemandTerms {
    /// kW that are billed at this peak.
    pub fn billed_kw(&self, peak_kw: Decimal) -> Decimal {
        let basis = if self.earlier_peaks.is_empty() {
            peak_kw
        } else {
            let months = Decimal::from(self.earlier_peaks.len() + 1);
            (self.earlier_peaks.iter().sum::<Decimal>() + peak_kw) / months
        };
        let raised = basis.max(self.floor_kw).max(peak_kw * self.own_part);
        self.contract.map_or(raised, |contract| contracted(&contract, raised))
    }

    /// Peaks at which [`DemandTerms::price`] of what is billed may bend.
    pub fn bends(&self) -> Vec<Decimal> {
        let percent = |contract: &Contract, percent| contract.contracted_kw * percent / Decimal::ONE_HUNDRED;
        let mut raised = vec![self.floor_kw];
        raised.extend(self.tiers.iter().filter_map(|tier| tier.up_to_kw));
        if let Some(contract) = &self.contract {
            let (upper, factor) = (percent(contract, contract.upper_percent), Decimal::ONE + contract.excess_factor);
            let above: Vec<Decimal> = match factor.is_zero() {
                true => Vec::new(),
                false => raised.iter().map(|kw| (*kw + contract.excess_factor * upper) / factor).collect(),
            };
            raised.extend(above);
            raised.extend([percent(contract, contract.lower_percent), upper]);
        }
        let months = Decimal::from(self.earlier_peaks.len() + 1);
        let earlier: Decimal = self.earlier_peaks.iter().sum();
        let mut peaks: Vec<Decimal> = raised.iter().map(|kw| kw * months - earlier).collect();
        if !self.own_part.is_zero() {
            peaks.extend(raised.iter().map(|kw| *kw / self.own_part));
        }
        let parts = self.own_part * months - Decimal::ONE;
        if !parts.is_zero() {
            peaks.push(earlier / parts);
        }
        peaks.retain(|kw| *kw >= Decimal::ZERO);
        peaks
    }

    /// The price of billed kW.
    pub fn price(&self, billed_kw: Decimal) -> Decimal {
        self.in_tiers(billed_kw).into_iter().map(|(_, kw, rate)| kw * rate).sum()
    }

    /// Billed kW cut into tiers: number, kW, rate. Without tiers all of it, without a number.
    pub fn in_tiers(&self, billed_kw: Decimal) -> Vec<(Option<u32>, Decimal, Decimal)> {
        if self.tiers.is_empty() {
            return vec![(None, billed_kw, self.rate_kw)];
        }
        let mut below = Decimal::ZERO;
        let tier = |(number, tier): (u32, &DemandTier)| {
            let reached = tier.up_to_kw.map_or(billed_kw, |limit| limit.min(billed_kw)).max(below);
            let inside = reached - below;
            below = reached;
            (Some(number), inside, tier.price())
        };
        (1..).zip(&self.tiers).map(tier).collect()
    }

    /// Whether no higher peak costs less.
    pub fn is_non_decreasing(&self) -> bool {
        self.rates().all(|rate| rate >= Decimal::ZERO)
            && self.contract.is_none_or(|contract| contract.excess_factor >= -Decimal::ONE)
    }

    /// Whether a further kW of peak never costs less than the one before.
    pub fn is_convex(&self) -> bool {
        let rates: Vec<Decimal> = self.rates().collect();
        // billed kW are convex in the peak; a falling price of them would not be
        self.is_non_decreasing()
            && rates.windows(2).all(|pair| pair[0] <= pair[1])
            && self.contract.is_none_or(|contract| contract.excess_factor >= Decimal::ZERO)
    }

    fn rates(&self) -> impl Iterator<Item = Decimal> + '_ {
        let single = self.tiers.is_empty().then_some(self.rate_kw);
        single.into_iter().chain(self.tiers.iter().map(DemandTier::price))
    }
}

fn contracted(contract: &Contract, kw: Decimal) -> Decimal {
    let of_contract = |percent: Decimal| contract.contracted_kw * percent / Decimal::ONE_HUNDRED;
    let (lower, upper) = (of_contract(contract.lower_percent), of_contract(contract.upper_percent));
    kw.max(lower) + contract.excess_factor * (kw - upper).max(Decimal::ZERO)
}
