use std::cmp::Ordering;
use std::sync::Arc;

use super::ascent::Mean;
use super::market::Market;
use super::question::{Question, most_open};
use super::region::Region;

/// No wider than this in any charge, a region is split by its tasks, kW.
const NARROW_KW: f64 = 60.0;
/// No wider than this a charge is split no further, kW.
const LEAST_KW: f64 = 0.5;

/// A region whose plans cost no less than `bound`.
#[derive(Debug, Clone)]
pub struct Open {
    pub region: Region,
    pub bound: f64,
    pub prices: Arc<Kept>,
    /// kW billed on average.
    pub billed: Vec<f64>,
    pub question: Option<Question>,
    /// Whether its linear relaxation has been solved, or its answer is known.
    pub relaxed: bool,
    /// The order in which regions came.
    pub number: usize,
}

/// Prices that are not nothing.
#[derive(Debug)]
pub struct Kept(Vec<(u32, f32)>);

/// Parts of a region: some to be explored, and one of which the answers of the whole are still those.
pub struct Split {
    pub rest: Option<Open>,
    pub parts: Vec<Region>,
}

impl Kept {
    pub fn new(prices: &[f64]) -> Self {
        let kept = prices.iter().enumerate().filter(|(_, price)| **price > 0.0);
        Self(kept.map(|(index, price)| (index as u32, *price as f32)).collect())
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn whole(&self, market: &Market<'_>) -> Vec<f64> {
        let mut prices = vec![0.0; market.prices()];
        self.0.iter().for_each(|(index, price)| prices[*index as usize] = f64::from(*price));
        prices
    }
}

impl Open {
    pub fn new(market: &Market<'_>, region: Region, bound: f64, prices: &[f64], mean: &Mean) -> Self {
        Self {
            prices: Arc::new(Kept::new(prices)),
            question: most_open(market, &region, mean),
            region,
            bound,
            billed: mean.billed.clone(),
            relaxed: false,
            number: 0,
        }
    }

    /// `None` where there is nothing left to split by.
    pub fn split(&self, market: &Market<'_>) -> Option<Split> {
        let narrow = (0..market.floors.len()).all(|charge| self.region.width(charge) <= NARROW_KW);
        let by_question = || {
            let parts = self.region.ask(market, self.question?).into();
            Some(Split { rest: None, parts })
        };
        let by_peak = || self.beyond(market).or_else(|| self.by_peak(market));
        if narrow { by_question().or_else(by_peak) } else { by_peak().or_else(by_question) }
    }

    /// Far above the average: no good plan is there.
    fn beyond(&self, market: &Market<'_>) -> Option<Split> {
        let region = &self.region;
        let far = |charge: usize| (1.4 * self.billed[charge] + 40.0).max(region.lower[charge] + LEAST_KW);
        let times = |charge: &usize| region.upper[*charge] / far(*charge);
        let wide = (0..market.floors.len()).filter(|charge| times(charge) > 1.2);
        let charge = wide.max_by(|a, b| times(a).total_cmp(&times(b)))?;
        let [near, beyond] = region.split(charge, far(charge));
        Some(self.keep(near, beyond))
    }

    /// The dearest charge that is known the least, as a part of it; and of what a job bills, beside which little is nothing.
    fn by_peak(&self, market: &Market<'_>) -> Option<Split> {
        let region = &self.region;
        let part = |charge: usize| region.width(charge) / (region.upper[charge] + market.lumps[charge]).max(LEAST_KW);
        let money = |charge: &usize| market.instance.peaks[*charge].highest_rate() * part(*charge);
        let charges = (0..market.floors.len()).filter(|charge| region.width(*charge) > LEAST_KW);
        let charge = charges.max_by(|a, b| money(a).total_cmp(&money(b)))?;
        let (lower, width) = (region.lower[charge], region.width(charge));
        let billed = self.billed[charge];
        let at = (lower + width / 2.0 + billed.clamp(lower, lower + width)) / 2.0;
        let at = at.clamp(lower + width / 5.0, lower + 0.8 * width);
        let [low, high] = region.split(charge, at);
        if self.relaxed && billed >= at {
            return Some(self.keep(high, low));
        }
        Some(Split { rest: None, parts: vec![low, high] })
    }

    /// The part that has the answer of the whole need not be asked again.
    fn keep(&self, rest: Region, part: Region) -> Split {
        Split { rest: Some(Self { region: rest, ..self.clone() }), parts: vec![part] }
    }
}

impl Ord for Open {
    /// The lowest bound is the greatest: it comes first.
    fn cmp(&self, other: &Self) -> Ordering {
        other.bound.total_cmp(&self.bound).then(other.number.cmp(&self.number))
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Open {}
