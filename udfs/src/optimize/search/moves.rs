use super::rng::Rng;
use super::state::{Place, State};

/// Tasks and their new places; reused from one proposal to the next.
pub type Moves = Vec<(usize, Place)>;

/// Proposes a random change. `false` if the draw gave nothing.
pub fn propose(state: &State<'_>, rng: &mut Rng, moves: &mut Moves, late: bool) -> bool {
    moves.clear();
    if state.places.is_empty() {
        return false;
    }
    match rng.below(100) {
        0..30 => shift(state, rng, moves, late),
        30..52 => relocate(state, rng, moves, late),
        52..64 => other_unit(state, rng, moves),
        64..80 => swap(state, rng, moves, late),
        _ => displace(state, rng, moves, late),
    }
}

/// A start of the task drawn from its window; late ones too if they are called for.
fn draw_start(state: &State<'_>, rng: &mut Rng, task: usize, late: bool) -> Option<usize> {
    let data = &state.instance.plant.tasks[task];
    if data.fixed_start.is_some() || data.impossible {
        return data.fixed_start;
    }
    let in_time = data.latest_start.filter(|latest| *latest >= data.release);
    let last = if late && (in_time.is_none() || rng.below(8) == 0) { data.latest_in_horizon } else { in_time }?;
    (last >= data.release).then(|| data.release + rng.below(last - data.release + 1))
}

fn allowed(state: &State<'_>, task: usize, start: usize, late: bool) -> bool {
    let data = &state.instance.plant.tasks[task];
    if let Some(fixed) = data.fixed_start {
        return start == fixed;
    }
    start >= data.release && (data.in_time(start) || late && data.latest_in_horizon.is_some_and(|last| start <= last))
}

fn draw_unit(state: &State<'_>, rng: &mut Rng, task: usize) -> Option<usize> {
    let units = &state.instance.plant.tasks[task].units;
    units.get(rng.below(units.len())).copied()
}

fn draw_task(state: &State<'_>, rng: &mut Rng) -> usize {
    if !state.focus.is_empty() && rng.below(2) == 0 {
        return state.focus[rng.below(state.focus.len())];
    }
    rng.below(state.places.len())
}

/// A few intervals earlier or later.
fn shift(state: &State<'_>, rng: &mut Rng, moves: &mut Moves, late: bool) -> bool {
    let task = draw_task(state, rng);
    let Some((unit, start)) = state.places[task] else { return false };
    let by = 1 + rng.below(4);
    let to = if rng.below(2) == 0 { start.checked_sub(by) } else { Some(start + by) };
    let Some(to) = to.filter(|to| allowed(state, task, *to, late)) else { return false };
    moves.push((task, Some((unit, to))));
    true
}

/// Anywhere in its window, on any unit.
fn relocate(state: &State<'_>, rng: &mut Rng, moves: &mut Moves, late: bool) -> bool {
    let task = draw_task(state, rng);
    let Some(unit) = draw_unit(state, rng, task) else { return false };
    for _ in 0..4 {
        let Some(start) = draw_start(state, rng, task, late) else { return false };
        if state.places[task].is_some_and(|(u, _)| u == unit) || state.has_room(task, unit, start) {
            moves.push((task, Some((unit, start))));
            return true;
        }
    }
    false
}

fn other_unit(state: &State<'_>, rng: &mut Rng, moves: &mut Moves) -> bool {
    let task = draw_task(state, rng);
    let (Some((unit, start)), Some(to)) = (state.places[task], draw_unit(state, rng, task)) else { return false };
    if to == unit || !state.has_room(task, to, start) {
        return false;
    }
    moves.push((task, Some((to, start))));
    true
}

/// Two tasks change places; on one unit, neighbours change order without a gap.
fn swap(state: &State<'_>, rng: &mut Rng, moves: &mut Moves, late: bool) -> bool {
    let (a, b) = (draw_task(state, rng), draw_task(state, rng));
    let (Some((unit_a, start_a)), Some((unit_b, start_b))) = (state.places[a], state.places[b]) else { return false };
    let tasks = &state.instance.plant.tasks;
    if a == b || !tasks[a].units.contains(&unit_b) || !tasks[b].units.contains(&unit_a) {
        return false;
    }
    let (mut to_a, mut to_b) = (start_b, start_a);
    if unit_a == unit_b {
        let (end_a, end_b) = (start_a + tasks[a].intervals, start_b + tasks[b].intervals);
        if end_a == start_b {
            (to_b, to_a) = (start_a, start_a + tasks[b].intervals);
        } else if end_b == start_a {
            (to_a, to_b) = (start_b, start_b + tasks[a].intervals);
        }
    }
    if !allowed(state, a, to_a, late) || !allowed(state, b, to_b, late) {
        return false;
    }
    moves.push((a, Some((unit_b, to_a))));
    moves.push((b, Some((unit_a, to_b))));
    true
}

/// A task takes a place whatever is there; what is in its way goes to the place it left, next to it, or anywhere.
fn displace(state: &State<'_>, rng: &mut Rng, moves: &mut Moves, late: bool) -> bool {
    let task = draw_task(state, rng);
    let (Some(unit), Some(start)) = (draw_unit(state, rng, task), draw_start(state, rng, task, late)) else {
        return false;
    };
    let tasks = &state.instance.plant.tasks;
    let end = start + tasks[task].intervals;
    moves.push((task, Some((unit, start))));
    if state.has_room(task, unit, start) {
        return true;
    }
    for other in state.jobs_on(unit) {
        let Some((_, begins)) = state.places[other] else { continue };
        let ends = begins + tasks[other].intervals;
        if other == task || ends <= start || end <= begins {
            continue;
        }
        if moves.len() == 4 {
            return false;
        }
        let place = match (rng.below(4), state.places[task]) {
            (0 | 1, Some((left, at))) if left != unit => Some((left, at + rng.below(3))),
            (0, Some((left, at))) => Some((left, at)),
            (1, _) => Some((unit, end)),
            (2, _) => start.checked_sub(tasks[other].intervals).map(|to| (unit, to)),
            _ => match (draw_unit(state, rng, other), draw_start(state, rng, other, late)) {
                (Some(unit), Some(start)) => Some((unit, start)),
                _ => None,
            },
        };
        let Some((to_unit, to_start)) = place else { return false };
        if !tasks[other].units.contains(&to_unit) || !allowed(state, other, to_start, late) {
            return false;
        }
        moves.push((other, Some((to_unit, to_start))));
    }
    true
}
