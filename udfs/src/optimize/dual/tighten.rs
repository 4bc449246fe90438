use super::charge::Offer;
use super::clearing::Clearing;
use super::market::Market;
use super::region::Region;

/// Takes out of the region what would lift it to the cutoff at these prices: places, starts at either end, and what
/// charges bill. `bound` is that of the region there, just cleared.
pub fn tighten(
    market: &Market<'_>,
    region: &mut Region,
    prices: &[f64],
    bound: f64,
    cutoff: f64,
    clearing: &mut Clearing,
) {
    let room = cutoff - bound;
    if !(room > 0.0 && bound.is_finite()) {
        return;
    }
    let before = region.clone();
    for task in 0..market.places_of.len() {
        clearing.price_levels(market, prices, task);
        let costs: Vec<(usize, f64)> = market.places_of[task]
            .clone()
            .filter(|index| !before.excludes(*index))
            .map(|index| (index, clearing.cheapest(market, &before, prices, task, index).0))
            .collect();
        let least = costs.iter().map(|(_, cost)| *cost).fold(f64::INFINITY, f64::min);
        costs.iter().filter(|(_, cost)| *cost - least >= room).for_each(|(index, _)| region.exclude(*index));
    }
    for charge in 0..market.floors.len() {
        let offers = clearing.offers(market, &before, prices, charge);
        let least = offers.iter().map(|offer| offer.cost).fold(f64::INFINITY, f64::min);
        let fits = |offer: &&Offer| offer.cost - least < room;
        let (Some(first), Some(last)) = (offers.iter().find(fits), offers.iter().rev().find(fits)) else { continue };
        let levels = &market.levels[charge];
        if first.level > offers[0].level {
            region.lower[charge] = levels[first.level - 1];
        }
        if last.level < offers[offers.len() - 1].level {
            region.upper[charge] = levels[last.level];
        }
    }
    region.settle(market);
}
