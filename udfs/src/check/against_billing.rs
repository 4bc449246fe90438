//! The checker and the calculator come to the same figures, on schedules that neither of them made.

use super::{recompute, verify};
use crate::billing::price;
use crate::model::{Decimal, PlanResult, ScheduleKind, Status};
use crate::sample::{Sample, sample, sample_of_any_tariff};

const SEEDS: std::ops::Range<u64> = 0..400;

#[test]
fn the_calculator_agrees_to_the_cent() {
    agree(sample);
}

#[test]
fn the_calculator_agrees_on_any_tariff() {
    agree(sample_of_any_tariff);
}

/// Otherwise agreement on them would say nothing.
#[test]
fn the_samples_have_every_part() {
    let (mut kinds, mut tiers) = (std::collections::BTreeSet::new(), 0);
    for seed in SEEDS {
        let Sample { problem, schedule } = sample_of_any_tariff(seed);
        let lines = recompute(&problem, &schedule).lines;
        tiers += lines.iter().filter(|line| line.tier.is_some_and(|tier| tier > 1)).count();
        kinds.extend(lines.into_iter().filter(|line| !line.amount.is_zero()).map(|line| line.charge));
    }
    let all = ["coincident", "demand", "energy", "fixed", "fuel", "minimum", "rider", "tax"];
    assert_eq!(kinds.iter().map(String::as_str).collect::<Vec<_>>(), all);
    assert!(tiers > 100, "{tiers}");
}

fn agree(sample: fn(u64) -> Sample) {
    let mut wrong = Vec::new();
    for seed in SEEDS {
        let Sample { problem, schedule } = sample(seed);
        let found = recompute(&problem, &schedule);
        let priced = match price(&problem, &schedule) {
            Ok(priced) => priced,
            Err(issues) => {
                wrong.push(format!("seed {seed}: {issues}"));
                continue;
            }
        };
        let cost = &priced.cost;
        let parts = [
            ("energy", cost.energy, found.energy),
            ("demand", cost.demand, found.demand),
            ("fuel", cost.fuel, found.fuel),
            ("coincident", cost.coincident, found.coincident),
            ("fixed", cost.fixed, found.fixed),
            ("rider", cost.rider, found.rider),
            ("minimum", cost.minimum, found.minimum),
            ("tax", cost.tax, found.tax),
            ("total", cost.total, found.total),
        ];
        let differing = parts.into_iter().filter(|(_, priced, checked)| priced != checked);
        wrong.extend(
            differing.map(|(name, priced, checked)| format!("seed {seed}: {name} {priced}, checked {checked}")),
        );
        if (cost.objective - found.objective).abs() > Decimal::new(1, 9) {
            wrong.push(format!("seed {seed}: objective {}, checked {}", cost.objective, found.objective));
        }
    }
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
}

#[test]
fn every_priced_figure_is_verified() {
    for (seed, sample) in SEEDS.flat_map(|seed| [(seed, sample(seed)), (seed, sample_of_any_tariff(seed))]) {
        let Sample { problem, schedule } = sample;
        let Ok(priced) = price(&problem, &schedule) else { continue };
        let result = PlanResult {
            site_id: problem.site.site_id.clone(),
            schedule_kind: ScheduleKind::Baseline,
            status: Status::Feasible,
            solver: "sample".into(),
            lower_bound: None,
            gap: None,
            solve_seconds: Decimal::ZERO,
            work_units: 0,
            seed,
            reproducible: true,
            assignments: priced.assignments,
            runs: schedule.runs.clone(),
            profile: priced.profile,
            cost: priced.cost,
            demand_allocation: problem.demand_allocation,
            baseline: None,
            replan: None,
            violations: Vec::new(),
            warnings: crate::Issues::default(),
            input_hash: String::new(),
            provenance_hash: String::new(),
        };
        let wrong = verify(&problem, &result);
        let rows = &wrong[..wrong.len().min(4)];
        assert!(wrong.is_empty(), "seed {seed}: {} differences\n{rows:#?}", wrong.len());
    }
}
