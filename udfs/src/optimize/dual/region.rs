use std::ops::Range;

use super::market::Market;

/// Rounding of what is billed exactly.
const ROUNDING_KW: f64 = 1e-7;

/// A part of all plans: limits of what charges bill, and places that tasks still have.
#[derive(Debug, Clone)]
pub struct Region {
    /// kW billed, by charge.
    pub lower: Vec<f64>,
    pub upper: Vec<f64>,
    /// Bits, by places of the market.
    excluded: Vec<u64>,
    /// By task.
    pub starts: Vec<Range<u32>>,
}

impl Region {
    /// Holds every plan.
    pub fn whole(market: &Market<'_>) -> Self {
        let intervals = market.instance.plant.intervals as u32;
        Self {
            lower: market.floors.clone(),
            upper: market.highest.clone(),
            excluded: vec![0; market.places.len().div_ceil(64)],
            starts: vec![0..intervals; market.places_of.len()],
        }
    }

    pub fn width(&self, charge: usize) -> f64 {
        self.upper[charge] - self.lower[charge]
    }

    pub fn exclude(&mut self, places: usize) {
        self.excluded[places / 64] |= 1 << (places % 64);
    }

    pub fn excludes(&self, places: usize) -> bool {
        self.excluded[places / 64] >> (places % 64) & 1 == 1
    }

    /// Whether a charge may not bill so much, kW by charge.
    pub fn is_too_dear(&self, billed: &[f64]) -> bool {
        billed.iter().zip(&self.upper).any(|(billed, upper)| *billed > upper + ROUNDING_KW)
    }

    /// Excludes the places that alone bill more than a charge may. And charges bill at least what each job does, at the
    /// least among the places that it still has.
    pub fn settle(&mut self, market: &Market<'_>) {
        for (index, places) in market.places.iter().enumerate() {
            if self.is_too_dear(&places.billed) {
                self.exclude(index);
            }
        }
        for charge in 0..self.lower.len() {
            for places in &market.places_of {
                let left = places.clone().filter(|index| !self.excludes(*index));
                let least = left.map(|index| market.places[index].billed[charge]).fold(f64::INFINITY, f64::min);
                self.lower[charge] = self.lower[charge].max((least - ROUNDING_KW).min(self.upper[charge]));
            }
        }
    }

    /// Starts of the task that are left among these.
    pub fn starts_of(&self, task: usize, starts: &Range<usize>) -> Range<usize> {
        let own = &self.starts[task];
        starts.start.max(own.start as usize)..starts.end.min(own.end as usize)
    }

    /// Two regions that hold, together, what this one holds.
    pub fn split(&self, charge: usize, at: f64) -> [Self; 2] {
        let (mut low, mut high) = (self.clone(), self.clone());
        low.upper[charge] = at;
        high.lower[charge] = at;
        [low, high]
    }
}
