use super::State;

impl State<'_> {
    pub(super) fn restore_places(&mut self) {
        let saved = std::mem::take(&mut self.saved.places);
        for (task, _) in &saved {
            self.lift(*task);
        }
        for (task, place) in &saved {
            if let Some((unit, start)) = place {
                self.put(*task, *unit, *start);
            }
        }
        self.saved.places = saved;
        self.saved.places.clear();
        if let Some(score) = self.saved.score {
            self.score = score;
        }
    }

    pub(super) fn put(&mut self, task: usize, unit: usize, start: usize) {
        let plant = &self.instance.plant;
        let data = &plant.tasks[task];
        self.jobs[unit].put(data, start);
        self.tasks_on[unit].push(task);
        self.crew.put(data, start);
        self.places[task] = Some((unit, start));
        self.moved += usize::from(self.instance.has_moved(task, self.places[task]));
        let index = unmet_index(data.priority);
        self.score.unmet[index] -= 1;
        self.score.unmet[index + 1] += data.late_minutes(start, plant.step);
    }

    pub(super) fn lift(&mut self, task: usize) {
        let Some((unit, start)) = self.places[task].take() else { return };
        self.moved -= usize::from(self.instance.has_moved(task, Some((unit, start))));
        let plant = &self.instance.plant;
        let data = &plant.tasks[task];
        self.jobs[unit].remove(data, start);
        self.tasks_on[unit].retain(|t| *t != task);
        self.crew.remove(data, start);
        let index = unmet_index(data.priority);
        self.score.unmet[index] += 1;
        self.score.unmet[index + 1] -= data.late_minutes(start, plant.step);
    }

    pub(super) fn in_order(&self, task: usize) -> bool {
        let plant = &self.instance.plant;
        let Some((_, start)) = self.places[task] else {
            return plant.tasks[task].successors.iter().all(|s| self.places[*s].is_none());
        };
        let ends = |task: usize, start: usize| start * plant.step + plant.tasks[task].minutes;
        let data = &plant.tasks[task];
        data.predecessor.is_none_or(|p| self.places[p].is_some_and(|(_, s)| ends(p, s) <= start * plant.step))
            && data.successors.iter().all(|s| self.places[*s].is_none_or(|(_, s)| ends(task, start) <= s * plant.step))
    }
}

pub(super) fn unmet_index(priority: u8) -> usize {
    2 * usize::from(priority.clamp(1, 5) - 1)
}
