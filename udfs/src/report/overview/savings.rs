//! What the plans of one or more sites save over months.

use std::collections::BTreeMap;

use chrono_tz::Tz;

use super::grids::{Tally, costs_head, provenance};
use super::runs::{CurrentRun, chain_hash, current_runs};
use super::sums::Costs;
use super::{Columns, Month, Months, Overview, Section, sentences};
use crate::document::money;
use crate::error::Issues;
use crate::functions::{Ids, Source, number, site_zone, text};
use crate::model::Decimal;
use crate::report::grid::Form::{Count, Text};
use crate::report::grid::Grid;
use crate::report::words::count;
use crate::row::Cell;
use crate::tables::SITES;

/// As a row of the view `savings_summary`.
#[derive(Debug, Default, Clone)]
struct Summary {
    schedules: usize,
    published: usize,
    costs: Costs,
    violations: Decimal,
}

/// By site, month and currency.
type Summaries = BTreeMap<(String, Month, String), Summary>;

pub fn savings(source: &Source<'_>, site_ids: &Ids, months: Months) -> Result<Overview, Issues> {
    let sites = site_ids.resolve_sites(source)?;
    let (mut tally, mut summaries, mut all, mut zones) = (Tally::default(), Summaries::new(), Vec::new(), Vec::new());
    for site_id in &sites {
        zones.push(site_zone(&source.row(&SITES, "site_id", site_id)?)?);
        for run in current_runs(source, site_id, &months)? {
            tally.add(&run, &run.lines(source)?);
            summaries.entry((site_id.clone(), run.month(), run.currency.clone())).or_default().add(&run);
            all.push(run);
        }
    }
    // times of many sites have no one wall clock
    zones.dedup();
    let zone = if let [zone] = zones.as_slice() { *zone } else { Tz::UTC };
    let of = match sites.as_slice() {
        [site_id] => site_id.clone(),
        many => format!("{} sites", many.len()),
    };
    let mut said = vec![sentences::schedules(&all, &format!("of {}", months.name()))];
    said.extend([sentences::costs(&tally), sentences::sources(&tally)].concat());
    said.extend(best_month(&summaries).into_iter().chain(most(&summaries)).chain(sentences::rules(&all)));
    said.extend(sentences::proof(&all));
    let mut sections =
        vec![Section { charts: vec![chart(tally.only_currency())], ..Section::of(by_month(&summaries)) }];
    if sites.len() > 1 {
        sections.push(Section::of(by_site(&summaries)));
    }
    sections.extend([tally.by_charge(), tally.by_period(), proofs(&all)].map(Section::of));
    if let [_] = sites.as_slice() {
        sections.push(Section { hidden: &["SHA-256 of the input"], ..Section::of(provenance(&all)) });
    }
    Ok(Overview {
        title: format!("Savings of {of}, {}", months.name()),
        subject: format!("savings of {of}, {months}"),
        dated: months.span(zone)?.start,
        zone,
        sentences: said,
        sections,
    })
}

impl Summary {
    fn add(&mut self, run: &CurrentRun) {
        self.schedules += 1;
        self.published += usize::from(run.is_published);
        self.costs += Costs::of(run);
        self.violations += run.violations();
    }

    fn merge(&mut self, other: &Summary) {
        self.schedules += other.schedules;
        self.published += other.published;
        self.costs += other.costs;
        self.violations += other.violations;
    }

    fn cells(&self, currency: &str) -> Vec<Cell> {
        let counts = vec![number(self.schedules), number(self.published)];
        [counts, self.costs.cells().to_vec(), vec![text(currency), number(self.violations)]].concat()
    }
}

fn head() -> Vec<(&'static str, crate::report::grid::Form)> {
    [vec![("Schedules", Count), ("Published", Count)], costs_head(), vec![("Violations", Count)]].concat()
}

/// All sites together; a currency has rows of its own.
fn months_of(summaries: &Summaries) -> BTreeMap<(String, Month), Summary> {
    let mut months: BTreeMap<(String, Month), Summary> = BTreeMap::new();
    for ((_, month, currency), summary) in summaries {
        months.entry((currency.clone(), *month)).or_default().merge(summary);
    }
    months
}

fn by_month(summaries: &Summaries) -> Grid {
    let (months, mut rows) = (months_of(summaries), Vec::new());
    let mut totals: BTreeMap<&str, Summary> = BTreeMap::new();
    for ((currency, _), summary) in &months {
        totals.entry(currency).or_default().merge(summary);
    }
    for (currency, total) in totals {
        let own = months.iter().filter(|((of, _), _)| of == currency);
        rows.extend(own.map(|((_, month), summary)| [vec![text(month.to_string())], summary.cells(currency)].concat()));
        rows.push([vec![text("total")], total.cells(currency)].concat());
    }
    Grid::new("Savings by month", &[vec![("Month", Text)], head()].concat(), rows)
}

fn by_site(summaries: &Summaries) -> Grid {
    let rows = summaries.iter().map(|((site_id, month, currency), summary)| {
        [vec![text(site_id), text(month.to_string())], summary.cells(currency)].concat()
    });
    Grid::new("Savings by site", &[vec![("Site", Text), ("Month", Text)], head()].concat(), rows.collect())
}

fn chart(currency: &str) -> Columns {
    let values = vec![(3, "FIFO"), (4, "plan")];
    Columns { title: "Cost by month".into(), unit: currency.into(), label: 0, values, stacked: false }
}

fn best_month(summaries: &Summaries) -> Option<String> {
    let months = months_of(summaries);
    let ((currency, month), best) = months.iter().rev().max_by_key(|(_, summary)| summary.costs.savings())?;
    let savings = best.costs.savings();
    (months.len() > 1 && savings > Decimal::ZERO)
        .then(|| format!("Most is saved in {}, {} {currency}.", month.name(), money(savings)))
}

fn most(summaries: &Summaries) -> Option<String> {
    let mut sites: BTreeMap<(&str, &str), Costs> = BTreeMap::new();
    for ((site_id, _, currency), summary) in summaries {
        *sites.entry((site_id, currency)).or_default() += summary.costs;
    }
    let ((site_id, currency), best) = sites.iter().rev().max_by_key(|(_, costs)| costs.savings())?;
    let lost = sites.values().filter(|costs| costs.savings() < Decimal::ZERO).count();
    let lost =
        if lost == 0 { String::new() } else { format!("; {} more than FIFO", count(lost, "site costs", "sites cost")) };
    (sites.len() > 1 && best.savings() > Decimal::ZERO)
        .then(|| format!("{site_id} saves most, {} {currency}{lost}.", money(best.savings())))
}

/// The runs of many sites are too many to list: a hash over those of each site and month.
fn proofs(runs: &[CurrentRun]) -> Grid {
    let mut sets: BTreeMap<(&str, Month), Vec<&CurrentRun>> = BTreeMap::new();
    for run in runs {
        sets.entry((&run.site_id, run.month())).or_default().push(run);
    }
    let rows = sets.into_iter().map(|((site_id, month), runs)| {
        vec![text(site_id), text(month.to_string()), number(runs.len()), text(chain_hash(runs))]
    });
    let columns = [("Site", Text), ("Month", Text), ("Runs", Count), ("SHA-256 over the results' hashes", Text)];
    Grid::new("Provenance", &columns, rows.collect())
}
