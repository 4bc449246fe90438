//! The tables of a report.

use std::collections::BTreeMap;

use chrono_tz::Tz;

use crate::functions::{number, number_of, text, text_of};
use crate::model::Decimal;
use crate::row::{Cell, Row};

use crate::report::cells::{cell, time_of};
use crate::report::grid::Form::{Count, Duration, Money, Percent, Prose, Quantity, Rate, Text, Time};
use crate::report::grid::Grid;
use crate::report::rows::Report;

fn pick(row: &Row, names: &[&str]) -> Vec<Cell> {
    names.iter().map(|name| cell(row, name)).collect()
}

/// Cost and savings against FIFO, by charge, the total last.
pub(crate) fn costs(report: &Report) -> Grid {
    let currency = report.currency();
    let head = |word: &str| format!("{word}, {currency}");
    let rows = report.costs.iter();
    let rows = rows.map(|row| pick(row, &["charge", "baseline_cost", "cost", "savings", "savings_percent"])).collect();
    let columns = [
        ("Charge", Text),
        (&head("FIFO"), Money),
        (&head("Plan"), Money),
        (&head("Savings"), Money),
        ("Savings, %", Percent),
    ];
    Grid::new("Cost and savings", &columns, rows)
}

/// Energy and demand by tariff category, as the view `cost_by_period` has them.
pub(crate) fn periods(report: &Report) -> Grid {
    let mut sums: BTreeMap<(String, usize), [Decimal; 5]> = BTreeMap::new();
    for (order, rows) in report.both().into_iter().enumerate() {
        for line in &rows.bill {
            let at = match text_of(line, "charge").as_str() {
                "energy" => 0,
                "demand" => 2,
                _ => continue,
            };
            let sum = sums.entry((text_of(line, "category"), order)).or_default();
            sum[at] += number_of(line, "quantity");
            sum[at + 1] += number_of(line, "amount");
            sum[4] += number_of(line, "amount");
        }
    }
    let rows = sums.into_iter().map(|((category, order), sum)| {
        let names = [text(category), text(report.both()[order].name())];
        names.into_iter().chain(sum.map(number)).collect()
    });
    let currency = report.currency();
    let (energy, demand, total) =
        (format!("Energy, {currency}"), format!("Demand, {currency}"), format!("Both, {currency}"));
    let columns = [
        ("Period", Text),
        ("Schedule", Text),
        ("Energy, kWh", Quantity),
        (&energy, Money),
        ("Billed demand, kW", Quantity),
        (&demand, Money),
        (&total, Money),
    ];
    Grid::new("Cost by tariff period", &columns, rows.collect())
}

pub(crate) fn equipment(report: &Report) -> Grid {
    let rows = report.plan.usage.iter().map(|usage| {
        vec![
            text(&usage.equipment_id),
            text(&usage.equipment_name),
            number(usage.jobs),
            number(usage.starts),
            number(usage.on_hours),
            number(usage.on_percent),
            number(usage.input_kwh),
            number(usage.heat_kwh),
            number(usage.capacity_kw),
            number(usage.peak_heat_kw),
            usage.utilization_percent.map_or(Cell::Null, number),
            number(usage.job_energy_cost),
        ]
    });
    let cost = format!("Jobs' energy, {}", report.currency());
    let columns = [
        ("Equipment", Text),
        ("Name", Text),
        ("Jobs", Count),
        ("Starts", Count),
        ("On, h", Quantity),
        ("On, %", Percent),
        ("Input, kWh", Quantity),
        ("Heat, kWh", Quantity),
        ("Capacity, kW", Quantity),
        ("Peak heat, kW", Quantity),
        ("Used, %", Percent),
        (&cost, Money),
    ];
    Grid::new("Equipment use", &columns, rows.collect())
}

pub(crate) fn schedule(report: &Report) -> Grid {
    let rows = report.plan.assignments.iter().map(|row| {
        let id = text_of(row, "job_id");
        let product = report.problem.job_index(&id).and_then(|index| report.problem.jobs[index].product_name.clone());
        let product = product.unwrap_or_default();
        let lane = format!("{} · {id}", text_of(row, "equipment_id"));
        let mut cells = vec![text(lane), cell(row, "equipment_id"), text(id), text(product)];
        cells.extend(pick(row, &["scheduled_start", "scheduled_end"]));
        cells.push(lasts(row, report.problem.site.time_zone));
        cells.extend(pick(
            row,
            &["power_kw", "input_energy_kwh", "energy_cost", "tariff_period", "demand_contribution_kw"],
        ));
        cells
    });
    let cost = format!("Energy, {}", report.currency());
    let columns = [
        ("Lane", Text),
        ("Equipment", Text),
        ("Job", Text),
        ("Product", Text),
        ("Start", Time),
        ("End", Time),
        ("Lasts", Duration),
        ("Heat, kW", Quantity),
        ("Input, kWh", Quantity),
        (&cost, Money),
        ("Period", Text),
        ("Share of demand, kW", Quantity),
    ];
    Grid::new("Schedule", &columns, rows.collect())
}

/// By the wall clock, so that a bar in a chart ends where its end is; in days, as workbooks count.
fn lasts(row: &Row, zone: Tz) -> Cell {
    let wall = |name: &str| time_of(row, name).map(|at| at.with_timezone(&zone).naive_local());
    let minutes = wall("scheduled_start").zip(wall("scheduled_end")).map(|(start, end)| (end - start).num_minutes());
    minutes.map_or(Cell::Null, |minutes| number(Decimal::from(minutes) / Decimal::from(24 * 60)))
}

/// The whole site, interval by interval, with the rate at each interval's start.
pub(crate) fn load(report: &Report) -> Grid {
    let fifo: BTreeMap<_, _> =
        report.baseline.load.iter().map(|row| (time_of(row, "start"), number_of(row, "electric_kw"))).collect();
    let rows = report.plan.load.iter().map(|row| {
        let start = time_of(row, "start");
        let rate = start.and_then(|at| report.rates.iter().find(|rate| rate.span.start <= at && at < rate.span.end));
        vec![
            cell(row, "start"),
            cell(row, "end"),
            cell(row, "electric_kw"),
            fifo.get(&start).map_or(Cell::Null, |kw| number(*kw)),
            cell(row, "site_load_kw"),
            cell(row, "fuel_kw"),
            rate.map_or(Cell::Null, |rate| number(rate.energy_rate_kwh)),
            rate.map_or(Cell::Null, |rate| text(&rate.period_category)),
        ]
    });
    let rate = format!("Rate, {}/kWh", report.currency());
    let columns = [
        ("Start", Time),
        ("End", Time),
        ("Plan, kW", Quantity),
        ("FIFO, kW", Quantity),
        ("Of that not scheduled, kW", Quantity),
        ("Other fuel, kW", Quantity),
        (&rate, Rate),
        ("Period", Text),
    ];
    Grid::new("Load profile", &columns, rows.collect())
}

/// Every line of both bills.
pub(crate) fn bill(report: &Report) -> Grid {
    let names = ["month", "charge", "category", "quantity", "unit", "rate", "amount", "at"];
    let lines = report.both().into_iter().flat_map(|rows| {
        rows.bill.iter().map(|row| [vec![text(rows.name())], pick(row, &names)].concat()).collect::<Vec<_>>()
    });
    let amount = format!("Amount, {}", report.currency());
    let columns = [
        ("Schedule", Text),
        ("Month", Text),
        ("Charge", Text),
        ("Category", Text),
        ("Quantity", Quantity),
        ("Unit", Text),
        ("Rate", Rate),
        (&amount, Money),
        ("Peak at", Time),
    ];
    Grid::new("Bill", &columns, lines.collect())
}

/// The lines of both bills that a peak set.
pub(crate) fn peaks(report: &Report) -> Grid {
    let mut grid = bill(report);
    grid.title = "Billed peaks".into();
    grid.rows.retain(|row| row.get(2).is_some_and(|charge| *charge == text("demand") || *charge == text("coincident")));
    grid
}

pub(crate) fn violations(report: &Report) -> Grid {
    let names = ["code", "subject", "message", "amount", "unit", "fix"];
    let rows = report.both().into_iter().flat_map(|rows| {
        rows.violations.iter().map(|row| [vec![text(rows.name())], pick(row, &names)].concat()).collect::<Vec<_>>()
    });
    let columns = [
        ("Schedule", Text),
        ("Code", Text),
        ("Subject", Text),
        ("What is broken", Prose),
        ("By", Quantity),
        ("Unit", Text),
        ("What removes it", Prose),
    ];
    Grid::new("Violations", &columns, rows.collect())
}

pub(crate) fn provenance(report: &Report) -> Grid {
    let rows =
        report.provenance.iter().map(|row| pick(row, &["link", "subject", "source_system", "row_count", "hash"]));
    let columns = [("Link", Text), ("Of", Text), ("From", Text), ("Rows", Count), ("SHA-256", Text)];
    Grid::new("Provenance", &columns, rows.collect())
}
