use std::ops::AddAssign;

use rust_decimal::RoundingStrategy::MidpointAwayFromZero;

use super::runs::{CurrentRun, is_plan};
use crate::functions::{number, number_of};
use crate::model::Decimal;
use crate::row::{Cell, Row};

/// What FIFO and the plan cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Costs {
    pub baseline: Decimal,
    pub plan: Decimal,
}

impl Costs {
    pub fn of(run: &CurrentRun) -> Self {
        Self { baseline: number_of(&run.run, "baseline_cost"), plan: number_of(&run.run, "total_cost") }
    }

    pub fn savings(self) -> Decimal {
        self.baseline - self.plan
    }

    /// Of the baseline, as the views round it; nothing where that is zero.
    pub fn savings_percent(self) -> Option<Decimal> {
        percent(self.savings(), self.baseline)
    }

    /// FIFO, plan, savings, percent.
    pub fn cells(self) -> [Cell; 4] {
        let percent = self.savings_percent().map_or(Cell::Null, number);
        [number(self.baseline), number(self.plan), number(self.savings()), percent]
    }

    /// Adds the amount of a bill's line.
    pub fn add_line(&mut self, line: &Row) {
        let amount = number_of(line, "amount");
        if is_plan(line) { self.plan += amount } else { self.baseline += amount }
    }
}

impl AddAssign for Costs {
    fn add_assign(&mut self, other: Self) {
        self.baseline += other.baseline;
        self.plan += other.plan;
    }
}

impl std::iter::Sum for Costs {
    fn sum<I: Iterator<Item = Self>>(costs: I) -> Self {
        costs.fold(Self::default(), |mut sum, costs| {
            sum += costs;
            sum
        })
    }
}

pub(super) fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    let percent = (part * Decimal::ONE_HUNDRED).checked_div(whole)?;
    Some(percent.round_dp_with_strategy(2, MidpointAwayFromZero))
}
