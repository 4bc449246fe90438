use crate::check::{recompute, validate};
use crate::error::Code;
use crate::sample::{Rng, Sample, sample};

#[test]
fn samples_are_feasible() {
    for seed in 0..400 {
        let Sample { problem, schedule } = sample(seed);
        let violations = validate(&problem, &schedule);
        assert!(violations.is_empty(), "seed {seed}: {violations:#?}");
        let issues = crate::inputs::check(&problem);
        assert!(issues.0.iter().all(|issue| issue.code == Code::EmptyInput), "seed {seed}: {issues}");
    }
}

#[test]
fn samples_differ_and_repeat() {
    assert_eq!(sample(7).problem, sample(7).problem);
    assert_ne!(sample(7).schedule, sample(8).schedule);
    let jobs: usize = (0..100).map(|seed| sample(seed).problem.jobs.len()).sum();
    assert!(jobs > 500, "{jobs} jobs in 100 samples");
}

#[test]
fn the_order_of_rows_changes_nothing() {
    for seed in 0..60 {
        let Sample { problem, mut schedule } = sample(seed);
        let (before, broken_before) = (recompute(&problem, &schedule), validate(&problem, &schedule));
        let mut rng = Rng::new(seed);
        shuffle(&mut rng, &mut schedule.assignments);
        shuffle(&mut rng, &mut schedule.runs);
        let mut shuffled = problem.clone();
        shuffle(&mut rng, &mut shuffled.tariff.periods);
        shuffle(&mut rng, &mut shuffled.tariff.prices);
        shuffle(&mut rng, &mut shuffled.site_load);
        shuffle(&mut rng, &mut shuffled.shifts);
        shuffle(&mut rng, &mut shuffled.availability);
        let after = recompute(&shuffled, &schedule);
        assert_eq!(
            (after.total, after.objective.round_dp(9)),
            (before.total, before.objective.round_dp(9)),
            "seed {seed}"
        );
        assert_eq!(validate(&shuffled, &schedule), broken_before, "seed {seed}");
        shuffle(&mut rng, &mut shuffled.jobs);
        shuffle(&mut rng, &mut shuffled.equipment);
        shuffled.sort();
        assert_eq!(shuffled, problem);
    }
}

fn shuffle<T>(rng: &mut Rng, items: &mut [T]) {
    for i in (1..items.len()).rev() {
        let j = rng.between(0, i64::try_from(i).expect("small"));
        items.swap(i, usize::try_from(j).expect("small"));
    }
}
