use chrono_tz::Tz;

use super::grid::Grid;
use super::question::Question;
use super::recorder::{Asked, Recorder};
use super::replay::{Answer, Load, MAX_MICRO_KW, Replay};
use crate::billing::bill::{Bill, metered_bill};
use crate::billing::bounds;
use crate::billing::meter::Meter;
use crate::billing::metered::Metered;
use crate::billing::terms::Terms;
use crate::error::Issues;
use crate::model::{DemandAllocation, Tariff};
use crate::tariff::Calendar;

/// A tariff over the intervals of a grid, ready to bill any load on it.
#[derive(Debug)]
pub struct Plan {
    tariff: Tariff,
    calendar: Calendar,
    terms: Terms,
    allocation: DemandAllocation,
    grid: Grid,
    questions: Vec<Question>,
    order: Vec<usize>,
}

impl Plan {
    /// Fails as [`crate::billing::bill`] does where the tariff is at fault.
    pub fn new(tariff: &Tariff, zone: Tz, grid: Grid, allocation: DemandAllocation) -> Result<Self, Issues> {
        bounds::check_tariff(tariff)?;
        let calendar = Calendar::new(tariff, zone)?;
        let terms = Terms::new(tariff, &calendar, grid.span(), grid.span(), allocation)?;
        let mut plan = Self {
            tariff: tariff.clone(),
            calendar,
            terms,
            allocation,
            grid,
            questions: Vec::new(),
            order: Vec::new(),
        };
        let recorder = Recorder::new(grid);
        metered_bill(&plan.metered(&recorder));
        let Asked { questions, order, .. } = recorder.asked();
        (plan.questions, plan.order) = (questions, order);
        Ok(plan)
    }

    /// Whether each value is one that a plan bills: what is wrong with a load is said before what is wrong with a tariff.
    pub(super) fn takes(micro_kw: &[i64]) -> bool {
        micro_kw.iter().all(|kw| (0..=MAX_MICRO_KW).contains(kw))
    }

    /// The bill of a load in micro-kW, one value for each interval; `None` where [`crate::billing::bill`] must decide:
    /// for a value below 0, or sums that only its decimals hold.
    pub fn bill(&self, micro_kw: &[i64]) -> Option<Bill> {
        let load = Load::new(self.grid, micro_kw)?;
        let answers = self.questions.iter().map(|question| load.answer(question)).collect::<Option<Vec<Answer>>>()?;
        let replay = Replay::new(&answers, &self.order);
        let bill = metered_bill(&self.metered(&replay));
        replay.is_complete().then_some(bill)
    }

    fn metered<'a>(&'a self, meter: &'a dyn Meter) -> Metered<'a> {
        Metered {
            tariff: &self.tariff,
            calendar: &self.calendar,
            span: self.grid.span(),
            terms: &self.terms,
            meter,
            allocation: self.allocation,
            in_force: self.grid.span(),
        }
    }
}
