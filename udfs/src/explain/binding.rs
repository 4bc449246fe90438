use std::collections::BTreeMap;

use super::alternatives::{Alternative, Outcome};
use super::dearer::dearer;
use super::explanation::{Binding, Rule, Where};
use super::looks::{energy_cost, exact_energy_cost};
use super::plan::Plan;
use super::rules::{At, Obstacle, Site, obstacles};
use super::words::{figure, money};
use crate::error::Issues;
use crate::model::Decimal;
use crate::operation::{NANO, Plant};

/// Places that look alike differ by less, in floats.
const ALIKE: f64 = 1e-9;

/// Unit and boundary.
type Spot = (usize, usize);

/// What keeps the job from the place that looks cheapest by its own energy: on equipment that can take it, or, if none
/// there looks cheaper than the present place, on any. Of places that look alike an allowed one tells more than a
/// forbidden one, then the one that fewest rules forbid, then the nearest in time.
pub fn binding(plan: &mut Plan<'_>, job: usize, alternatives: &[Alternative]) -> Result<Binding, Issues> {
    let (own, other): (Vec<usize>, Vec<usize>) =
        (0..plan.problem.equipment.len()).partition(|unit| plan.instance.plant.tasks[job].units.contains(unit));
    let cheapest = cheapest_looking(plan, job, &own).or_else(|| cheapest_looking(plan, job, &other));
    let Some(spots) = cheapest else { return Ok(none_looks_cheaper(plan, job)) };
    let outcomes: BTreeMap<Spot, Outcome> = alternatives.iter().map(|a| ((a.unit, a.start), a.outcome)).collect();
    let spot_and_binding = match cheapest_allowed(&spots, &outcomes) {
        Some(spot) => (spot, allowed(plan, job, spot)?),
        None => forbidden(plan, job, &spots, &outcomes),
    };
    let ((unit, start), mut binding) = spot_and_binding;
    binding.place = Some(Where { equipment: unit, start: plan.problem.horizon.instant(start) });
    binding.energy_saving = energy_saving(plan, job, (unit, start));
    if let Some(saving) = binding.energy_saving {
        binding.message = format!("{}; its energy would cost {} less", binding.message, money(plan.problem, saving));
    }
    Ok(binding)
}

fn none_looks_cheaper(plan: &Plan<'_>, job: usize) -> Binding {
    let (rule, message) = match plan.state.places[job] {
        Some(_) => (Rule::Price, "its energy costs least here"),
        None => (Rule::Deadline, "it takes longer than the horizon"),
    };
    let subject = plan.problem.jobs[job].job_id.clone();
    Binding { rule, place: None, energy_saving: None, subject, amount: None, unit: "", message: message.to_string() }
}

/// The places in the horizon that look cheapest, if they look cheaper than where the job is.
fn cheapest_looking(plan: &Plan<'_>, job: usize, units: &[usize]) -> Option<Vec<Spot>> {
    let task = &plan.instance.plant.tasks[job];
    let looks = |unit: usize, start: usize| energy_cost(plan.instance, task, unit, start);
    let here = plan.state.places[job].map_or(f64::INFINITY, |(unit, start)| looks(unit, start));
    let last = task.latest_in_horizon?;
    let all = || units.iter().flat_map(|&unit| (0..=last).map(move |start| (unit, start)));
    let least = all().map(|(unit, start)| looks(unit, start)).fold(f64::INFINITY, f64::min);
    let alike = ALIKE * (1.0 + least.abs());
    (least < here - alike).then(|| all().filter(|(unit, start)| looks(*unit, *start) <= least + alike).collect())
}

fn cheapest_allowed(spots: &[Spot], outcomes: &BTreeMap<Spot, Outcome>) -> Option<Spot> {
    let mut best: Option<(f64, Spot)> = None;
    for spot in spots {
        if let Some(Outcome::Costs(cost)) = outcomes.get(spot)
            && best.is_none_or(|(least, _)| *cost < least)
        {
            best = Some((*cost, *spot));
        }
    }
    best.map(|(_, spot)| spot)
}

fn allowed(plan: &mut Plan<'_>, job: usize, spot: Spot) -> Result<Binding, Issues> {
    match energy_saving(plan, job, spot) {
        Some(saving) => dearer(plan, job, spot, saving),
        None => {
            let message = format!("{} is free for it", plan.text(spot.0, spot.1));
            Ok(of_rule(Rule::NotCheapest, plan.problem.jobs[job].job_id.clone(), None, "", message))
        }
    }
}

fn forbidden(plan: &mut Plan<'_>, job: usize, spots: &[Spot], outcomes: &BTreeMap<Spot, Outcome>) -> (Spot, Binding) {
    let here = plan.state.places[job].map_or(0, |(_, start)| start);
    let site = Site { problem: plan.problem, plant: &plan.instance.plant, places: &plan.state.places };
    let broken = spots.iter().map(|&(unit, start)| ((unit, start), obstacles(&site, At { job, unit, start })));
    let nearest = broken.min_by_key(|((unit, start), broken)| (broken.len(), start.abs_diff(here), *start, *unit));
    let (spot, broken) = nearest.unwrap_or_default();
    let place = plan.text(spot.0, spot.1);
    let binding = match broken.into_iter().next() {
        Some(Obstacle { rule, subject, amount, unit, message }) => {
            of_rule(rule, subject, Some(amount), unit, format!("{place} is not open: {message}"))
        }
        None if outcomes.get(&spot) == Some(&Outcome::OverDemandLimit) => over_demand_limit(plan, job, spot),
        None => {
            let equipment = plan.problem.equipment[spot.0].equipment_id.clone();
            let message = format!(
                "{place} is not open: no on-periods of {equipment} would keep its minimum run time, starts per day, \
                 start-up and shutdown"
            );
            of_rule(Rule::OnPeriods, equipment, None, "", message)
        }
    };
    (spot, binding)
}

fn over_demand_limit(plan: &mut Plan<'_>, job: usize, (unit, start): Spot) -> Binding {
    let plant = &plan.instance.plant;
    let mut over = 0;
    if plan.state.change(&[(job, Some((unit, start)))]) {
        let load: Vec<i64> = plan.state.load_kw().iter().map(|kw| (kw * NANO as f64).round() as i64).collect();
        let limit = plant.demand_limit.unwrap_or(i64::MAX);
        let above =
            plant.limit_windows.iter().map(|window| Plant::above_limit(Plant::window_mean(&load, window), limit));
        over = above.max().unwrap_or(0);
        plan.state.undo();
    }
    let over_kw = (Decimal::from(over) / Decimal::from(NANO)).round_dp(6).normalize();
    let limit = figure(plan.problem.site.demand_limit_kw.unwrap_or_default());
    let place = plan.text(unit, start);
    let message = format!("on {place} the demand limit of {limit} kW would be exceeded by {} kW", figure(over_kw));
    of_rule(Rule::DemandLimit, plan.problem.site.site_id.clone(), Some(over_kw), "kW", message)
}

fn energy_saving(plan: &Plan<'_>, job: usize, (unit, start): Spot) -> Option<Decimal> {
    let (here, from) = plan.state.places[job]?;
    let cost = |unit, start| exact_energy_cost(plan.problem, plan.exposure, job, unit, start);
    Some(cost(here, from) - cost(unit, start))
}

fn of_rule(rule: Rule, subject: String, amount: Option<Decimal>, unit: &'static str, message: String) -> Binding {
    Binding { rule, place: None, energy_saving: None, subject, amount, unit, message }
}
