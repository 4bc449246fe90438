//! What of a bill a schedule can change, as rates, steps and peaks that an optimiser can add up: the whole objective for
//! any load, in another form than [`super::cost`] has it.

mod coincident;
mod demand;
mod energy;
mod tiers;

pub use coincident::CoincidentPeak;
pub use demand::DemandStep;
pub use tiers::TieredEnergy;

use super::bounds;
use super::demand_rule::DemandRule;
use super::metered::season_share;
use crate::error::Issues;
use crate::model::{Decimal, DemandAllocation, Problem, RiderUnit, Span, Tariff};
use crate::tariff::{Calendar, MonthPart, Segment};

#[derive(Debug, Default)]
pub struct Exposure {
    /// Where spans overlap, rates add up.
    pub energy: Vec<EnergyRate>,
    pub tiered: Vec<TieredEnergy>,
    pub demand: Vec<DemandRule>,
    pub coincident: Vec<CoincidentPeak>,
    /// Part of the objective of every load.
    pub constant: Decimal,
    /// A charge in one month of the horizon depends on the peak of another one: this is no more than near the objective.
    pub looks_back_at_itself: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnergyRate {
    pub span: Span,
    pub rate_kwh: Decimal,
}

/// Of a problem's horizon.
pub fn exposure(problem: &Problem) -> Result<Exposure, Issues> {
    bounds::check_tariff(&problem.tariff)?;
    let calendar = Calendar::new(&problem.tariff, problem.tariff_zone())?;
    let span = problem.horizon.span();
    let segments = calendar.segments(span)?;
    let mut exposure = Exposure::default();
    for part in calendar.billing_months(span) {
        let month = Month { problem, tariff: &problem.tariff, calendar: &calendar, segments: &segments, part: &part };
        month.energy(&mut exposure);
        month.tiers(&mut exposure);
        month.coincident(&mut exposure);
        month.rider_peaks(&mut exposure);
    }
    demand::add(problem, &calendar, &segments, &mut exposure)?;
    Ok(exposure)
}

struct Month<'a> {
    problem: &'a Problem,
    tariff: &'a Tariff,
    calendar: &'a Calendar,
    segments: &'a [Segment<'a>],
    part: &'a MonthPart,
}

impl Month<'_> {
    /// 1 and what riders add in percent.
    fn factor(&self) -> Decimal {
        let percent = self.tariff.riders.iter().filter(|rider| rider.unit == RiderUnit::Percent);
        let added = percent.map(|rider| rider.rate * season_share(self.calendar, self.part, rider.months.as_ref()));
        Decimal::ONE + added.sum::<Decimal>() / Decimal::ONE_HUNDRED
    }

    /// The horizon's share of what the month costs.
    fn allocated_share(&self) -> Decimal {
        match self.problem.demand_allocation {
            DemandAllocation::Marginal => Decimal::ONE,
            DemandAllocation::Prorated => self.part.share(),
        }
    }

    fn own_segments(&self) -> impl Iterator<Item = &Segment<'_>> {
        self.segments.iter().filter(|segment| segment.month == self.part.month)
    }
}

#[cfg(test)]
mod tests;
