use super::explanation::{Binding, Rule};
use super::peaks::Rise;
use super::plan::Plan;
use super::words::{figure, money};
use crate::billing::price;
use crate::error::Issues;
use crate::model::Decimal;

/// What makes an allowed place cost more than its energy does: the demand charge that rises most, or, if that is more,
/// starts, minimum load and energy tiers together. `energy_saving` is what the job's own energy costs less there.
pub fn dearer(
    plan: &mut Plan<'_>,
    job: usize,
    (unit, start): (usize, usize),
    energy_saving: Decimal,
) -> Result<Binding, Issues> {
    if !plan.state.change(&[(job, Some((unit, start)))]) {
        return Ok(binding(Rule::OnPeriods, String::new(), None, "", "the place is not open".to_string()));
    }
    let priced = price(plan.problem, &plan.state.solution().schedule(plan.problem));
    plan.state.undo();
    let priced = priced?;
    let increase = priced.cost.objective - plan.objective;
    let rises = plan.peaks.rises(&plan.profile, &priced.profile);
    let of_peaks: Decimal = rises.iter().map(|rise| rise.cost).sum();
    let of_running = increase + energy_saving - of_peaks;
    let highest = rises.into_iter().fold(None, |highest: Option<Rise>, rise| match highest {
        Some(highest) if highest.cost >= rise.cost => Some(highest),
        _ => Some(rise),
    });
    let place = plan.text(unit, start);
    if increase < Decimal::ZERO {
        let message = format!("the plan would cost {} less on {place}", money(plan.problem, -increase));
        return Ok(binding(Rule::NotCheapest, String::new(), None, "", message));
    }
    Ok(match highest.filter(|rise| rise.cost > Decimal::ZERO && rise.cost >= of_running) {
        Some(rise) => {
            let message = format!(
                "on {place} demand charge {} of {} would rise by {} kW to {} kW and cost {} more",
                rise.charge,
                rise.month,
                figure(rise.kw),
                figure(rise.to_kw),
                money(plan.problem, rise.cost)
            );
            binding(Rule::Peak, rise.charge, Some(rise.kw), "kW", message)
        }
        None => {
            let more = money(plan.problem, of_running);
            let message = format!("on {place} starts, minimum load and energy tiers would cost {more} more");
            let equipment = plan.problem.equipment[unit].equipment_id.clone();
            binding(Rule::RunningCost, equipment, Some(of_running), "", message)
        }
    })
}

fn binding(rule: Rule, subject: String, amount: Option<Decimal>, unit: &'static str, message: String) -> Binding {
    Binding { rule, place: None, energy_saving: None, subject, amount, unit, message }
}
