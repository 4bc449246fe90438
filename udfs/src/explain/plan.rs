use super::peaks::Peaks;
use super::words::place;
use crate::billing::{Exposure, price};
use crate::check;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Decimal, LoadProfile, Problem, Schedule};
use crate::optimize::instance::Instance;
use crate::optimize::search::State;

/// The plan to explain, and all that is needed to price changes of it.
pub(super) struct Plan<'a> {
    pub problem: &'a Problem,
    pub schedule: &'a Schedule,
    pub instance: &'a Instance,
    pub exposure: &'a Exposure,
    pub peaks: Peaks<'a>,
    pub profile: LoadProfile,
    pub objective: Decimal,
    pub state: State<'a>,
}

impl<'a> Plan<'a> {
    pub fn new(
        problem: &'a Problem,
        schedule: &'a Schedule,
        instance: &'a Instance,
        exposure: &'a Exposure,
    ) -> Result<Self, Issues> {
        holds(problem, schedule)?;
        let priced = price(problem, schedule)?;
        let Some(state) = State::of(problem, instance, schedule) else {
            let message = "the plan holds its constraints, but cannot be followed";
            return Err(Issue::error(Code::Internal, Place::new("result"), message, "report this as a defect").into());
        };
        Ok(Self {
            problem,
            schedule,
            instance,
            exposure,
            peaks: Peaks::new(problem, exposure),
            profile: priced.profile,
            objective: priced.cost.objective,
            state,
        })
    }

    /// Priced exactly, with the state's changes.
    pub fn changed_objective(&self) -> Result<Decimal, Issues> {
        Ok(price(self.problem, &self.state.solution().schedule(self.problem))?.cost.objective)
    }

    pub fn text(&self, unit: usize, start: usize) -> String {
        place(self.problem, unit, start)
    }
}

/// An elastic plan leaves jobs out, runs them late or exceeds the demand limit; what breaks other constraints is no plan.
fn holds(problem: &Problem, schedule: &Schedule) -> Result<(), Issues> {
    let elastic = [Code::JobUnscheduled, Code::JobLate, Code::DemandLimit];
    let broken = check::validate(problem, schedule).into_iter().filter(|violation| !elastic.contains(&violation.code));
    let issue = |violation: crate::model::Violation| {
        Issue::error(violation.code, Place::new("result").key(violation.subject), violation.message, violation.fix)
    };
    let issues = Issues(broken.map(issue).collect());
    issues.into_result(()).map(|_| ())
}
