use super::clearing::Clearing;
use super::market::Market;
use super::region::Region;
use crate::optimize::stop::Stop;

/// Rounds without a better bound after which steps become shorter, and by how much; longer after each better one.
const PATIENCE: u32 = 10;
const SHORTER: f64 = 0.6;
const LONGER: f64 = 1.1;
/// Part of the way to the target below which a step gains nothing more.
const LAST_STEP: f64 = 1e-3;
/// Part of the way from the averaged excess to the last one.
const LEAST_WEIGHT: f64 = 0.01;
const MOST_WEIGHT: f64 = 0.1;
/// Part by which the last excess counts in its mean square.
const SQUARE_WEIGHT: f64 = 0.02;
/// Rounds between two looks at the scales.
const RESCALE: usize = 8;

/// What is wanted of an ascent.
#[derive(Debug, Clone, Copy)]
pub struct Aim {
    /// A bound this high is enough.
    pub target: f64,
    pub rounds: usize,
    /// Part of the way to the target that the first step goes, and the longest.
    pub first_step: f64,
    pub longest_step: f64,
}

/// What to aim at for a target, which is infinite as long as there is no plan.
pub fn goal(target: f64, bound: f64) -> f64 {
    // a little further than needed, so that the last steps are not too short
    if target.is_finite() { target + 1e-3 * target.abs() } else { bound + 0.3 * bound.abs() + 1.0 }
}

/// Where an ascent ended.
#[derive(Debug)]
pub struct Summit {
    pub prices: Vec<f64>,
    /// What the parts chose, averaged over rounds.
    pub mean: Mean,
}

/// Choices averaged over rounds: about what a linear relaxation would answer.
#[derive(Debug, Clone)]
pub struct Mean {
    /// By places of the market: part of their task that is there.
    pub places: Vec<f32>,
    /// By task: mean start.
    pub starts: Vec<f64>,
    /// By charge: kW.
    pub billed: Vec<f64>,
}

/// Raises the bound from given prices. They move along the excess, averaged over rounds (volume algorithm) and each by
/// its own scale, by steps that would reach the target if the bound went on rising as it begins.
pub fn ascend(
    market: &Market<'_>,
    region: &Region,
    first: Vec<f64>,
    aim: Aim,
    clearing: &mut Clearing,
    stop: &Stop<'_>,
) -> Summit {
    let mut best = first;
    let mut bound = clearing.clear(market, region, &best);
    let mut mean = Mean::first(market, clearing);
    let mut direction = clearing.excess.clone();
    let mut square: Vec<f64> = direction.iter().map(|excess| excess * excess).collect();
    let (mut prices, mut scale) = (best.clone(), Vec::new());
    let (mut part, mut misses) = (aim.first_step, 0);
    for round in 0..aim.rounds {
        if round % RESCALE == 0 {
            let inverse = |square: &f64| if *square > 0.0 { square.sqrt().recip() } else { 0.0 };
            scale.clear();
            scale.extend(square.iter().map(inverse));
        }
        let rise: f64 = scale.iter().zip(&direction).map(|(scale, d)| scale * d * d).sum();
        if !bound.is_finite() || bound >= aim.target || part < LAST_STEP || rise <= 0.0 || stop.now() {
            break;
        }
        let step = part * (aim.target - bound).max(1e-4 * aim.target.abs()) / rise;
        for (((price, best), scale), d) in prices.iter_mut().zip(&best).zip(&scale).zip(&direction) {
            *price = (best + step * scale * d).max(0.0);
        }
        let next = clearing.clear(market, region, &prices);
        let weight = weight(&direction, &clearing.excess);
        for ((d, square), excess) in direction.iter_mut().zip(&mut square).zip(&clearing.excess) {
            *d += weight * (excess - *d);
            *square += SQUARE_WEIGHT * (excess * excess - *square);
        }
        mean.add(clearing, weight);
        if next > bound {
            bound = next;
            std::mem::swap(&mut best, &mut prices);
            (misses, part) = (0, (part * LONGER).min(aim.longest_step));
        } else {
            misses += 1;
            if misses >= PATIENCE {
                (misses, part) = (0, part * SHORTER);
            }
        }
    }
    Summit { prices: best, mean }
}

/// How far to go from the direction to the excess: to where it is the shortest, but not far.
fn weight(direction: &[f64], excess: &[f64]) -> f64 {
    let (mut along, mut apart) = (0.0, 0.0);
    for (d, e) in direction.iter().zip(excess) {
        along += d * (d - e);
        apart += (d - e) * (d - e);
    }
    if apart > 0.0 { (along / apart).clamp(LEAST_WEIGHT, MOST_WEIGHT) } else { MOST_WEIGHT }
}

impl Mean {
    fn first(market: &Market<'_>, clearing: &Clearing) -> Self {
        let mut mean = Self {
            places: vec![0.0; market.places.len()],
            starts: clearing.chosen.iter().map(|(_, start)| *start as f64).collect(),
            billed: clearing.billed.clone(),
        };
        clearing.chosen.iter().for_each(|(index, _)| mean.places[*index] = 1.0);
        mean
    }

    fn add(&mut self, clearing: &Clearing, weight: f64) {
        self.places.iter_mut().for_each(|part| *part *= (1.0 - weight) as f32);
        for ((index, start), mean) in clearing.chosen.iter().zip(&mut self.starts) {
            self.places[*index] += weight as f32;
            *mean += weight * (*start as f64 - *mean);
        }
        for (mean, billed) in self.billed.iter_mut().zip(&clearing.billed) {
            *mean += weight * (billed - *mean);
        }
    }
}
