use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::every_schedule::{Cheapest, EverySchedule};
use super::places::Place;
use crate::baseline::fifo;
use crate::billing::price;
use crate::check::validate;
use crate::error::Code;
use crate::model::{Decimal, PreviousAssignment, Problem, Schedule, Status};
use crate::optimize::instance::{Instance, float};
use crate::optimize::pieces::run_pieces;
use crate::optimize::{Control, Outcome, optimize, replan};
use crate::sample::{Rng, tiny};

const PROBLEMS: usize = 300;

/// A problem that was enumerated, with what is wrong with the plans of it.
#[derive(Debug, Default)]
struct Verdict {
    wrong: Vec<String>,
    /// The strategies that were tried.
    tried: Vec<&'static str>,
}

#[test]
fn plans_of_tiny_problems_are_no_better_than_the_optimum_and_exact_ones_are_as_good() {
    let number = |name: &str, default| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let (count, from) = (number("HEATSCHED_EXACTNESS_PROBLEMS", PROBLEMS), number("HEATSCHED_EXACTNESS_FROM", 0));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let verdicts = run_pieces(count, threads, |index| verdict((from + index) as u64));
    let mut tried = std::collections::BTreeMap::new();
    for name in verdicts.iter().flat_map(|verdict| &verdict.tried) {
        *tried.entry(*name).or_insert(0) += 1;
    }
    println!("{count} problems: {tried:?}");
    let wrong: Vec<&String> = verdicts.iter().flat_map(|verdict| &verdict.wrong).collect();
    assert!(wrong.is_empty(), "{} faults\n{:#?}", wrong.len(), &wrong[..wrong.len().min(30)]);
}

fn verdict(seed: u64) -> Verdict {
    let mut problem = tiny(seed);
    problem.options.gap_tolerance = Decimal::new(1, 5);
    problem.options.work_limit = Some(3_000);
    problem.options.threads = Some(1);
    let mut verdict = Verdict::default();
    let Ok(instance) = Instance::new(&problem) else { return verdict };
    let every = EverySchedule::new(&problem, &instance);
    let Some(ways) = (!looks_back(&problem)).then(|| every.cheapest()).flatten() else {
        verdict.tried.push("not enumerated");
        return verdict;
    };
    let mut trial = Trial { seed, problem: &problem, every: &every, ways: &ways, verdict: &mut verdict };
    trial.enumeration();
    trial.baseline();
    trial.optimum("search", &problem);
    if cfg!(feature = "milp") && seed % 3 == 0 {
        // branch and bound is for runs that time ends
        let mut timed = problem.clone();
        (timed.options.work_limit, timed.options.time_limit_seconds) = (None, Some(Decimal::ONE));
        trial.optimum("search and branch and bound", &timed);
    }
    trial.replan();
    verdict
}

/// A bill that depends on an earlier month of the horizon itself is no sum over the horizon.
fn looks_back(problem: &Problem) -> bool {
    crate::billing::exposure(problem).is_ok_and(|exposure| exposure.looks_back_at_itself)
}

struct Trial<'a> {
    seed: u64,
    problem: &'a Problem,
    every: &'a EverySchedule<'a>,
    ways: &'a [Cheapest],
    verdict: &'a mut Verdict,
}

fn close(cost: f64) -> f64 {
    1e-6 * cost.abs().max(1.0)
}

fn objective(problem: &Problem, schedule: &Schedule) -> f64 {
    price(problem, schedule).map_or(f64::NAN, |priced| float(priced.cost.objective))
}

fn run(problem: &Problem) -> Outcome {
    // every look at the clock takes a millisecond
    let looks = AtomicU64::new(0);
    let elapsed = || Duration::from_millis(looks.fetch_add(1, Ordering::Relaxed));
    let control = Control { elapsed: &elapsed, cancelled: &|| false, progress: &|_| {} };
    optimize(problem, &fifo(problem), &control).expect("a sample can be priced")
}

impl Trial<'_> {
    fn wrong(&mut self, message: String) {
        self.verdict.wrong.push(format!("seed {}: {message}", self.seed));
    }

    fn best(&self) -> Option<&Cheapest> {
        self.ways.iter().min_by(|a, b| a.cost.total_cmp(&b.cost))
    }

    /// Calculator and validator agree with what is enumerated here, at the optimum and elsewhere.
    fn enumeration(&mut self) {
        let Some(best) = self.best() else {
            self.verdict.tried.push("infeasible");
            return;
        };
        let step = self.ways.len() / 5 + 1;
        let some: Vec<Cheapest> = self.ways.iter().step_by(step).chain([best]).cloned().collect();
        for cheapest in some {
            let schedule = self.every.schedule(&cheapest);
            let exact = objective(self.problem, &schedule);
            if !((exact - cheapest.cost).abs() <= close(exact)) {
                self.wrong(format!("enumerated at {}, priced at {exact}", cheapest.cost));
            }
            let violations = validate(self.problem, &schedule);
            if !violations.is_empty() {
                self.wrong(format!("an enumerated schedule is invalid: {violations:?}"));
            }
        }
    }

    fn baseline(&mut self) {
        let schedule = fifo(self.problem);
        if self.problem.jobs.iter().all(|job| job.fixed.is_none()) {
            self.elastic_rules("baseline", &schedule);
        }
        if !validate(self.problem, &schedule).is_empty() {
            return;
        }
        self.verdict.tried.push("valid baseline");
        let cost = objective(self.problem, &schedule);
        match self.best().map(|best| best.cost) {
            None => self.wrong("the baseline is valid, and no schedule was enumerated".into()),
            Some(best) if cost < best - close(best) => self.wrong(format!("baseline {cost} below optimum {best}")),
            Some(_) => {}
        }
    }

    /// Elastic plans leave jobs out, run them late, or exceed the demand limit; nothing else, ever.
    fn elastic_rules(&mut self, name: &str, schedule: &Schedule) {
        let elastic = [Code::JobUnscheduled, Code::JobLate, Code::DemandLimit];
        let broken = validate(self.problem, schedule).into_iter().find(|v| !elastic.contains(&v.code));
        if let Some(violation) = broken {
            self.wrong(format!("{name}: {violation:?}"));
        }
    }

    fn optimum(&mut self, name: &'static str, problem: &Problem) {
        let plan = run(problem);
        self.elastic_rules(name, &plan.schedule);
        if !self.is_valid(name, &plan) {
            return;
        }
        let Some(best) = self.best().map(|best| best.cost) else { return };
        let cost = objective(self.problem, &plan.schedule);
        if cost < best - close(best) {
            self.wrong(format!("{name}: {cost} below optimum {best}"));
        }
        self.bound(name, &plan, best);
        let is_exact = plan.status == Status::Optimal;
        if is_exact && cost > best + 20.0 * close(best) {
            self.wrong(format!("{name} by {}: {cost} claimed to be optimal, {best} is", plan.solver));
        }
        let is_single = plan.solver.contains("single machine");
        self.verdict.tried.push(match (is_exact, cost <= best + close(best)) {
            (true, _) if is_single => "single machine",
            (true, _) => "optimal",
            (false, true) => "best found, not proved",
            (false, false) => "above the optimum",
        });
    }

    /// Whether the plan holds all constraints; it has to if a schedule can.
    fn is_valid(&mut self, name: &'static str, plan: &Outcome) -> bool {
        let violations = validate(self.problem, &plan.schedule);
        match (plan.status == Status::Elastic, violations.is_empty()) {
            (true, true) => self.wrong(format!("{name}: elastic without a violation")),
            (false, false) => self.wrong(format!("{name}: {:?} with {violations:?}", plan.status)),
            _ => {}
        }
        if violations.is_empty() && self.ways.is_empty() {
            self.wrong(format!("{name}: valid, and no schedule was enumerated"));
        }
        if !violations.is_empty() && !self.ways.is_empty() {
            self.wrong(format!("{name}: a valid schedule was not found"));
        }
        violations.is_empty()
    }

    fn bound(&mut self, name: &str, plan: &Outcome, best: f64) {
        if let Some(bound) = plan.lower_bound.map(float).filter(|bound| *bound > best + close(best)) {
            self.wrong(format!("{name} by {}: bound {bound} above optimum {best}", plan.solver));
        }
    }

    /// Beside a schedule drawn from all, at a price: no plan has less bill and moves than the best of all.
    fn replan(&mut self) {
        if self.ways.is_empty() {
            return;
        }
        let mut rng = Rng::new(self.seed);
        let before = rng.pick(self.ways).way.clone();
        let mut problem = self.problem.clone();
        problem.previous_schedule = previous(&problem, &before);
        problem.options.move_price = Some(rng.decimal(0, 20, 1));
        let price = problem.options.move_price.map_or(0.0, float);
        let plan = run(&problem);
        let again = Problem { previous_schedule: Vec::new(), ..problem.clone() };
        let violations = validate(&again, &plan.schedule);
        if !violations.is_empty() {
            self.wrong(format!("re-plan: {violations:?}"));
            return;
        }
        let moved = |way: &[Place]| way.iter().zip(&before).filter(|(now, before)| now != before).count() as f64;
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

fn previous(problem: &Problem, way: &[Place]) -> Vec<PreviousAssignment> {
    let previous = way.iter().zip(&problem.jobs).map(|((equipment, start), job)| PreviousAssignment {
        job_id: job.job_id.clone(),
        equipment_id: problem.equipment[*equipment].equipment_id.clone(),
        start: problem.horizon.instant(*start),
    });
    previous.collect()
}
