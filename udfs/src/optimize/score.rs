use std::cmp::Ordering;

/// How good a schedule is, in strict order: jobs left out or late, most important first; load above the demand limit;
/// cost and moves. Lower is better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// By priority 1 to 5: jobs without a place, then minutes late.
    pub unmet: [i64; 10],
    /// nano-kW above the demand limit, summed over its windows.
    pub excess: i64,
    pub cost: f64,
    /// Price of the jobs that stand elsewhere than in the previous schedule: weighed against cost, and no part of it.
    pub moves: f64,
}

impl Score {
    pub fn is_met(&self) -> bool {
        self.excess == 0 && self.unmet == [0; 10]
    }

    /// What the search minimises where all constraints hold.
    pub fn total(&self) -> f64 {
        self.cost + self.moves
    }

    pub fn compare(&self, other: &Score) -> Ordering {
        self.unmet.cmp(&other.unmet).then(self.excess.cmp(&other.excess)).then(self.total().total_cmp(&other.total()))
    }

    /// One number for a search that accepts a little worse: the order above in weights, of which `scale` is the unit.
    pub fn weighted(&self, scale: f64) -> f64 {
        if self.is_met() {
            return self.total();
        }
        let mut weight = scale;
        let mut sum = self.excess as f64 * 1e-9 * scale * 0.02;
        for priority in (0..5).rev() {
            let (left_out, late) = (self.unmet[2 * priority], self.unmet[2 * priority + 1]);
            sum += weight * (left_out as f64 + late as f64 * 1e-3);
            weight *= 8.0;
        }
        self.total() + sum
    }
}
