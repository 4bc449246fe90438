use super::market::Market;
use super::region::Region;

/// What a charge costs at the prices paid for it, and what it bills there.
#[derive(Debug, Clone, Copy)]
pub struct Offer {
    pub cost: f64,
    pub billed: f64,
    /// Levels that it is above.
    pub level: usize,
}

/// The cheapest offer between two levels each, rising, within the region's limits; `price` is paid for a kW billed, and
/// `above` for billing more than each level.
pub fn offers<'a>(
    market: &'a Market<'_>,
    region: &Region,
    charge: usize,
    price: f64,
    above: &'a [f64],
) -> impl Iterator<Item = Offer> + 'a {
    let peak = &market.instance.peaks[charge];
    let (lower, upper) = (region.lower[charge], region.upper[charge]);
    let (first, last) = (market.level(charge, lower), market.level(charge, upper));
    let levels = &market.levels[charge];
    let mut paid: f64 = above[..first].iter().sum();
    (first..=last).map(move |level| {
        if level > first {
            paid += above[level - 1];
        }
        let from = if level > first { levels[level - 1] } else { lower };
        let to = if level < last { levels[level] } else { upper };
        let cost = |billed: f64| Offer { cost: peak.cost_above(billed) - price * billed - paid, billed, level };
        let cheaper = |a: Offer, b: Offer| if b.cost < a.cost { b } else { a };
        let bends = peak.steps.iter().map(|(bend, _)| *bend).filter(|bend| from < *bend && *bend < to);
        bends.map(cost).fold(cheaper(cost(from), cost(to)), cheaper)
    })
}
