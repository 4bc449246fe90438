//! Sentences that more than one report has: the same figures, the same sentences.

use std::cmp::Ordering;

use super::grids::Tally;
use super::runs::{CurrentRun, chain_hash};
use super::sums::Costs;
use crate::document::{grouped, money};
use crate::model::Decimal;
use crate::report::words::{count, percent};

/// How many schedules there are, and how many of them the plant follows.
pub(super) fn schedules(runs: &[CurrentRun], place: &str) -> String {
    if runs.is_empty() {
        return format!("No schedule {place} is planned.");
    }
    let published = runs.iter().filter(|run| run.is_published).count();
    let are = if runs.len() == 1 { "is" } else { "are" };
    format!("{} {place} {are} planned, {published} of them published.", count(runs.len(), "schedule", "schedules"))
}

/// A sentence a currency.
pub(super) fn costs(tally: &Tally) -> Vec<String> {
    tally.total.iter().map(|(currency, costs)| cost(currency, *costs)).collect()
}

fn cost(currency: &str, costs: Costs) -> String {
    let share = costs.savings_percent().map_or(String::new(), |share| format!(" ({})", percent(share.abs())));
    let difference = match costs.savings().cmp(&Decimal::ZERO) {
        Ordering::Greater => format!("the plans save {} {currency}{share}", money(costs.savings())),
        Ordering::Equal => "the plans save nothing".to_string(),
        Ordering::Less => format!("the plans cost {} {currency}{share} more", money(costs.savings().abs())),
    };
    let (plan, baseline) = (money(costs.plan), money(costs.baseline));
    format!("They cost {plan} {currency}, where first in, first out costs {baseline} {currency}: {difference}.")
}

/// The charge that most is saved on, and those that cost more.
pub(super) fn sources(tally: &Tally) -> Vec<String> {
    tally.total.keys().filter_map(|currency| source(currency, &tally.ranked(currency))).collect()
}

fn source(currency: &str, ranked: &[(&'static str, Decimal)]) -> Option<String> {
    let (best, saved) = ranked.first().filter(|(_, savings)| *savings > Decimal::ZERO)?;
    let lost = ranked.iter().filter(|(_, savings)| *savings < Decimal::ZERO);
    let lost: Vec<String> = lost.map(|(charge, by)| format!("{charge} costs {} more", money(by.abs()))).collect();
    let but = if lost.is_empty() { String::new() } else { format!(", while {}", lost.join(" and ")) };
    Some(format!("Most is saved on {best}, {} {currency}{but}.", money(*saved)))
}

/// A cheaper plan that breaks more rules saves nothing.
pub(super) fn rules(runs: &[CurrentRun]) -> Option<String> {
    let broken: Vec<&CurrentRun> = runs.iter().filter(|run| !run.violations().is_zero()).collect();
    match (runs.is_empty(), broken.first()) {
        (true, _) => None,
        (false, None) => Some("No plan breaks a constraint.".into()),
        (false, Some(first)) => {
            let total: Decimal = broken.iter().map(|run| run.violations()).sum();
            let plans = count(broken.len(), "plan breaks", "plans break");
            Some(format!("{plans} {} in all, the first of them that of {}.", constraints(total), first.schedule_id))
        }
    }
}

fn constraints(total: Decimal) -> String {
    format!("{} {}", grouped(total, 0), if total == Decimal::ONE { "constraint" } else { "constraints" })
}

/// How the figures are proved.
pub(super) fn proof(runs: &[CurrentRun]) -> Option<String> {
    let hash = chain_hash(runs);
    (!runs.is_empty()).then(|| format!("SHA-256 over the results' hashes, in the order of the runs: {hash}."))
}
