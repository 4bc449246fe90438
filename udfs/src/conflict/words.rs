use rust_decimal::RoundingStrategy::MidpointAwayFromZero;

use super::Group;
use super::facts::{Fact, FactKind};
use super::remedies::Remedy;
use crate::model::{Decimal, Instant, Problem};
use crate::operation::NANO;

/// What a group of constraints says.
fn group(problem: &Problem, group: Group) -> String {
    let id = |unit: usize| &problem.equipment[unit].equipment_id;
    let equipment = |unit: usize| &problem.equipment[unit];
    match group {
        Group::Job(job) => job_in_window(problem, job),
        Group::Crew => "no more crew is at work than on shift".to_string(),
        Group::DemandLimit => {
            format!("the demand limit is {} kW", figure(problem.site.demand_limit_kw.unwrap_or_default()))
        }
        Group::OnPeriods(unit) => {
            format!("{} keeps its minimum run time, starts per day, start-up and shutdown", id(unit))
        }
        Group::Availability(unit) => unavailable(problem, id(unit)),
        Group::AllowedEquipment(job) => {
            let allowed = problem.jobs[job].allowed_equipment.clone().unwrap_or_default();
            format!("{} may use {} only", problem.jobs[job].job_id, allowed.join(", "))
        }
        Group::Setpoint(job) => setpoint(problem, job),
        Group::Fixed(job) => format!("{} stays where it is fixed", problem.jobs[job].job_id),
        Group::Predecessor(job) => {
            let before = problem.jobs[job].predecessor_job_id.as_deref().unwrap_or_default();
            format!("{} waits for {before}", problem.jobs[job].job_id)
        }
        Group::MaxConcurrentJobs(unit) => {
            let most = equipment(unit).max_concurrent_jobs.unwrap_or_default();
            format!("{} takes {most} {} at once", id(unit), if most == 1 { "job" } else { "jobs" })
        }
        Group::Capacity(unit) => format!("{} gives {} kW", id(unit), figure(equipment(unit).capacity_kw)),
    }
}

fn job_in_window(problem: &Problem, job: usize) -> String {
    let each = &problem.jobs[job];
    let window = each.window().unwrap_or(problem.horizon.span());
    format!(
        "{} takes {} minutes from {} to {}",
        each.job_id,
        each.duration_minutes,
        local(problem, window.start),
        local(problem, window.end)
    )
}

fn unavailable(problem: &Problem, equipment_id: &str) -> String {
    let off = problem.availability.iter().filter(|off| off.equipment_id == equipment_id);
    let spans: Vec<String> = off
        .take(3)
        .map(|off| format!("{} to {}", local(problem, off.span.start), local(problem, off.span.end)))
        .collect();
    format!("{equipment_id} is not available {}", spans.join(", "))
}

fn setpoint(problem: &Problem, job: usize) -> String {
    let each = &problem.jobs[job];
    let reaching = problem.equipment.iter().filter(|e| e.reaches(each.temperature_setpoint_c));
    let reaching: Vec<&str> = reaching.map(|e| e.equipment_id.as_str()).collect();
    let degrees = figure(each.temperature_setpoint_c.unwrap_or_default());
    match &reaching[..] {
        [] => format!("{} needs {degrees} degrees C, which nothing reaches", each.job_id),
        some if some.len() <= 3 => {
            format!("{} needs {degrees} degrees C, which only {} reaches", each.job_id, some.join(" or "))
        }
        _ => format!("{} needs {degrees} degrees C", each.job_id),
    }
}

/// The arithmetic behind a conflict.
pub fn fact(problem: &Problem, fact: &Fact) -> String {
    let jobs = job_ids(problem, &fact.jobs);
    let step = i64::from(problem.horizon.interval_minutes);
    let between = |from: usize, to: usize| {
        format!(
            "from {} to {}",
            local(problem, problem.horizon.instant(from)),
            local(problem, problem.horizon.instant(to))
        )
    };
    let on = |units: &[usize]| -> String {
        let ids: Vec<&str> = units.iter().map(|unit| problem.equipment[*unit].equipment_id.as_str()).collect();
        ids.join(", ")
    };
    let kwh = |nano_kw_minutes: i64| figure(Decimal::from(nano_kw_minutes) / Decimal::from(NANO) / Decimal::from(60));
    match &fact.kind {
        FactKind::BaseLoad { at } => {
            format!("the site's own load is above the demand limit at {}", local(problem, problem.horizon.instant(*at)))
        }
        FactKind::NoPlace => format!("{jobs} has no place even if it were alone"),
        FactKind::MachineTime { units, from, to, needed, available } => format!(
            "{jobs} take {} minutes of {} {}, which has {} for them",
            needed * step,
            on(units),
            between(*from, *to),
            available * step
        ),
        FactKind::Heat { units, from, to, needed, available } => format!(
            "{jobs} take {} kWh of {} {}, which gives {}",
            kwh(needed.saturating_mul(step)),
            on(units),
            between(*from, *to),
            kwh(available.saturating_mul(step))
        ),
        FactKind::Crew { from, to, needed, available } => {
            format!("{jobs} take {needed} minutes of people's work {}, on shift are {available}", between(*from, *to))
        }
        FactKind::Electricity { from, to, needed, available } => format!(
            "{jobs} draw at least {} kWh {}, the demand limit leaves {}",
            kwh(*needed),
            between(*from, *to),
            kwh(*available)
        ),
    }
}

pub fn remedy(problem: &Problem, remedy: Remedy) -> String {
    match remedy {
        Remedy::EndLater { job, minutes } => format!("end {} {minutes} minutes later", problem.jobs[job].job_id),
        Remedy::RaiseDemandLimit { kw } => format!("raise demand_limit_kw by {kw} kW"),
        Remedy::AddCrew { people } => format!("add {people} people to the shifts"),
    }
}

/// Of many the first few, and how many more there are.
pub fn few(items: &[String]) -> String {
    match items.len().saturating_sub(FEW) {
        0 => items.join(", "),
        more => format!("{} and {more} more", items[..FEW].join(", ")),
    }
}

const FEW: usize = 6;

pub fn job_ids(problem: &Problem, jobs: &[usize]) -> String {
    let ids: Vec<String> = jobs.iter().map(|job| problem.jobs[*job].job_id.clone()).collect();
    few(&ids)
}

/// Every member of a conflict in words; of many jobs the first few.
pub fn members(problem: &Problem, members: &[Group]) -> String {
    let is_of_job = |member: &Group| matches!(member, Group::Job(_) | Group::AllowedEquipment(_) | Group::Setpoint(_));
    let (of_jobs, others): (Vec<Group>, Vec<Group>) = members.iter().partition(|member| is_of_job(member));
    let mut said: Vec<String> = of_jobs.iter().take(FEW).map(|member| group(problem, *member)).collect();
    if of_jobs.len() > FEW {
        said.push(format!("{} more of this kind", of_jobs.len() - FEW));
    }
    said.extend(others.iter().map(|member| group(problem, *member)));
    said.join("; ")
}

/// At most two decimals.
pub fn figure(value: Decimal) -> String {
    value.round_dp_with_strategy(2, MidpointAwayFromZero).normalize().to_string()
}

/// In the site's time.
fn local(problem: &Problem, at: Instant) -> String {
    at.with_timezone(&problem.site.time_zone).format("%Y-%m-%d %H:%M").to_string()
}
