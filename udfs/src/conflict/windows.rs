use crate::operation::Plant;

/// By job: the first and the last boundary at which it may start, by its own window, its fixed start, and those that it
/// waits for or that wait for it. A last below the first: there is none.
pub fn start_windows(plant: &Plant) -> Vec<(usize, usize)> {
    let mut windows: Vec<(usize, usize)> = plant
        .tasks
        .iter()
        .map(|task| match (task.impossible, task.latest_start) {
            (false, Some(latest)) => {
                let (first, last) = (task.fixed_start.unwrap_or(0), task.fixed_start.unwrap_or(latest));
                (task.release.max(first), latest.min(last))
            }
            _ => (1, 0),
        })
        .collect();
    // a chain has no more links than there are jobs
    for _ in 0..plant.tasks.len() {
        let before = windows.clone();
        for (job, task) in plant.tasks.iter().enumerate() {
            let Some(predecessor) = task.predecessor else { continue };
            let minutes = plant.tasks[predecessor].minutes;
            let ended = (windows[predecessor].0 * plant.step + minutes).div_ceil(plant.step);
            windows[job].0 = windows[job].0.max(ended);
            windows[predecessor].1 = match (windows[job].1 * plant.step).checked_sub(minutes) {
                Some(latest) => windows[predecessor].1.min(latest / plant.step),
                None => {
                    windows[predecessor].0 = windows[predecessor].0.max(1);
                    0
                }
            };
        }
        if windows == before {
            break;
        }
    }
    windows
}
