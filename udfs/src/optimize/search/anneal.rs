use super::moves::{Moves, propose};
use super::rng::Rng;
use super::state::{Solution, State};
use crate::optimize::stop::Stop;

/// How long and how hot.
#[derive(Debug, Clone, Copy)]
pub struct Schedule {
    pub changes: u64,
    /// Ends after so many seconds, cooled down, if the changes are not made by then.
    pub seconds: Option<f64>,
    /// Cost that is accepted with probability 1/e, first and before the quench.
    pub hot: f64,
    pub cold: f64,
    pub seed: u64,
}

impl Schedule {
    /// After a part of the way.
    fn temperature(&self, part: f64) -> f64 {
        if part < QUENCH_FROM {
            self.hot * (self.cold / self.hot).powf(part / QUENCH_FROM)
        } else {
            self.cold * QUENCH.powf((part - QUENCH_FROM) / (1.0 - QUENCH_FROM))
        }
    }
}

/// The last quarter of a chain ends at a twentieth of the temperature before: what is left are cheap starts and places of
/// equal cost, which show at no higher one.
const QUENCH_FROM: f64 = 0.75;
const QUENCH: f64 = 0.05;
/// Changes between two looks at the clock.
const LOOK: u64 = 256;
/// Changes between two times the load is added up anew.
const REFRESH: u64 = 8192;

/// Cools down, and up to so many times again if the best plan breaks a constraint: from there, with the jobs that are late
/// or left out in half of the changes.
const MENDS: u64 = 3;

/// Simulated annealing; the best plan on the way, never worse than the first.
pub fn anneal(state: &mut State<'_>, schedule: &Schedule, stop: &Stop<'_>, found: &dyn Fn(&Solution)) -> Solution {
    let mut best = state.solution();
    cool(state, schedule, stop, &mut best, found);
    for mend in 1..=MENDS {
        if best.score.is_met() || stop.now() {
            break;
        }
        best.load_into(state);
        state.focus = state.unmet();
        let again = Schedule { changes: schedule.changes / 2, seed: schedule.seed ^ (mend << 40), ..*schedule };
        cool(state, &again, stop, &mut best, found);
        state.focus.clear();
    }
    best
}

/// `schedule.changes` evaluated changes, ever less willing to accept a worse plan.
fn cool(state: &mut State<'_>, schedule: &Schedule, stop: &Stop<'_>, best: &mut Solution, found: &dyn Fn(&Solution)) {
    let mut rng = Rng::new(schedule.seed);
    let scale = best.score.cost.abs().max(1.0);
    let mut moves = Moves::new();
    let mut current = state.score().weighted(scale);
    let (mut changes, mut draws) = (0, 0);
    let (begun, mut passed) = (stop.seconds(), 0.0);
    while changes < schedule.changes && draws < schedule.changes * 20 {
        draws += 1;
        if draws % LOOK == 0 {
            passed = schedule.seconds.map_or(0.0, |seconds| (stop.seconds() - begun) / seconds.max(1e-3));
            if passed >= 1.0 || stop.now() {
                break;
            }
        }
        let late = !state.score().is_met();
        if !propose(state, &mut rng, &mut moves, late) {
            continue;
        }
        changes += 1;
        if changes % REFRESH == 0 {
            state.refresh();
            current = state.score().weighted(scale);
        }
        if !state.change(&moves) {
            continue;
        }
        let part = f64::max(changes as f64 / schedule.changes as f64, passed);
        let temperature = schedule.temperature(part);
        let next = state.score().weighted(scale);
        let accepted = next <= current || rng.unit() < ((current - next) / temperature).exp();
        if !accepted {
            state.undo();
            continue;
        }
        current = next;
        state.settle();
        if state.score().compare(&best.score).is_lt() {
            *best = state.solution();
            found(best);
        }
    }
}
