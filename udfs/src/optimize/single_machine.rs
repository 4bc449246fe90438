use super::Score;
use super::instance::Instance;
use super::search::{Place, Solution};
use super::stop::Stop;
use crate::operation::{Run, Task, Unit};

/// States above which the table is not tried.
const MOST_STATES: usize = 120_000_000;

/// Proves the cheapest plan of one machine that takes one job at a time and pays for energy alone.
///
/// Jobs that differ in nothing but their id form a class; how many of each class are done and how long the machine has
/// not worked say what time it is. So the table has a cell for every such pair, and for being on or off; a job keeps the
/// idle time and adds to its class, holding and being off add to the idle time. The least cost of each cell follows from
/// smaller ones, and the number of cells from the slack of the horizon, not from the number of orders.
pub struct SingleMachine<'a> {
    instance: &'a Instance,
    unit: &'a Unit,
    classes: Vec<Class>,
    /// Of all class counts.
    cells: usize,
    /// Intervals in which the machine does not work.
    slack: usize,
}

#[derive(Debug)]
struct Class {
    tasks: Vec<usize>,
    intervals: usize,
    release: usize,
    latest: usize,
    /// Cells from one count of this class to the next.
    stride: usize,
    /// By start: cost of the job's energy.
    cost: Vec<f64>,
}

const START: u8 = 0;
const HOLD: u8 = 1;
const JOB: u8 = 2;
const STAY_OFF: u8 = 0;
const STOP: u8 = 1;
const NEVER: f64 = 1e30;

impl<'a> SingleMachine<'a> {
    /// `None` where the problem has another shape, or a table too large.
    pub fn new(instance: &'a Instance) -> Option<Self> {
        let plant = &instance.plant;
        let [unit] = &plant.units[..] else { return None };
        let one_at_a_time = unit.max_jobs == 1 || {
            let mut powers: Vec<i64> = plant.tasks.iter().map(|task| task.power).collect();
            powers.sort_unstable();
            powers.len() < 2 || powers[0] + powers[1] > unit.capacity + 16
        };
        let plain = |task: &Task| {
            task.crew == 0 && task.predecessor.is_none() && !task.impossible && task.fixed_start.is_none()
        };
        if !one_at_a_time
            || !instance.peaks.is_empty()
            || !instance.tiers.is_empty()
            || plant.demand_limit.is_some()
            || !plant.tasks.iter().all(plain)
        {
            return None;
        }
        let mut classes: Vec<Class> = Vec::new();
        for (index, task) in plant.tasks.iter().enumerate() {
            let latest = task.latest_start?;
            let same = |class: &&mut Class| {
                let other = &plant.tasks[class.tasks[0]];
                (other.power, other.minutes, other.release) == (task.power, task.minutes, task.release)
                    && class.latest == latest
            };
            if let Some(class) = classes.iter_mut().find(same) {
                class.tasks.push(index);
                continue;
            }
            let cost = (0..plant.intervals).map(|start| energy_cost(instance, task, start)).collect();
            let (intervals, release) = (task.intervals, task.release);
            classes.push(Class { tasks: vec![index], intervals, release, latest, stride: 0, cost });
        }
        let mut cells = 1usize;
        let mut work = 0;
        for class in &mut classes {
            class.stride = cells;
            cells = cells.checked_mul(class.tasks.len() + 1)?;
            work += class.tasks.len() * class.intervals;
        }
        let slack = plant.intervals.checked_sub(work)?;
        if cells.checked_mul(slack + 1)? > MOST_STATES {
            return None;
        }
        Some(Self { instance, unit, classes, cells, slack })
    }

    /// The cheapest plan without regard to minimum run time and starts per day, and whether it keeps them. Its cost is a
    /// lower bound in any case. `None` if there is no plan, or the run was stopped.
    pub fn solve(&self, stop: &Stop<'_>) -> Option<(Solution, bool)> {
        let (unit, costs) = (self.unit, &self.instance.units[0]);
        let intervals = self.instance.plant.intervals;
        let worked: Vec<usize> = (0..self.cells).map(|cell| self.worked(cell)).collect();
        let hold: Vec<f64> =
            costs.price.iter().map(|price| price * unit.min_load as f64 * costs.input_per_nano).collect();
        let layers = unit.rest + 1;
        let mut on = vec![vec![NEVER; self.cells]; layers];
        let mut off = vec![vec![NEVER; self.cells]; layers];
        let mut on_by = vec![START; self.cells * (self.slack + 1)];
        let mut off_by = vec![STAY_OFF; self.cells * (self.slack + 1)];
        let mut ends: Option<(f64, bool, usize)> = None;
        let digits: Vec<usize> = self.classes.iter().map(|class| class.tasks.len() + 1).collect();
        for idle in 0..=self.slack {
            if stop.now() {
                return None;
            }
            let layer = idle % layers;
            let mut counts = vec![0usize; self.classes.len()];
            for cell in 0..self.cells {
                let t = idle + worked[cell];
                let mark = idle * self.cells + cell;
                let first = idle == 0 && cell == 0;
                let mut least_off = if first && !unit.initially_on { 0.0 } else { NEVER };
                if idle > 0 {
                    least_off = least_off.min(off[(idle - 1) % layers][cell]);
                }
                if idle >= unit.rest && unit.can_stop[t - unit.rest] {
                    let stopped = on[(idle - unit.rest) % layers][cell] + costs.stop_cost[t - unit.rest];
                    if stopped < least_off {
                        least_off = stopped;
                        off_by[mark] = STOP;
                    }
                }
                let mut least_on = if first && unit.initially_on { 0.0 } else { NEVER };
                if unit.can_start[t] && least_off + costs.start_cost[t] < least_on {
                    least_on = least_off + costs.start_cost[t];
                }
                if idle > 0 && unit.available[t - 1] {
                    let held = on[(idle - 1) % layers][cell] + hold[t - 1];
                    if held < least_on {
                        least_on = held;
                        on_by[mark] = HOLD;
                    }
                }
                for (number, class) in self.classes.iter().enumerate() {
                    if counts[number] == 0 || t < class.intervals {
                        continue;
                    }
                    let start = t - class.intervals;
                    if start < class.release || start > class.latest || unit.available_until[start] < t {
                        continue;
                    }
                    let done = on[layer][cell - class.stride] + class.cost[start];
                    if done < least_on {
                        least_on = done;
                        on_by[mark] = JOB + number as u8;
                    }
                }
                on[layer][cell] = least_on;
                off[layer][cell] = least_off;
                for (count, digit) in counts.iter_mut().zip(&digits) {
                    *count += 1;
                    if *count < *digit {
                        break;
                    }
                    *count = 0;
                }
            }
            let (last, t) = (self.cells - 1, idle + worked[self.cells - 1]);
            if t + unit.rest > intervals && unit.can_stop[t] {
                let cost = on[layer][last] + costs.stop_cost[t];
                if ends.is_none_or(|(least, ..)| cost < least) {
                    ends = Some((cost, true, idle));
                }
            }
            if idle == self.slack && ends.is_none_or(|(least, ..)| off[layer][last] <= least) {
                ends = Some((off[layer][last], false, idle));
            }
        }
        let (cost, is_on, idle) = ends.filter(|(cost, ..)| *cost < NEVER / 2.0)?;
        let solution = self.trace(cost + self.instance.base_cost, is_on, idle, &worked, &on_by, &off_by);
        let kept = self.keeps_run_rules(&solution.runs[0]);
        Some((solution, kept))
    }

    fn worked(&self, mut cell: usize) -> usize {
        let mut worked = 0;
        for class in &self.classes {
            let digit = class.tasks.len() + 1;
            worked += cell % digit * class.intervals;
            cell /= digit;
        }
        worked
    }

    fn trace(
        &self,
        cost: f64,
        mut is_on: bool,
        mut idle: usize,
        worked: &[usize],
        on_by: &[u8],
        off_by: &[u8],
    ) -> Solution {
        let plant = &self.instance.plant;
        let mut left: Vec<Vec<usize>> = self.classes.iter().map(|class| class.tasks.clone()).collect();
        let mut places: Vec<Place> = vec![None; plant.tasks.len()];
        let mut runs = Vec::new();
        let mut cell = self.cells - 1;
        let mut off_at = idle + worked[cell];
        loop {
            let t = idle + worked[cell];
            let mark = idle * self.cells + cell;
            if idle == 0 && cell == 0 && is_on == self.unit.initially_on {
                break;
            }
            if !is_on {
                if off_by[mark] == STOP {
                    (is_on, idle, off_at) = (true, idle - self.unit.rest, t - self.unit.rest);
                } else {
                    idle -= 1;
                }
                continue;
            }
            match on_by[mark] {
                START => {
                    runs.push(Run { on: t, off: off_at, started: true });
                    is_on = false;
                }
                HOLD => idle -= 1,
                job => {
                    let number = usize::from(job - JOB);
                    let class = &self.classes[number];
                    cell -= class.stride;
                    if let Some(task) = left[number].pop() {
                        places[task] = Some((0, idle + worked[cell]));
                    }
                }
            }
        }
        if self.unit.initially_on && off_at > 0 {
            runs.push(Run { on: 0, off: off_at, started: false });
        }
        runs.reverse();
        Solution { places, runs: vec![runs], score: Score { unmet: [0; 10], excess: 0, cost, moves: 0.0 } }
    }

    fn keeps_run_rules(&self, runs: &[Run]) -> bool {
        let day = &self.instance.plant.day;
        let long_enough = |run: &Run| !run.started || run.off - run.on >= self.unit.min_run;
        let starts = |of: i32| runs.iter().filter(|run| run.started && day[run.on] == of).count();
        runs.iter().all(long_enough)
            && self.unit.max_starts_per_day.is_none_or(|limit| runs.iter().all(|run| starts(day[run.on]) <= limit))
    }
}

impl std::fmt::Debug for SingleMachine<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SingleMachine").field("cells", &self.cells).field("slack", &self.slack).finish_non_exhaustive()
    }
}

/// Cost of a job's input energy, with the minimum load in the rest of its last interval.
fn energy_cost(instance: &Instance, task: &Task, start: usize) -> f64 {
    let (unit, costs) = (&instance.plant.units[0], &instance.units[0]);
    let end = start + task.intervals;
    if end > instance.plant.intervals {
        return NEVER;
    }
    let full = task.power.max(unit.min_load) as f64;
    let fill = task.last_minutes as f64 / instance.plant.step as f64;
    let last = fill * full + (1.0 - fill) * unit.min_load as f64;
    let heat = |t: usize| if t + 1 == end { last } else { full };
    (start..end).map(|t| heat(t) * costs.input_per_nano * costs.price[t]).sum()
}
