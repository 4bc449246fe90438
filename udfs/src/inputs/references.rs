use std::collections::BTreeSet;

use super::job;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::Problem;

/// Rows name jobs and equipment that are there.
pub fn check(problem: &Problem, issues: &mut Issues) {
    let equipment: BTreeSet<&str> = problem.equipment.iter().map(|e| e.equipment_id.as_str()).collect();
    let jobs: BTreeSet<&str> = problem.jobs.iter().map(|j| j.job_id.as_str()).collect();
    let mut unknown = |place: Place, what: &str, id: &str| {
        let fix = format!("add the {what}, or correct the id");
        issues.push(Issue::error(Code::UnknownReference, place, format!("there is no {what} \"{id}\""), fix));
    };
    for each in &problem.jobs {
        for id in each.allowed_equipment.iter().flatten().filter(|id| !equipment.contains(id.as_str())) {
            unknown(job(each, "allowed_equipment"), "equipment", id);
        }
        if let Some(id) = each.predecessor_job_id.as_ref().filter(|id| !jobs.contains(id.as_str())) {
            unknown(job(each, "predecessor_job_id"), "job", id);
        }
        let fixed = each.fixed.as_ref().and_then(|fixed| fixed.equipment_id.as_ref());
        if let Some(id) = fixed.filter(|id| !equipment.contains(id.as_str())) {
            unknown(job(each, "fixed_equipment_id"), "equipment", id);
        }
    }
    for row in problem.availability.iter().filter(|row| !equipment.contains(row.equipment_id.as_str())) {
        let place = Place::new("availability").key(&row.equipment_id).column("equipment_id");
        unknown(place, "equipment", &row.equipment_id);
    }
}
