//! A site's calendar month: what it costs and saves, day by day, and what set its demand charges.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::grids::{self, Tally, costs_head};
use super::one_bill::MonthLoad;
use super::peaks::{self, Peak};
use super::runs::{CurrentRun, current_runs, is_plan};
use super::sums::Costs;
use super::{Columns, Months, Overview, Section, sentences};
use crate::document::{grouped, money};
use crate::error::Issues;
use crate::functions::{Source, number, number_of, site_zone, text};
use crate::model::Decimal;
use crate::report::grid::Form::{Count, Day, Quantity};
use crate::report::grid::Grid;
use crate::report::words::count;
use crate::row::{Cell, Row};
use crate::tables::SITES;

/// What the schedules of one day cost, and the highest load of an interval of any of them.
#[derive(Debug, Default)]
struct OfDay {
    schedules: usize,
    costs: Costs,
    violations: Decimal,
    baseline_kw: Decimal,
    plan_kw: Decimal,
}

pub fn monthly(source: &Source<'_>, site_id: &str, month: &str) -> Result<Overview, Issues> {
    let months = Months::new(month, month)?;
    let site = source.row(&SITES, "site_id", site_id)?;
    let zone = site_zone(&site)?;
    let runs = current_runs(source, site_id, &months)?;
    let mut days: BTreeMap<(NaiveDate, String), OfDay> = BTreeMap::new();
    let (mut tally, mut peaks, mut month_load) = (Tally::default(), Vec::new(), MonthLoad::default());
    for run in &runs {
        let lines = run.lines(source)?;
        tally.add(run, &lines);
        peaks.extend(peaks::peaks(source, run, &lines)?);
        let load = run.load(source, true)?;
        days.entry((run.date, run.currency.clone())).or_default().add(run, &load);
        month_load.add(&load);
    }
    let span = months.span(zone)?;
    let one_bill = month_load.bill(source, &runs, zone)?;
    let mut said = vec![sentences::schedules(&runs, &format!("of {}", months.name()))];
    said.extend([sentences::costs(&tally), sentences::sources(&tally)].concat());
    said.extend([one_bill.said, best_day(&days), dearest(&peaks, zone)].into_iter().flatten());
    said.extend(sentences::rules(&runs).into_iter().chain(sentences::proof(&runs)));
    let sections = vec![
        Section::of(tally.by_charge()),
        Section::of(one_bill.grid),
        Section { charts: charts(tally.only_currency()), ..Section::of(by_day(&days)) },
        Section::of(tally.by_period()),
        Section { hidden: &["Schedule"], ..Section::of(peaks::grid(&peaks)) },
        Section { hidden: &["SHA-256 of the input"], ..Section::of(grids::provenance(&runs)) },
    ];
    Ok(Overview {
        title: format!("Month of {site_id}, {}", months.name()),
        subject: format!("month of {site_id}, {months}"),
        dated: span.start,
        zone,
        sentences: said,
        sections,
    })
}

impl OfDay {
    fn add(&mut self, run: &CurrentRun, load: &[Row]) {
        self.schedules += 1;
        self.costs += Costs::of(run);
        self.violations += run.violations();
        let highest = |plan: bool| {
            let own = load.iter().filter(|row| is_plan(row) == plan);
            own.map(|row| number_of(row, "electric_kw")).max().unwrap_or_default()
        };
        self.baseline_kw = self.baseline_kw.max(highest(false));
        self.plan_kw = self.plan_kw.max(highest(true));
    }
}

fn by_day(days: &BTreeMap<(NaiveDate, String), OfDay>) -> Grid {
    let rows = days.iter().map(|((date, currency), day)| {
        let costs = [day.costs.cells().to_vec(), vec![text(currency)]].concat();
        let figures = [day.violations, day.baseline_kw, day.plan_kw].map(number);
        [vec![Cell::Date(*date), number(day.schedules)], costs, figures.to_vec()].concat()
    });
    let first = vec![("Day", Day), ("Schedules", Count)];
    let last = vec![("Violations", Count), ("FIFO peak, kW", Quantity), ("Plan peak, kW", Quantity)];
    Grid::new("Day by day", &[first, costs_head(), last].concat(), rows.collect())
}

fn charts(currency: &str) -> Vec<Columns> {
    let chart = |title: &str, unit: &str, fifo: usize, plan: usize| Columns {
        title: title.into(),
        unit: unit.into(),
        label: 0,
        values: vec![(fifo, "FIFO"), (plan, "plan")],
        stacked: false,
    };
    vec![chart("Cost by day", currency, 2, 3), chart("Highest metered load by day", "kW", 8, 9)]
}

fn best_day(days: &BTreeMap<(NaiveDate, String), OfDay>) -> Option<String> {
    let ((date, currency), best) = days.iter().rev().max_by_key(|(_, day)| day.costs.savings())?;
    let savings = best.costs.savings();
    let lost = days.values().filter(|day| day.costs.savings() < Decimal::ZERO).count();
    let lost = if lost == 0 { String::new() } else { format!("; {} cost more than FIFO", count(lost, "day", "days")) };
    (savings > Decimal::ZERO)
        .then(|| format!("Most is saved on {}, {} {currency}{lost}.", date.format("%-d %B"), money(savings)))
}

fn dearest(peaks: &[Peak], zone: Tz) -> Option<String> {
    let peak = peaks.iter().rev().max_by_key(|peak| peak.amount).filter(|peak| peak.amount > Decimal::ZERO)?;
    let at = peak.at.with_timezone(&zone).format("%H:%M on %-d %B");
    let (kw, amount) = (grouped(peak.billed_kw, 2), money(peak.amount));
    Some(format!("The dearest peak is that of {at}: {kw} kW of {} for {amount} {}.", peak.category, peak.currency))
}
