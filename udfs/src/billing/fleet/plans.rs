use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono_tz::Tz;

use super::grid::Grid;
use super::plan::Plan;
use super::replay::Load;
use super::site_load::SiteLoad;
use crate::billing::bill::{Bill, bill};
use crate::error::{Issues, Place};
use crate::model::{Decimal, DemandAllocation, Span, Tariff};

/// A fleet whose loads cover more different times than this makes some plans twice.
const MAX_PLANS: usize = 16;

/// The plans of one tariff, each made when a first load needs it.
#[derive(Debug)]
pub struct Plans {
    tariff: Tariff,
    zone: Tz,
    allocation: DemandAllocation,
    known: Mutex<HashMap<Grid, Arc<Plan>>>,
}

impl Plans {
    pub fn new(tariff: Tariff, zone: Tz, allocation: DemandAllocation) -> Self {
        Self { tariff, zone, allocation, known: Mutex::default() }
    }

    /// The same bill, or the same errors, as [`bill`] gives for the load. Errors of the series are at `place`.
    pub fn bill(&self, load: &SiteLoad, place: &Place) -> Result<Bill, Issues> {
        match self.planned(load)? {
            Some(bill) => Ok(bill),
            None => self.unplanned(&load.intervals(place)?),
        }
    }

    /// The bill of a load that is even; `None` where [`Plans::unplanned`] must decide.
    pub fn planned(&self, load: &SiteLoad) -> Result<Option<Bill>, Issues> {
        let Some((grid, kw)) = load.even() else { return Ok(None) };
        // what is wrong with a load is said before what is wrong with a tariff
        let Some(load) = Load::new(&kw) else { return Ok(None) };
        Ok(self.plan(grid)?.bill(&load))
    }

    /// The bill of any load, row by row.
    pub fn unplanned(&self, intervals: &[(Span, Decimal)]) -> Result<Bill, Issues> {
        bill(&self.tariff, self.zone, intervals, self.allocation)
    }

    fn plan(&self, grid: Grid) -> Result<Arc<Plan>, Issues> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(plan) = known.get(&grid) {
            return Ok(plan.clone());
        }
        let plan = Arc::new(Plan::new(&self.tariff, self.zone, grid, self.allocation)?);
        if known.len() >= MAX_PLANS {
            known.clear();
        }
        known.insert(grid, plan.clone());
        Ok(plan)
    }
}
