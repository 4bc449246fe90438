use rust_decimal::RoundingStrategy::MidpointAwayFromZero;
use serde_json::{Value, json};

use super::RESULT_FORMAT;
use crate::document::{decimal_text, instant_text};
use crate::error::Issue;
use crate::model::{
    BillLine, Cost, Decimal, EquipmentCost, EquipmentRun, JobMove, LoadInterval, MoveReason, Peak, PeriodCost,
    PlanResult, PricedAssignment, Problem, Violation,
};

/// Digits after the point of quantities and unrounded money in a document.
const DECIMALS: u32 = 4;

/// The result document. Quantities and unrounded money have up to four decimals, amounts of a bill two.
pub fn result_to_json(problem: &Problem, result: &PlanResult) -> Value {
    let mut written = json!({
        "format": RESULT_FORMAT,
        "site_id": result.site_id,
        "schedule_kind": result.schedule_kind.as_str(),
        "status": result.status.as_str(),
        "solver": result.solver,
        "objective": quantity(result.cost.objective),
        "lower_bound": result.lower_bound.map(quantity),
        "gap": result.gap.map(decimal_text),
        "solve_seconds": quantity(result.solve_seconds),
        "work_units": result.work_units,
        "seed": result.seed,
        "reproducible": result.reproducible,
        "assignments": result.assignments.iter().map(|a| assignment(problem, result, a)).collect::<Vec<_>>(),
        "equipment_runs": result.runs.iter().map(|r| run(problem, r)).collect::<Vec<_>>(),
        "load_profile": result.profile.intervals.iter().map(interval).collect::<Vec<_>>(),
        "peaks": result.cost.peaks.iter().map(peak).collect::<Vec<_>>(),
        "cost": cost(&result.cost, result.demand_allocation.as_str()),
        "baseline": result.baseline.as_ref().map(|b| json!({"total": cents(b.total), "violations": b.violations})),
        "savings": result.savings().map(cents),
        "savings_percent": result.savings_percent().map(cents),
        "violations": result.violations.iter().map(violation).collect::<Vec<_>>(),
        "warnings": result.warnings.0.iter().map(warning).collect::<Vec<_>>(),
        "input_hash": result.input_hash,
        "provenance_hash": result.provenance_hash,
    });
    if let Some(replan) = &result.replan {
        written["move_price"] = json!(quantity(replan.move_price));
        written["moves"] = replan.moves.iter().map(job_move).collect();
    }
    written
}

fn quantity(value: Decimal) -> String {
    decimal_text(value.round_dp_with_strategy(DECIMALS, MidpointAwayFromZero))
}

fn cents(value: Decimal) -> String {
    let mut value = value.round_dp_with_strategy(2, MidpointAwayFromZero);
    value.rescale(2);
    value.to_string()
}

fn assignment(problem: &Problem, result: &PlanResult, assignment: &PricedAssignment) -> Value {
    let job_id = &problem.jobs[assignment.job].job_id;
    json!({
        "assignment_id": assignment_id(result.schedule_kind.as_str(), job_id),
        "job_id": job_id,
        "equipment_id": problem.equipment[assignment.equipment].equipment_id,
        "scheduled_start": instant_text(assignment.start),
        "scheduled_end": instant_text(assignment.end),
        "power_kw": quantity(assignment.power_kw),
        "input_energy_kwh": quantity(assignment.input_energy_kwh),
        "energy_cost": quantity(assignment.energy_cost),
        "tariff_period": assignment.tariff_period,
        "demand_contribution_kw": quantity(assignment.demand_contribution_kw),
    })
}

/// A job runs once in a schedule, so kind and job name the assignment.
pub fn assignment_id(schedule_kind: &str, job_id: &str) -> String {
    format!("{schedule_kind}/{job_id}")
}

fn run(problem: &Problem, run: &EquipmentRun) -> Value {
    json!({
        "equipment_id": problem.equipment[run.equipment].equipment_id,
        "on": instant_text(run.on),
        "off": instant_text(run.off),
        "start_counted": run.start_counted,
    })
}

fn interval(interval: &LoadInterval) -> Value {
    json!({
        "start": instant_text(interval.span.start),
        "electric_kw": quantity(interval.electric_kw),
        "thermal_kw": quantity(interval.thermal_kw),
        "fuel_kw": quantity(interval.fuel_kw),
        "site_load_kw": quantity(interval.site_load_kw),
    })
}

fn peak(peak: &Peak) -> Value {
    json!({
        "charge": peak.charge,
        "month": peak.month,
        "peak_kw": quantity(peak.peak_kw),
        "billed_kw": quantity(peak.billed_kw),
        "at": instant_text(peak.at),
        "rate_kw": decimal_text(peak.rate_kw),
        "amount": cents(peak.amount),
    })
}

fn cost(cost: &Cost, demand_allocation: &str) -> Value {
    let mut written = json!({
        "energy": cents(cost.energy),
        "demand": cents(cost.demand),
        "fuel": cents(cost.fuel),
        "fixed": cents(cost.fixed),
        "minimum": cents(cost.minimum),
        "total": cents(cost.total),
        "lines": cost.lines.iter().map(line).collect::<Vec<_>>(),
        "by_period": cost.by_period.iter().map(by_period).collect::<Vec<_>>(),
        "by_equipment": cost.by_equipment.iter().map(by_equipment).collect::<Vec<_>>(),
        "demand_allocation": demand_allocation,
    });
    let further =
        [("coincident", cost.coincident), ("reactive", cost.reactive), ("rider", cost.rider), ("tax", cost.tax)];
    for (name, amount) in further.into_iter().filter(|(_, amount)| !amount.is_zero()) {
        written[name] = json!(cents(amount));
    }
    written
}

fn line(line: &BillLine) -> Value {
    let mut written = json!({
        "month": line.month,
        "charge": line.charge,
        "category": line.category,
        "quantity": quantity(line.quantity),
        "unit": line.unit,
        "rate": line.rate.map(decimal_text),
        "amount": cents(line.amount),
        "at": line.at.map(instant_text),
    });
    if let Some(tier) = line.tier {
        written["tier"] = json!(tier);
    }
    written
}

fn by_period(period: &PeriodCost) -> Value {
    json!({
        "period_category": period.period_category,
        "energy_kwh": quantity(period.energy_kwh),
        "energy_cost": quantity(period.energy_cost),
        "demand_cost": quantity(period.demand_cost),
        "peak_kw": quantity(period.peak_kw),
    })
}

fn by_equipment(equipment: &EquipmentCost) -> Value {
    json!({
        "equipment_id": equipment.equipment_id,
        "input_kwh": quantity(equipment.input_kwh),
        "heat_kwh": quantity(equipment.heat_kwh),
        "energy_cost": quantity(equipment.energy_cost),
        "on_minutes": equipment.on_minutes,
        "starts": equipment.starts,
    })
}

fn job_move(job_move: &JobMove) -> Value {
    let to = job_move.to.as_ref();
    let saves = if let MoveReason::Cheaper { saves } = job_move.reason { Some(quantity(saves)) } else { None };
    json!({
        "job_id": job_move.job_id,
        "from_equipment_id": job_move.from.equipment_id,
        "from_start": instant_text(job_move.from.start),
        "to_equipment_id": to.map(|to| to.equipment_id.as_str()),
        "to_start": to.map(|to| instant_text(to.start)),
        "reason": job_move.reason.as_str(),
        "saves": saves,
        "message": job_move.message,
    })
}

fn violation(violation: &Violation) -> Value {
    json!({
        "code": violation.code.as_str(),
        "subject": violation.subject,
        "message": violation.message,
        "amount": quantity(violation.amount),
        "unit": violation.unit,
        "fix": violation.fix,
    })
}

fn warning(issue: &Issue) -> Value {
    json!({
        "code": issue.code.as_str(),
        "place": issue.place.to_string(),
        "message": issue.message,
        "fix": issue.fix,
    })
}
