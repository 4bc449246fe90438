use crate::optimize::instance::Instance;
use crate::optimize::search::{Place, Solution, State};

/// Rounds after which jobs are left where they are.
const ROUNDS: usize = 4;
/// Jobs that go back together at most.
const GROUP: usize = 6;

/// The plan with every job where it was before for which the plan is no worse, prices of moves included.
pub fn put_back(instance: &Instance, plan: Solution) -> Solution {
    let Some(mut state) = State::empty(instance) else { return plan };
    if !plan.load_into(&mut state) || state.moved().is_empty() {
        return plan;
    }
    for _ in 0..ROUNDS {
        let before = state.moved();
        for task in before.iter().copied() {
            try_back(&mut state, task);
        }
        if state.moved() == before {
            break;
        }
    }
    state.refresh();
    let found = state.solution();
    if found.score.compare(&plan.score).is_gt() { plan } else { found }
}

/// Puts a task back, with the moved tasks that are in its way.
fn try_back(state: &mut State<'_>, task: usize) {
    if !state.instance.has_moved(task, state.places[task]) {
        return;
    }
    let before = state.score();
    let group = group(state, task);
    if state.change(&group) {
        if state.score().compare(&before).is_gt() {
            state.undo();
        } else {
            state.settle();
        }
    }
}

/// The task, and those that stand where one of the group was, all to their previous places.
fn group(state: &State<'_>, task: usize) -> Vec<(usize, Place)> {
    let instance = state.instance;
    let tasks = &instance.plant.tasks;
    let mut group = vec![task];
    let mut next = 0;
    while next < group.len() && group.len() < GROUP {
        let member = group[next];
        next += 1;
        let Some((unit, start)) = instance.previous[member] else { continue };
        let end = start + tasks[member].intervals;
        if state.has_room(member, unit, start) {
            continue;
        }
        let in_the_way = |other: &usize| {
            let Some((_, begins)) = state.places[*other] else { return false };
            instance.has_moved(*other, state.places[*other])
                && begins < end
                && start < begins + tasks[*other].intervals
                && !group.contains(other)
        };
        let others: Vec<usize> = state.jobs_on(unit).filter(in_the_way).collect();
        group.extend(others);
    }
    group.into_iter().map(|task| (task, instance.previous[task])).collect()
}
