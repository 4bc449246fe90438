use super::catalogue::Catalogue;
use super::side::Side;
use crate::optimize::instance::Instance;

/// Limits within which a plan's demand charges lie, kW billed by charge, and sides on which its jobs stand.
#[derive(Debug, Clone)]
pub struct PeakBox {
    pub lower: Vec<f64>,
    pub upper: Vec<f64>,
    /// Whether the model has threshold variables: not worth it before the box is a part of the whole.
    thresholds: bool,
    sides: Vec<Side>,
}

/// Steps of the threshold variables, kW, and how many a charge has at most.
const STEP_KW: f64 = 20.0;
const MOST_LEVELS: f64 = 12.0;

impl PeakBox {
    /// Holds every plan.
    pub fn whole(instance: &Instance, catalogue: &Catalogue) -> Self {
        let highest = instance.highest_load();
        let upper = catalogue.floors.iter().map(|floor| highest.max(*floor)).collect();
        Self { lower: catalogue.floors.clone(), upper, thresholds: false, sides: Vec::new() }
    }

    /// Whether a plan in the box can have the task there.
    pub fn allows(&self, catalogue: &Catalogue, place: usize) -> bool {
        self.upper.iter().zip(&catalogue.lumps).all(|(upper, lumps)| lumps[place] <= upper + 1e-7)
            && self.sides.iter().all(|side| side.allows(catalogue, place))
    }

    /// kW of a charge between its limits, rising.
    pub fn levels(&self, charge: usize) -> Vec<f64> {
        let (lower, upper) = (self.lower[charge], self.upper[charge]);
        let step = ((upper - lower) / MOST_LEVELS).max(STEP_KW.min((upper - lower) / 4.0));
        if step <= 1e-3 || !self.thresholds {
            return Vec::new();
        }
        (1..).map(|i| lower + step * f64::from(i)).take_while(|level| *level < upper - step / 2.0).collect()
    }

    pub fn width(&self, charge: usize) -> f64 {
        self.upper[charge] - self.lower[charge]
    }

    /// Two boxes that hold, together, what this one holds.
    pub fn divide(&self, side: Side) -> [Self; 2] {
        [side, side.other()].map(|side| Self { sides: [self.sides.as_slice(), &[side]].concat(), ..self.clone() })
    }

    /// As [`PeakBox::divide`], by what a charge bills.
    pub fn split(&self, charge: usize, at: f64) -> [Self; 2] {
        let (mut low, mut high) = (self.clone(), self.clone());
        low.upper[charge] = at;
        (low.thresholds, high.thresholds) = (true, true);
        high.lower[charge] = at;
        [low, high]
    }
}
