use chrono_tz::Tz;

use super::bounds;
use super::cost::cost;
use super::load_row::LoadRow;
use super::metered::Metered;
use super::series::Series;
use super::terms::Terms;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Cost, DemandAllocation, Span, Tariff};
use crate::tariff::Calendar;

/// A bill, and what it could not know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bill {
    pub cost: Cost,
    pub warnings: Issues,
}

/// The bill for a metered load over spans that follow each other without gap.
pub fn bill<L>(tariff: &Tariff, zone: Tz, load: &[L], allocation: DemandAllocation) -> Result<Bill, Issues>
where
    L: Copy + Into<LoadRow>,
{
    bounds::check_tariff(tariff)?;
    let rows: Vec<LoadRow> = load.iter().map(|row| (*row).into()).collect();
    let series = Series::new(&rows)?;
    let Some(span) = series.span() else { return Ok(Bill::default()) };
    let calendar = Calendar::new(tariff, zone)?;
    let terms = Terms::new(tariff, &calendar, span, span, allocation)?;
    Ok(metered_bill(&Metered {
        tariff,
        calendar: &calendar,
        span,
        terms: &terms,
        meter: &series,
        allocation,
        in_force: span,
    }))
}

/// Of a load that is known to be fine.
pub(super) fn metered_bill(metered: &Metered<'_>) -> Bill {
    let (cost, mut warnings) = cost(metered, Vec::new());
    warnings.extend(partial(metered.calendar, metered.span));
    Bill { cost, warnings }
}

/// Billing periods of which the bill covers a part.
pub(super) fn partial(calendar: &Calendar, span: Span) -> Issues {
    let parts = calendar.billing_months(span);
    let partial = parts.iter().filter(|part| !part.is_whole()).map(|part| {
        let message = format!(
            "the bill covers {} to {} of {}, which is {} to {}",
            part.span.start, part.span.end, part.month, part.whole.start, part.whole.end
        );
        let fix = "bill whole periods to compare with the utility's bill";
        Issue::warning(Code::PartOfPeriod, Place::new("bill").key(part.month.to_string()), message, fix)
    });
    Issues(partial.collect())
}
