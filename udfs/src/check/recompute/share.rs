use crate::check::clock::minutes_of_day;
use crate::check::period::Period;
use crate::check::view::View;
use crate::model::{Decimal, DemandAllocation, Per};

/// The horizon's share of a billing period's local days, of the period, or of its year.
pub fn units(view: &View<'_>, period: &Period, per: Per) -> Decimal {
    let zone = view.problem.tariff_zone();
    let share = |part: i64, whole: i64| Decimal::from(part) / Decimal::from(whole);
    match per {
        Per::Day => {
            let days = view.minutes_by_day(period);
            days.into_iter().map(|(date, minutes)| share(minutes, minutes_of_day(date, zone))).sum()
        }
        Per::Month => share(view.minutes_in(period), period.minutes(zone)),
        Per::Year => share(view.minutes_in(period), period.month.minutes_of_year(zone)),
    }
}

/// The part of a peak's charge that the horizon pays.
pub fn prorated(view: &View<'_>, period: &Period) -> Decimal {
    match view.problem.demand_allocation {
        DemandAllocation::Marginal => Decimal::ONE,
        DemandAllocation::Prorated => units(view, period, Per::Month),
    }
}
