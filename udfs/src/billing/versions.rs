use chrono::NaiveDate;
use chrono_tz::Tz;

use super::bill::{Bill, partial};
use super::cost::{charges, summed};
use super::load_row::LoadRow;
use super::metered::Metered;
use super::series::Series;
use super::terms::Terms;
use super::{bounds, period};
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{DemandAllocation, PeriodCost, Span, Tariff};
use crate::tariff::Calendar;

/// The bill by the versions of one tariff, each from its effective date until its expiry date.
///
/// Energy is charged by the version in force. Where versions change within a billing period, demand is metered over all
/// of the period under the rules of each, and each bills its share of the period's days of it; the limits of energy tiers
/// and minimum charges are shared in the same way, a version's minimum being held against its own charges.
pub fn bill_versions<L>(versions: &[Tariff], zone: Tz, load: &[L], allocation: DemandAllocation) -> Result<Bill, Issues>
where
    L: Copy + Into<LoadRow>,
{
    let mut issues = Issues::default();
    for version in versions {
        if let Err(found) = bounds::check_tariff(version) {
            issues.extend(found);
        }
    }
    let rows: Vec<LoadRow> = load.iter().map(|row| (*row).into()).collect();
    let series = match Series::new(&rows) {
        Ok(series) => Some(series),
        Err(found) => {
            issues.extend(found);
            None
        }
    };
    let (series, _) = issues.into_result(series)?;
    let Some((series, span)) = series.and_then(|series| series.span().map(|span| (series, span))) else {
        return Ok(Bill::default());
    };
    let in_force = in_force(versions, zone, span)?;
    let (mut all, mut peaks, mut by_period) = (Vec::new(), Vec::new(), Vec::new());
    let mut warnings = Issues::default();
    for (number, (version, in_force)) in in_force.into_iter().enumerate() {
        // demand of the whole billing period is billed by the version's rules, before and after its days, too
        let always = Tariff { effective_date: None, expiry_date: None, ..version.clone() };
        let calendar = Calendar::new(&always, zone)?;
        let terms = Terms::new(&always, &calendar, span, in_force, allocation)?;
        let (tariff, calendar, terms, meter) = (&always, &calendar, &terms, &series);
        let metered = Metered { tariff, calendar, span, terms, meter, allocation, in_force };
        let (charges, version_peaks, found) = charges(&metered, Vec::new());
        merge(&mut by_period, period::costs(&metered, &charges));
        all.extend(charges);
        peaks.extend(version_peaks);
        warnings.extend(found);
        if number == 0 {
            warnings.extend(partial(calendar, span));
        }
    }
    Ok(Bill { cost: summed(all, peaks, by_period), warnings })
}

/// The versions that bill a part of `span`, by time, each with its part. All of it is billed once.
fn in_force(versions: &[Tariff], zone: Tz, span: Span) -> Result<Vec<(&Tariff, Span)>, Issues> {
    let of_tariff = versions.first().and_then(|version| version.time_zone);
    let clock = crate::tariff::Clock::new(of_tariff.unwrap_or(zone));
    let start = |date: NaiveDate| clock.date_start(date);
    let mut parts: Vec<(Span, usize)> = Vec::new();
    for (row, version) in versions.iter().enumerate() {
        let part = Span {
            start: version.effective_date.map_or(span.start, start).max(span.start),
            end: version.expiry_date.map_or(span.end, start).min(span.end),
        };
        if part.start < part.end {
            parts.push((part, row));
        }
    }
    parts.sort_unstable();
    let (mut issues, mut reached) = (Issues::default(), span.start);
    for (part, row) in &parts {
        if part.start != reached {
            issues.push(fault(*row, reached, part.start));
        }
        reached = reached.max(part.end);
    }
    if reached < span.end {
        issues.push(fault(parts.last().map_or(0, |(_, row)| *row), reached, span.end));
    }
    let parts = parts.into_iter().map(|(part, row)| (&versions[row], part)).collect();
    issues.into_result(parts).map(|(parts, _)| parts)
}

fn fault(row: usize, reached: crate::model::Instant, next: crate::model::Instant) -> Issue {
    let (message, column) = if reached < next {
        (format!("no version is in force from {reached} to {next}"), "effective_date")
    } else {
        (format!("two versions are in force from {next} to {reached}"), "expiry_date")
    };
    let fix = "let each version expire on the day on which the next takes effect";
    Issue::error(Code::TariffVersions, Place::new("versions").row(row).column(column), message, fix)
}

fn merge(by_period: &mut Vec<PeriodCost>, further: Vec<PeriodCost>) {
    for cost in further {
        match by_period.iter_mut().find(|known| known.period_category == cost.period_category) {
            Some(known) => {
                known.energy_kwh += cost.energy_kwh;
                known.energy_cost += cost.energy_cost;
                known.demand_cost += cost.demand_cost;
                known.peak_kw = known.peak_kw.max(cost.peak_kw);
            }
            None => by_period.push(cost),
        }
    }
    by_period.sort_by(|a, b| a.period_category.cmp(&b.period_category));
}
