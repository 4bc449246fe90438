use super::{day, moves, run, was};
use crate::model::{Decimal, Fixed, JobMove, MoveReason, Problem};

fn moved(problem: &Problem) -> Vec<JobMove> {
    moves(problem, &run(problem).schedule).moves
}

fn reasons(moves: &[JobMove]) -> Vec<(&str, MoveReason, &str)> {
    moves.iter().map(|job_move| (job_move.job_id.as_str(), job_move.reason, job_move.message.as_str())).collect()
}

#[test]
fn a_move_says_what_it_saves() {
    let mut problem = day();
    problem.previous_schedule = vec![was("A", "E1", "06:00"), was("B", "E1", "12:00"), was("C", "E2", "14:00")];
    problem.options.move_price = Some(Decimal::from(9));
    let moves = moved(&problem);
    let saves = Decimal::from(10);
    assert_eq!(reasons(&moves), [("A", MoveReason::Cheaper { saves }, "there the plan would cost 10 more")]);
    problem.options.move_price = Some(Decimal::from(11));
    assert_eq!(moved(&problem), []);
}

#[test]
fn a_move_says_what_is_in_the_way() {
    let mut problem = day();
    problem.previous_schedule = vec![was("A", "E1", "12:00"), was("B", "E1", "13:00"), was("C", "E3", "14:00")];
    problem.jobs[0].fixed =
        Some(Fixed { equipment_id: Some("E1".into()), start: Some(problem.previous_schedule[1].start) });
    let moves = moved(&problem);
    let expected = [
        ("A", MoveReason::Changed, "it is fixed elsewhere"),
        ("B", MoveReason::Displaced, "E1 is taken by A"),
        ("C", MoveReason::Displaced, "E3 is not in the problem"),
    ];
    assert_eq!(reasons(&moves), expected);
}

#[test]
fn the_default_price_is_a_part_of_the_average_job() {
    // the baseline runs all three at the high rate: 180 kWh at 0.30, a third of it a job, a twentieth of that
    let mut problem = day();
    problem.previous_schedule = vec![was("A", "E1", "12:00")];
    let replan = moves(&problem, &run(&problem).schedule);
    assert_eq!(replan.move_price, Decimal::new(90, 2));
}
