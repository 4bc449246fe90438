use super::plant;
use crate::check::{recompute, verify};
use crate::error::{Code, Issues};
use crate::model::{Cost, Decimal, PlanResult, PricedAssignment, Problem, Schedule, ScheduleKind, Status};

/// A result with the checker's own figures.
fn result(problem: &Problem, schedule: &Schedule) -> PlanResult {
    let found = recompute(problem, schedule);
    let assignments = found.jobs.iter().map(|figures| PricedAssignment {
        job: figures.job,
        equipment: figures.equipment,
        start: figures.span.start,
        end: figures.span.end,
        power_kw: figures.power_kw,
        input_energy_kwh: figures.input_energy_kwh,
        energy_cost: figures.energy_cost.round_dp(4),
        tariff_period: figures
            .category_kwh
            .iter()
            .max_by_key(|(_, kwh)| **kwh)
            .map(|(name, _)| name.clone())
            .expect("a period"),
        demand_contribution_kw: figures.demand_contribution_kw,
    });
    PlanResult {
        site_id: problem.site.site_id.clone(),
        schedule_kind: ScheduleKind::Optimized,
        status: Status::Optimal,
        solver: "none".into(),
        lower_bound: Some(found.objective),
        gap: Some(Decimal::ZERO),
        solve_seconds: Decimal::ZERO,
        work_units: 0,
        seed: 0,
        reproducible: true,
        assignments: assignments.collect(),
        runs: schedule.runs.clone(),
        profile: found.profile.clone(),
        cost: Cost {
            energy: found.energy,
            demand: found.demand,
            fuel: found.fuel,
            fixed: found.fixed,
            total: found.total,
            objective: found.objective,
            lines: found.lines.clone(),
            peaks: found.peaks.clone(),
            ..Cost::default()
        },
        demand_allocation: problem.demand_allocation,
        baseline: None,
        replan: None,
        violations: Vec::new(),
        warnings: Issues::default(),
        input_hash: String::new(),
        provenance_hash: String::new(),
    }
}

#[test]
fn every_reported_figure_is_compared() {
    let (problem, schedule) = plant();
    let right = result(&problem, &schedule);
    assert_eq!(verify(&problem, &right), []);
    let cent = Decimal::new(1, 2);
    let changes: [fn(&mut PlanResult, Decimal); 15] = [
        |r, cent| r.cost.energy += cent,
        |r, cent| r.cost.demand += cent,
        |r, cent| r.cost.fuel += cent,
        |r, cent| r.cost.fixed += cent,
        |r, cent| r.cost.total += cent,
        |r, cent| r.cost.objective += cent,
        |r, cent| r.cost.lines[0].amount += cent,
        |r, cent| r.cost.peaks[0].peak_kw += cent,
        |r, cent| r.profile.intervals[9].electric_kw += cent,
        |r, cent| r.assignments[0].power_kw += cent,
        |r, cent| r.assignments[0].input_energy_kwh += cent,
        |r, cent| r.assignments[0].energy_cost += cent,
        |r, cent| r.assignments[0].demand_contribution_kw += cent,
        |r, cent| r.lower_bound = r.lower_bound.map(|bound| bound + cent),
        |r, cent| r.gap = Some(cent),
    ];
    for (i, change) in changes.into_iter().enumerate() {
        let mut wrong = right.clone();
        change(&mut wrong, cent);
        let rows = verify(&problem, &wrong);
        assert!(!rows.is_empty() && rows.iter().all(|row| row.code == Code::CostMismatch), "change {i}: {rows:#?}");
    }
}
