use super::facts::open_places;
use super::verdict::Verdict;
use super::windows::start_windows;
use crate::operation::{Crew, Occupancy, Plant, input_load, price_blind_runs};

/// Places tried before giving up, and jobs above which nothing is tried.
const MOST_TRIED: usize = 4_000;
const MOST_JOBS: usize = 8;

/// Tries every place of every job, those with fewest places first.
pub fn enumerate(plant: &Plant) -> Verdict {
    if plant.tasks.len() > MOST_JOBS {
        return Verdict::Unknown;
    }
    let windows = start_windows(plant);
    let mut places: Vec<(usize, Vec<(usize, usize)>)> =
        (0..plant.tasks.len()).map(|job| (job, open_places(plant, job, windows[job]).collect())).collect();
    places.sort_by_key(|(job, places)| (places.len(), *job));
    let mut search = Search {
        plant,
        places,
        put: vec![None; plant.tasks.len()],
        occupied: vec![Occupancy::new(plant.intervals, plant.step); plant.units.len()],
        crew: plant.crew.clone(),
        tried: 0,
        is_sure: true,
    };
    if search.place(0) {
        Verdict::Possible
    } else if search.is_sure && search.tried <= MOST_TRIED {
        Verdict::Impossible(None)
    } else {
        Verdict::Unknown
    }
}

struct Search<'a> {
    plant: &'a Plant,
    /// Jobs in the order in which they are placed, with their places.
    places: Vec<(usize, Vec<(usize, usize)>)>,
    put: Vec<Option<usize>>,
    occupied: Vec<Occupancy>,
    crew: Crew,
    tried: usize,
    /// Whether nothing was turned down that another choice of on-periods might allow.
    is_sure: bool,
}

impl Search<'_> {
    fn place(&mut self, depth: usize) -> bool {
        let Some((job, places)) = self.places.get(depth) else { return self.can_run() };
        let (job, count) = (*job, places.len());
        let task = &self.plant.tasks[job];
        for place in 0..count {
            let (unit, start) = self.places[depth].1[place];
            self.tried += 1;
            if self.tried > MOST_TRIED {
                return false;
            }
            let has_room = self.occupied[unit].has_room(&self.plant.units[unit], task, start);
            if !has_room || !self.crew.fits(task, start) || !self.in_order(job, start) {
                continue;
            }
            self.occupied[unit].put(task, start);
            self.crew.put(task, start);
            self.put[job] = Some(start);
            let found = self.place(depth + 1);
            self.put[job] = None;
            self.crew.remove(task, start);
            self.occupied[unit].remove(task, start);
            if found {
                return true;
            }
        }
        false
    }

    fn in_order(&self, job: usize, start: usize) -> bool {
        let plant = self.plant;
        let end = |job: usize, start: usize| start * plant.step + plant.tasks[job].minutes;
        let task = &plant.tasks[job];
        task.predecessor.is_none_or(|p| self.put[p].is_none_or(|begun| end(p, begun) <= start * plant.step))
            && task.successors.iter().all(|s| self.put[*s].is_none_or(|begins| end(job, start) <= begins * plant.step))
    }

    /// Whether the equipment can be on as its jobs need, within the demand limit.
    fn can_run(&mut self) -> bool {
        let plant = self.plant;
        let (mut least, mut planned) = (plant.base_load.clone(), plant.base_load.clone());
        for (unit, jobs) in plant.units.iter().zip(&self.occupied) {
            let is_idle = !unit.initially_on && (0..plant.intervals).all(|t| !jobs.is_busy(t));
            if is_idle {
                continue;
            }
            let Some(runs) = price_blind_runs(plant, unit, jobs) else { return false };
            if !unit.electric || plant.demand_limit.is_none() {
                continue;
            }
            for t in (0..plant.intervals).filter(|t| jobs.is_busy(*t)) {
                least[t] += unit.input(jobs.heat(unit.min_load, t));
            }
            planned.iter_mut().zip(input_load(unit, jobs, &runs, plant.step)).for_each(|(sum, kw)| *sum += kw);
        }
        let fits = plant.demand_excess(&planned) == 0;
        if !fits && plant.demand_excess(&least) == 0 {
            self.is_sure = false;
        }
        fits
    }
}
