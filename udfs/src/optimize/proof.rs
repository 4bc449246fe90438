use super::search::Solution;

/// A plan, and what is proved about it.
#[derive(Debug)]
pub struct Proof {
    pub plan: Solution,
    /// No plan that holds all constraints costs less.
    pub bound: Option<f64>,
    /// Who proved it.
    pub solver: Option<String>,
    pub work_units: u64,
}

impl Proof {
    pub fn none(plan: Solution) -> Self {
        Self { plan, bound: None, solver: None, work_units: 0 }
    }

    pub fn raise(&mut self, bound: f64) {
        if bound.is_finite() && self.bound.is_none_or(|before| before < bound) {
            self.bound = Some(bound);
        }
    }

    /// Part of the cost that might be saved; infinite without a bound.
    pub fn gap(&self) -> f64 {
        let cost = self.plan.score.cost;
        self.bound.map_or(f64::INFINITY, |bound| ((cost - bound) / cost.abs().max(1e-9)).max(0.0))
    }
}
