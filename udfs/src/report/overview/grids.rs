//! The tables that more than one report has.

use std::collections::BTreeMap;

use super::runs::CurrentRun;
use super::sums::Costs;
use crate::functions::{CHARGES, number, number_of, text, text_of};
use crate::model::Decimal;
use crate::report::grid::Form::{Day, Money, Percent, Quantity, Text};
use crate::report::grid::Grid;
use crate::row::{Cell, Row};

/// FIFO, plan, savings and percent of each currency and something else.
pub(super) type ByCurrency<T> = BTreeMap<(String, T), Costs>;

/// Bills' lines added up, by currency.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub total: BTreeMap<String, Costs>,
    charges: ByCurrency<usize>,
    periods: BTreeMap<(String, String), Period>,
}

/// What the hours of a tariff category cost.
#[derive(Debug, Default)]
struct Period {
    baseline_kwh: Decimal,
    plan_kwh: Decimal,
    energy: Costs,
    demand: Costs,
}

impl Tally {
    pub fn add(&mut self, run: &CurrentRun, lines: &[Row]) {
        *self.total.entry(run.currency.clone()).or_default() += Costs::of(run);
        for line in lines {
            let charge = text_of(line, "charge");
            let rank = CHARGES.iter().position(|known| *known == charge).unwrap_or(CHARGES.len());
            self.charges.entry((run.currency.clone(), rank)).or_default().add_line(line);
            let period = || (run.currency.clone(), text_of(line, "category"));
            match charge.as_str() {
                "energy" => self.periods.entry(period()).or_default().add_energy(line),
                "demand" => self.periods.entry(period()).or_default().demand.add_line(line),
                _ => {}
            }
        }
    }

    /// Nothing where there are several.
    pub fn only_currency(&self) -> &str {
        let mut currencies = self.total.keys();
        currencies.next().filter(|_| currencies.next().is_none()).map_or("", String::as_str)
    }

    /// As the function `schedule_cost` has them of one run.
    pub fn by_charge(&self) -> Grid {
        let row = |word: &str, currency: &str, costs: &Costs| {
            [vec![text(word)], costs.cells().to_vec(), vec![text(currency)]].concat()
        };
        let mut rows = Vec::new();
        for (currency, total) in &self.total {
            let own = self.charges.iter().filter(|((of, _), _)| of == currency);
            rows.extend(own.map(|((_, rank), costs)| row(charge(*rank), currency, costs)));
            rows.push(row("total", currency, total));
        }
        Grid::new("Cost by charge", &[vec![("Charge", Text)], costs_head()].concat(), rows)
    }

    /// As the view `cost_by_period` has them of one run.
    pub fn by_period(&self) -> Grid {
        let rows = self.periods.iter().map(|((currency, category), period)| {
            let mut both = period.energy;
            both += period.demand;
            let figures = [period.baseline_kwh, period.plan_kwh, period.energy.baseline, period.energy.plan];
            let cells = figures.map(number).into_iter().chain([period.demand.baseline, period.demand.plan].map(number));
            let cells = cells.chain([number(both.savings()), text(currency)]);
            std::iter::once(text(category)).chain(cells).collect()
        });
        let columns = [
            ("Period", Text),
            ("FIFO, kWh", Quantity),
            ("Plan, kWh", Quantity),
            ("FIFO energy", Money),
            ("Plan energy", Money),
            ("FIFO demand", Money),
            ("Plan demand", Money),
            ("Savings", Money),
            ("Currency", Text),
        ];
        Grid::new("Cost by tariff period", &columns, rows.collect())
    }

    /// The charges of a currency, the one that saves most first.
    pub fn ranked(&self, currency: &str) -> Vec<(&'static str, Decimal)> {
        let own = self.charges.iter().filter(|((of, _), _)| of == currency);
        let mut ranked: Vec<_> = own.map(|((_, rank), costs)| (charge(*rank), costs.savings())).collect();
        ranked.sort_by_key(|(_, savings)| std::cmp::Reverse(*savings));
        ranked
    }
}

impl Period {
    fn add_energy(&mut self, line: &Row) {
        let kwh = number_of(line, "quantity");
        if super::runs::is_plan(line) {
            self.plan_kwh += kwh;
        } else {
            self.baseline_kwh += kwh;
        }
        self.energy.add_line(line);
    }
}

fn charge(rank: usize) -> &'static str {
    CHARGES.get(rank).copied().unwrap_or("other")
}

pub(super) fn costs_head() -> Vec<(&'static str, crate::report::grid::Form)> {
    vec![("FIFO", Money), ("Plan", Money), ("Savings", Money), ("Savings, %", Percent), ("Currency", Text)]
}

/// Which runs the figures are of, and the hashes that prove them.
pub(super) fn provenance(runs: &[CurrentRun]) -> Grid {
    let rows = runs.iter().map(|run| {
        vec![
            Cell::Date(run.date),
            text(&run.schedule_id),
            text(text_of(&run.run, "status")),
            text(&run.run_id),
            text(text_of(&run.run, "input_hash")),
            text(run.provenance_hash()),
        ]
    });
    let columns = [
        ("Day", Day),
        ("Schedule", Text),
        ("Status", Text),
        ("Run", Text),
        ("SHA-256 of the input", Text),
        ("SHA-256 of the result", Text),
    ];
    Grid::new("Runs", &columns, rows.collect())
}
