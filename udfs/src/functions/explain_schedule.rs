use super::{Source, number, row, text};
use crate::error::Issues;
use crate::explain::{self, Binding, JobExplanation, Where};
use crate::model::{Decimal, Problem, ScheduleKind};
use crate::row::{Cell, Row};
use crate::stored;
use crate::tables::Kind::{Money, Quantity, Text, Time};
use crate::tables::{Table, optional, required};

pub static EXPLAINED: Table = Table {
    name: "explain_schedule",
    comment: "Why each job of a run is where it is",
    columns: &[
        required("run_id", Text, "", "Run, as in optimization_runs"),
        required("job_id", Text, "", "Job"),
        optional("equipment_id", Text, "", "Where it runs; null: not scheduled"),
        optional("scheduled_start", Time, "", "From when"),
        optional("cost_here", Money, "currency", "What the objective would fall by if the job were not done"),
        optional("next_equipment_id", Text, "", "Next best place; null: the job has no other"),
        optional("next_start", Time, "", "From when there"),
        optional("cost_increase", Money, "currency", "What the objective would rise by there"),
        required(
            "binding",
            Text,
            "",
            "What keeps it from the place that looks cheapest by its own energy: earliest_start, deadline, fixed, \
             allowed_equipment, setpoint, capacity, max_concurrent_jobs, availability, crew, predecessor, on_periods, \
             demand_limit, peak, running_cost; price: none looks cheaper; not_cheapest: nothing does",
        ),
        optional("binding_subject", Text, "", "Job, equipment or demand charge that stands in the way"),
        optional("binding_amount", Quantity, "binding_unit", "By how much"),
        optional("binding_unit", Text, "", "min, kW, degC, people, job; null: money"),
        optional("binding_equipment_id", Text, "", "The place that looks cheapest"),
        optional("binding_start", Time, "", "From when there"),
        optional("energy_saving", Money, "currency", "What the job's energy would cost less there"),
        required("message", Text, "", "The same in words"),
    ],
    key: &["run_id", "job_id"],
    partition: &[],
};

pub fn explain_schedule(source: &Source<'_>, run_id: &str) -> Result<Vec<Row>, Issues> {
    let store = source.store;
    let problem = stored::run_problem(store, source.tenant, run_id)?;
    let schedule = stored::run_schedule(store, source.tenant, run_id, ScheduleKind::Optimized.as_str(), &problem)?;
    let explanation = explain::explain_schedule(&problem, &schedule)?;
    Ok(explanation.jobs.iter().map(|job| job_row(run_id, &problem, job)).collect())
}

fn job_row(run_id: &str, problem: &Problem, job: &JobExplanation) -> Row {
    let equipment =
        |place: Option<Where>| place.map_or(Cell::Null, |place| text(&problem.equipment[place.equipment].equipment_id));
    let start = |place: Option<Where>| place.map_or(Cell::Null, |place| Cell::Time(place.start));
    let amount = |amount: Option<Decimal>| amount.map_or(Cell::Null, number);
    let words = |words: &str| if words.is_empty() { Cell::Null } else { text(words) };
    let next = job.next_best.map(|next| next.place);
    let Binding { rule, place, energy_saving, subject, amount: by, unit, message } = &job.binding;
    row([
        ("run_id", text(run_id)),
        ("job_id", text(&problem.jobs[job.job].job_id)),
        ("equipment_id", equipment(job.here)),
        ("scheduled_start", start(job.here)),
        ("cost_here", amount(job.cost_here)),
        ("next_equipment_id", equipment(next)),
        ("next_start", start(next)),
        ("cost_increase", amount(job.next_best.map(|next| next.cost_increase))),
        ("binding", text(rule.as_str())),
        ("binding_subject", words(subject)),
        ("binding_amount", amount(*by)),
        ("binding_unit", words(unit)),
        ("binding_equipment_id", equipment(*place)),
        ("binding_start", start(*place)),
        ("energy_saving", amount(*energy_saving)),
        ("message", text(message)),
    ])
}
