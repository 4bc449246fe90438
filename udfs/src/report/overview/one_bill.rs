use chrono_tz::Tz;

use super::runs::{CurrentRun, is_plan};
use crate::billing;
use crate::document::money;
use crate::error::{Issues, Place};
use crate::functions::{Source, bill_rows, check_series, number, number_of, text};
use crate::model::{Decimal, DemandAllocation, Instant, Span, Tariff};
use crate::report::cells::{cell, time_of};
use crate::report::grid::Form::{Money, Quantity, Rate, Text, Time};
use crate::report::grid::Grid;
use crate::row::{Cell, Row};
use crate::stored;

/// The metered load of the days of a month, under FIFO and under the plans.
#[derive(Debug, Default)]
pub(super) struct MonthLoad {
    baseline: Vec<(Span, Decimal)>,
    plan: Vec<(Span, Decimal)>,
}

/// Each run pays for the peaks of its own time. This is what the meter pays: one bill over all of them.
#[derive(Debug)]
pub(super) struct OneBill {
    pub grid: Grid,
    pub said: Option<String>,
}

impl MonthLoad {
    pub fn add(&mut self, load: &[Row]) {
        for row in load {
            let Some((start, end)) = time_of(row, "start").zip(time_of(row, "end")) else { continue };
            let own = if is_plan(row) { &mut self.plan } else { &mut self.baseline };
            own.push((Span { start, end }, number_of(row, "electric_kw")));
        }
    }

    /// By the tariff that is in force at the start, as `calculate_bill` has it.
    pub fn bill(mut self, source: &Source<'_>, runs: &[CurrentRun], zone: Tz) -> Result<OneBill, Issues> {
        self.baseline.sort();
        self.plan.sort();
        let ends = self.plan.first().zip(self.plan.last()).map(|(first, last)| (first.0.start, last.0.end));
        let (Some((start, end)), Some(run)) = (ends, runs.first()) else {
            return Ok(OneBill { grid: grid(&[], &[]), said: None });
        };
        let day = |at: Instant| at.with_timezone(&zone).format("%H:%M on %-d %B").to_string();
        let of = format!("from {} to {}", day(start), day(end));
        let tariff_id = stored::current_tariff(source.store, source.tenant, &run.site_id, start)?;
        let (tariff, _) = stored::tariff(source.store, source.tenant, &tariff_id)?;
        let bills =
            lines(&tariff, zone, &self.baseline).and_then(|baseline| Ok((baseline, lines(&tariff, zone, &self.plan)?)));
        Ok(match bills {
            Ok((baseline, plan)) => {
                OneBill { said: Some(sentence(&of, &run.currency, [&baseline, &plan])), grid: grid(&baseline, &plan) }
            }
            Err(issues) => {
                let why = issues.0.first().map(|issue| format!("{} {}", issue.code, issue.message)).unwrap_or_default();
                OneBill {
                    said: Some(format!("The electricity {of} cannot be billed as one: {why}.")),
                    grid: grid(&[], &[]),
                }
            }
        })
    }
}

fn lines(tariff: &Tariff, zone: Tz, load: &[(Span, Decimal)]) -> Result<Vec<Row>, Issues> {
    check_series(load, &Place::new("load_profile"))?;
    Ok(bill_rows(billing::bill(tariff, zone, load, DemandAllocation::default())?.cost))
}

fn sentence(of: &str, currency: &str, bills: [&Vec<Row>; 2]) -> String {
    let [fifo, plan] = bills.map(|lines| lines.iter().map(|line| number_of(line, "amount")).sum::<Decimal>());
    format!(
        "Each run bears the demand charges of its own time; billed as one, the electricity {of} costs {} {currency} by the \
         plans and {} {currency} by first in, first out, a difference of {} {currency}.",
        money(plan),
        money(fifo),
        money(fifo - plan)
    )
}

fn grid(baseline: &[Row], plan: &[Row]) -> Grid {
    let names = ["charge", "category", "quantity", "unit", "rate", "amount", "at"];
    let rows = |name: &'static str, lines: &[Row]| {
        let cells = |line: &Row| names.iter().map(|column| cell(line, column)).collect::<Vec<_>>();
        let mut rows: Vec<_> = lines.iter().map(|line| [vec![text(name)], cells(line)].concat()).collect();
        let total: Decimal = lines.iter().map(|line| number_of(line, "amount")).sum();
        if !lines.is_empty() {
            let mut row = vec![text(name), text("total")];
            row.extend(std::iter::repeat_n(Cell::Null, 4));
            row.extend([number(total), Cell::Null]);
            rows.push(row);
        }
        rows
    };
    let columns = [
        ("Schedule", Text),
        ("Charge", Text),
        ("Category", Text),
        ("Quantity", Quantity),
        ("Unit", Text),
        ("Rate", Rate),
        ("Amount", Money),
        ("Peak at", Time),
    ];
    Grid::new("The month as one bill", &columns, [rows("Plan", plan), rows("FIFO", baseline)].concat())
}
