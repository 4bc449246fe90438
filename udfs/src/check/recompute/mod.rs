//! The cost of a schedule from its assignments and runs alone, minute by minute, in exact decimals.

mod demand;
mod demand_kw;
mod energy;
mod fixed;
mod fuel;
mod further;
mod jobs;
pub(super) mod load;
mod rates;
mod seasons;
mod share;
pub(super) mod windows;

pub use jobs::JobFigures;

use rust_decimal::RoundingStrategy;

use super::view::View;
use crate::model::{BillLine, Decimal, LoadProfile, Peak, Problem, Schedule};

/// What the checker finds a schedule to cost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recomputed {
    pub energy: Decimal,
    pub demand: Decimal,
    pub coincident: Decimal,
    pub fuel: Decimal,
    pub fixed: Decimal,
    pub rider: Decimal,
    pub minimum: Decimal,
    pub tax: Decimal,
    pub total: Decimal,
    /// Energy, demand, coincident and fuel before rounding, with the riders on them.
    pub objective: Decimal,
    pub lines: Vec<BillLine>,
    pub peaks: Vec<Peak>,
    pub profile: LoadProfile,
    pub jobs: Vec<JobFigures>,
}

pub fn recompute(problem: &Problem, schedule: &Schedule) -> Recomputed {
    let view = View::new(problem, schedule);
    let load = load::Load::new(&view);
    let rates = rates::minute_rates(&view);
    let energy = energy::lines(&view, &load, &rates);
    let fuel = fuel::lines(&view, &load);
    let (demand, peaks) = demand::lines_and_peaks(&view, &load);
    let coincident = further::coincident(&view, &load);
    let mut fixed = fixed::lines(&view);
    let base: Vec<&Line> = [&energy, &demand, &coincident, &fixed].into_iter().flatten().collect();
    let (riders, of_riders): (Vec<Line>, Vec<Decimal>) = further::riders(&view, &load, &base).into_iter().unzip();
    let with_riders: Vec<&Line> = base.into_iter().chain(&riders).collect();
    let minimum = further::minimum(&view, &with_riders);
    let taxed: Vec<&Line> = with_riders.into_iter().chain(&minimum).collect();
    let taxes = further::taxes(&view, &taxed);
    let changeable = [&energy, &fuel, &demand, &coincident].into_iter().flatten().map(|line| line.exact);
    let sum = |lines: &[Line]| lines.iter().map(|line| cents(line.exact)).sum::<Decimal>();
    let mut found = Recomputed {
        energy: sum(&energy),
        demand: sum(&demand),
        coincident: sum(&coincident),
        fuel: sum(&fuel),
        fixed: sum(&fixed),
        rider: sum(&riders),
        minimum: sum(&minimum),
        tax: sum(&taxes),
        objective: changeable.chain(of_riders).sum(),
        peaks,
        profile: load.profile(&view),
        jobs: jobs::figures(&view, &rates),
        ..Recomputed::default()
    };
    fixed.extend(riders.into_iter().chain(minimum).chain(taxes));
    found.lines = [energy, demand, coincident, fuel, fixed].into_iter().flatten().map(Line::into_bill_line).collect();
    found.total = found.lines.iter().map(|line| line.amount).sum();
    found
}

/// A bill line before rounding.
struct Line {
    bill: BillLine,
    exact: Decimal,
}

impl Line {
    fn into_bill_line(self) -> BillLine {
        BillLine { amount: cents(self.exact), ..self.bill }
    }
}

/// Half away from zero. What division leaves at the 28th digit must not push an exact half cent over the edge.
pub fn cents(exact: Decimal) -> Decimal {
    let away = RoundingStrategy::MidpointAwayFromZero;
    exact.round_dp_with_strategy(12, away).round_dp_with_strategy(2, away)
}
