use serde_json::Value;

use super::text::{row, text};
use super::{equipment, horizon, job, load, options, previous, site, tariff};
use crate::error::{Code, Issue, Issues, Place};
use crate::model::Problem;
use crate::row::{Cell, Row, RowReader, cell_from_json, cell_to_json};

pub const PROBLEM_FORMAT: &str = "heatsched-problem/1";

/// Reads a problem document. All that is wrong with its form is reported at once; what is wrong with its meaning is
/// found by `inputs::check`.
pub fn problem_from_json(json: &str) -> Result<(Problem, Issues), Issues> {
    let unreadable = |message: String| {
        Issues::from(Issue::error(Code::Malformed, Place::new("problem"), message, "give a JSON object"))
    };
    match cell_from_json(json).map_err(unreadable)? {
        Cell::Row(row) => read_problem(&row),
        other => Err(unreadable(format!("{} is not a problem document", other.describe()))),
    }
}

pub fn read_problem(document: &Row) -> Result<(Problem, Issues), Issues> {
    let mut issues = Issues::default();
    let mut reader = RowReader::new(document, Place::default(), &mut issues);
    let format: String = reader.required("format");
    if !format.is_empty() && format != PROBLEM_FORMAT {
        reader.error(
            Code::Malformed,
            "format",
            format!("\"{format}\" is not {PROBLEM_FORMAT}"),
            format!("use {PROBLEM_FORMAT}"),
        );
    }
    let (mut read_site, mut read_horizon, mut read_tariff, mut read_options) = (None, None, None, None);
    reader.object("site", |r| read_site = Some(site::read(r)));
    reader.object("tariff", |r| read_tariff = Some(tariff::read(r)));
    reader.object("options", |r| read_options = Some(options::read(r)));
    let demand_allocation = reader.word("demand_allocation", |word| word.parse().ok(), "marginal, prorated");
    let (mut read_equipment, mut availability, mut jobs) = (Vec::new(), Vec::new(), Vec::new());
    let (mut site_load, mut shifts, mut previous_schedule) = (Vec::new(), Vec::new(), Vec::new());
    reader.rows("equipment", |r| read_equipment.push(equipment::read(r)));
    reader.rows("availability", |r| availability.push(load::read_unavailability(r)));
    reader.rows("jobs", |r| jobs.push(job::read(r)));
    reader.object("horizon", |r| read_horizon = Some(horizon::read(r, &jobs)));
    reader.rows("site_load", |r| site_load.push(load::read_site_load(r)));
    reader.rows("shifts", |r| shifts.push(load::read_shift(r)));
    reader.rows("previous_schedule", |r| previous_schedule.push(previous::read(r)));
    reader.finish();
    let (Some(site), Some(horizon), Some(tariff), Some(options)) = (read_site, read_horizon, read_tariff, read_options)
    else {
        return Err(issues);
    };
    let mut problem = Problem {
        site,
        horizon,
        tariff,
        demand_allocation: demand_allocation.unwrap_or_default(),
        equipment: read_equipment,
        availability,
        jobs,
        site_load,
        shifts,
        previous_schedule,
        options,
    };
    problem.sort();
    issues.into_result(problem)
}

/// The document in canonical order, decimals as strings.
pub fn problem_to_json(problem: &Problem) -> Value {
    fn rows<T>(items: &[T], write: impl Fn(&T) -> Row) -> Cell {
        Cell::List(items.iter().map(|item| Cell::Row(write(item))).collect())
    }
    let mut document = row([
        ("format", text(PROBLEM_FORMAT)),
        ("site", Cell::Row(site::write(&problem.site))),
        ("horizon", Cell::Row(horizon::write(&problem.horizon))),
        ("tariff", Cell::Row(tariff::write(&problem.tariff))),
        ("demand_allocation", text(problem.demand_allocation.as_str())),
        ("equipment", rows(&problem.equipment, equipment::write)),
        ("availability", rows(&problem.availability, load::write_unavailability)),
        ("jobs", rows(&problem.jobs, job::write)),
        ("site_load", rows(&problem.site_load, load::write_site_load)),
        ("shifts", rows(&problem.shifts, load::write_shift)),
        ("options", Cell::Row(options::write(&problem.options))),
    ]);
    // written where there is one, so that other problems keep their hash
    if !problem.previous_schedule.is_empty() {
        document.0.push(("previous_schedule".to_string(), rows(&problem.previous_schedule, previous::write)));
    }
    cell_to_json(&Cell::Row(document))
}
