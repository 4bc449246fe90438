use super::every_schedule::{Cheapest, EverySchedule};
use super::{broken, problems, run};
use crate::baseline::fifo;
use crate::billing::price;
use crate::check::validate;
use crate::model::{Decimal, Problem, Schedule, Status};
use crate::optimize::Outcome;
use crate::optimize::instance::{Instance, float};
use crate::optimize::pieces::run_pieces;
use crate::sample::tiny;

const PROBLEMS: usize = 200;

/// A problem that was enumerated, with what is wrong with the plans of it.
#[derive(Debug, Default)]
pub(super) struct Verdict {
    wrong: Vec<String>,
    /// The strategies that were tried.
    pub(super) tried: Vec<&'static str>,
}

#[test]
fn plans_of_tiny_problems_are_no_better_than_the_optimum_and_exact_ones_are_as_good() {
    let (count, from) = problems(PROBLEMS);
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
    if cfg!(feature = "milp") && seed.is_multiple_of(3) {
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

pub(super) struct Trial<'a> {
    pub(super) seed: u64,
    pub(super) problem: &'a Problem,
    pub(super) every: &'a EverySchedule<'a>,
    pub(super) ways: &'a [Cheapest],
    pub(super) verdict: &'a mut Verdict,
}

pub(super) fn close(cost: f64) -> f64 {
    1e-6 * cost.abs().max(1.0)
}

pub(super) fn objective(problem: &Problem, schedule: &Schedule) -> f64 {
    price(problem, schedule).map_or(f64::NAN, |priced| float(priced.cost.objective))
}

impl Trial<'_> {
    pub(super) fn wrong(&mut self, message: String) {
        self.verdict.wrong.push(format!("seed {}: {message}", self.seed));
    }

    pub(super) fn best(&self) -> Option<&Cheapest> {
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
            if exact.is_nan() || (exact - cheapest.cost).abs() > close(exact) {
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

    fn elastic_rules(&mut self, name: &str, schedule: &Schedule) {
        if let Some(violation) = broken(self.problem, schedule) {
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

    pub(super) fn bound(&mut self, name: &str, plan: &Outcome, best: f64) {
        if let Some(bound) = plan.lower_bound.map(float).filter(|bound| *bound > best + close(best)) {
            self.wrong(format!("{name} by {}: bound {bound} above optimum {best}", plan.solver));
        }
    }
}
