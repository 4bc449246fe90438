use crate::error::Issues;
use crate::model::Problem;

/// Every instant of the horizon has one rate; what else a tariff needs is checked with the tariff.
pub fn check(problem: &Problem, issues: &mut Issues) {
    issues.extend(crate::tariff::check(&problem.tariff, problem.site.time_zone, problem.horizon.span()));
}
