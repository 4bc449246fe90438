use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Code, Issue, Issues, Place};
use crate::model::Problem;

/// Ids name one row each; the names of charges are the ids of the bill's lines.
pub fn check(problem: &Problem, issues: &mut Issues) {
    let tariff = &problem.tariff;
    repeated(issues, "jobs", "job_id", problem.jobs.iter().map(|job| job.job_id.as_str()));
    repeated(issues, "equipment", "equipment_id", problem.equipment.iter().map(|e| e.equipment_id.as_str()));
    let categories: BTreeSet<&str> =
        tariff.periods.iter().filter(|p| p.demand_rate_kw.is_some()).map(|p| p.period_category.as_str()).collect();
    let charges = tariff.demand_charges.iter().map(|charge| charge.name.as_str());
    repeated(issues, "tariff.demand_charges", "name", charges.chain(categories));
    repeated(issues, "tariff.fixed_charges", "name", tariff.fixed_charges.iter().map(|charge| charge.name.as_str()));
}

fn repeated<'a>(issues: &mut Issues, source: &str, column: &str, ids: impl Iterator<Item = &'a str>) {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for id in ids {
        *times.entry(id).or_default() += 1;
    }
    for (id, times) in times.into_iter().filter(|(_, times)| *times > 1) {
        let place = Place::new(source).key(id).column(column);
        let fix = "keep one of the rows, or give the others an id of their own";
        issues.push(Issue::error(Code::DuplicateId, place, format!("\"{id}\" is there {times} times"), fix));
    }
}
