use chrono_tz::Tz;

use super::grid::Grid;
use super::question::{Look, Question};
use super::recorder::{Asked, Recorder};
use super::replay::{Load, Replay};
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
pub(super) struct Plan {
    tariff: Tariff,
    calendar: Calendar,
    terms: Terms,
    allocation: DemandAllocation,
    grid: Grid,
    questions: Vec<Question>,
    looks: Vec<Look>,
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
            looks: Vec::new(),
            order: Vec::new(),
        };
        let recorder = Recorder::new(grid);
        metered_bill(&plan.metered(&recorder));
        let Asked { questions, looks, order } = recorder.asked();
        (plan.questions, plan.looks, plan.order) = (questions.values, looks.values, order);
        Ok(plan)
    }

    /// The bill of a load with one value for each interval; `None` where [`crate::billing::bill`] must decide: for sums
    /// that only its decimals hold.
    pub(super) fn bill(&self, load: &Load<'_>) -> Option<Bill> {
        let answers = load.answers(&self.grid, &self.questions, &self.looks)?;
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
