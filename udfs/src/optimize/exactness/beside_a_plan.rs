use super::places::Place;
use super::tests::{Trial, close, objective};
use super::{previous, run};
use crate::baseline::fifo;
use crate::check::validate;
use crate::model::Problem;
use crate::optimize::instance::float;
use crate::optimize::replan;
use crate::sample::Rng;

impl Trial<'_> {
    /// Beside a schedule drawn from all, at a price: no plan has less bill and moves than the best of all.
    pub(super) fn replan(&mut self) {
        if self.ways.is_empty() {
            return;
        }
        let mut rng = Rng::new(self.seed);
        let drawn = rng.pick(self.ways).clone();
        let before = &drawn.way;
        let mut problem = self.problem.clone();
        problem.previous_schedule = previous(&problem, &self.every.schedule(&drawn));
        problem.options.move_price = Some(rng.decimal(0, 20, 1));
        let price = problem.options.move_price.map_or(0.0, float);
        let plan = run(&problem);
        let again = Problem { previous_schedule: Vec::new(), ..problem.clone() };
        let violations = validate(&again, &plan.schedule);
        if !violations.is_empty() {
            self.wrong(format!("re-plan: {violations:?}"));
            return;
        }
        let moved = |way: &[Place]| way.iter().zip(before).filter(|(now, before)| now != before).count() as f64;
        let sums = self.ways.iter().map(|cheapest| cheapest.cost + price * moved(&cheapest.way));
        let least = sums.fold(f64::INFINITY, f64::min);
        let replan = replan::replan(&problem, &fifo(&problem), &plan.schedule);
        let Ok(Some(replan)) = replan else { return self.wrong("re-plan: no moves".into()) };
        let cost = objective(&problem, &plan.schedule);
        let sum = cost + price * replan.moves.len() as f64;
        if sum < least - close(least) {
            self.wrong(format!("re-plan: {cost} and {} moves below {least}", replan.moves.len()));
        }
        if let Some(best) = self.best().map(|best| best.cost) {
            self.bound("re-plan", &plan, best);
        }
        self.verdict.tried.push(if sum <= least + close(least) { "best re-plan" } else { "other re-plan" });
    }
}
