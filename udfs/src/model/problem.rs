use std::fmt;
use std::str::FromStr;

use chrono_tz::Tz;

use super::{Equipment, Horizon, Job, Options, PreviousAssignment, Shift, Site, SiteLoad, Tariff, Unavailability};

/// Everything a schedule is computed from.
///
/// Rows are in canonical order (see [`Problem::sort`]), so that the order in which they were given changes nothing; the
/// registry order of equipment is that of its ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub site: Site,
    pub horizon: Horizon,
    pub tariff: Tariff,
    pub demand_allocation: DemandAllocation,
    pub equipment: Vec<Equipment>,
    pub availability: Vec<Unavailability>,
    pub jobs: Vec<Job>,
    pub site_load: Vec<SiteLoad>,
    pub shifts: Vec<Shift>,
    /// The plan to stay close to; empty: plan anew.
    pub previous_schedule: Vec<PreviousAssignment>,
    pub options: Options,
}

impl Problem {
    pub fn sort(&mut self) {
        self.equipment.sort_by(|a, b| a.equipment_id.cmp(&b.equipment_id));
        self.jobs.sort_by(|a, b| a.job_id.cmp(&b.job_id));
        self.availability.sort();
        self.site_load.sort();
        self.shifts.sort();
        self.previous_schedule.sort();
        let tariff = &mut self.tariff;
        tariff.periods.sort_by(|a, b| {
            let key = |p: &super::TariffPeriod| (p.months.clone(), p.day_type.clone(), p.start_time, p.end_time);
            key(a).cmp(&key(b)).then_with(|| a.period_category.cmp(&b.period_category))
        });
        tariff.demand_charges.sort_by(|a, b| a.name.cmp(&b.name));
        tariff.fixed_charges.sort_by(|a, b| a.name.cmp(&b.name));
        tariff.prices.sort();
    }

    /// Where the tariff's wall-clock rules apply.
    pub fn tariff_zone(&self) -> Tz {
        self.tariff.time_zone.unwrap_or(self.site.time_zone)
    }

    pub fn equipment_index(&self, equipment_id: &str) -> Option<usize> {
        self.equipment.binary_search_by(|e| e.equipment_id.as_str().cmp(equipment_id)).ok()
    }

    pub fn job_index(&self, job_id: &str) -> Option<usize> {
        self.jobs.binary_search_by(|j| j.job_id.as_str().cmp(job_id)).ok()
    }
}

/// How much of a month's demand charges a horizon that is part of the month pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DemandAllocation {
    /// The increase over the peak already set this month.
    #[default]
    Marginal,
    /// The charge on the horizon's own peak, times the horizon's share of the billing month.
    Prorated,
}

impl DemandAllocation {
    pub fn as_str(self) -> &'static str {
        match self {
            DemandAllocation::Marginal => "marginal",
            DemandAllocation::Prorated => "prorated",
        }
    }
}

impl FromStr for DemandAllocation {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Marginal, Self::Prorated].into_iter().find(|allocation| allocation.as_str() == text).ok_or(())
    }
}

impl fmt::Display for DemandAllocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
