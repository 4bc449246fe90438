use super::ascent::Mean;
use super::market::Market;
use super::region::Region;

/// What a region may be split by besides what charges bill: where a task runs.
#[derive(Debug, Clone, Copy)]
pub enum Question {
    /// Does the task raise what the charge bills?
    Raises { task: usize, charge: usize },
    /// Is it on the unit?
    On { task: usize, unit: usize },
    /// Does it start before the boundary?
    Before { task: usize, start: u32 },
}

/// Less than this part of a task is no answer, but what an average never forgets.
const TRACE: f64 = 0.02;

/// The question left most open by the average, by the money in it: which charge a task raises, then where and when it
/// runs.
pub fn most_open(market: &Market<'_>, region: &Region, mean: &Mean) -> Option<Question> {
    let tasks = 0..market.places_of.len();
    let dearest = |questions: &mut dyn Iterator<Item = (f64, Question)>| {
        // of equals the first
        let best = questions.fold(None, |best: Option<(f64, Question)>, next| match best {
            Some(best) if best.0 >= next.0 => Some(best),
            _ => Some(next),
        });
        best.map(|(_, question)| question)
    };
    dearest(&mut tasks.clone().flat_map(|task| raises(market, mean, task)))
        .or_else(|| dearest(&mut tasks.flat_map(|task| place(market, region, mean, task))))
}

fn open(weight: f64, part: f64, question: Question) -> Option<(f64, Question)> {
    let open = part.min(1.0 - part);
    (open > TRACE).then_some((weight * open, question))
}

fn raises(market: &Market<'_>, mean: &Mean, task: usize) -> Vec<(f64, Question)> {
    let places = market.places_of[task].clone();
    let of = |charge: usize| {
        let floor = market.floors[charge];
        let highest = market.places[places.clone()].iter().map(|places| places.billed[charge]).fold(0.0, f64::max);
        let above = places.clone().filter(|index| market.places[*index].billed[charge] > floor + 1e-9);
        let part: f64 = above.map(|index| f64::from(mean.places[index])).sum();
        let rate = market.instance.peaks[charge].highest_rate();
        open(rate * (highest - floor), part, Question::Raises { task, charge })
    };
    (0..market.floors.len()).filter_map(of).collect()
}

fn place(market: &Market<'_>, region: &Region, mean: &Mean, task: usize) -> Vec<(f64, Question)> {
    let data = &market.instance.plant.tasks[task];
    let weight = data.power as f64;
    let places = market.places_of[task].clone();
    let on = |unit: usize| {
        let here = places.clone().filter(|index| market.places[*index].unit == unit);
        let part: f64 = here.map(|index| f64::from(mean.places[index])).sum();
        open(weight, part, Question::On { task, unit })
    };
    let mut questions: Vec<_> = data.units.iter().filter_map(|unit| on(*unit)).collect();
    let starts = &region.starts[task];
    let start = (mean.starts[task].round() as u32).clamp(starts.start + 1, starts.end.max(starts.start + 2) - 1);
    if questions.is_empty() && starts.contains(&start) && starts.len() > 1 {
        questions.push((weight * TRACE, Question::Before { task, start }));
    }
    questions
}

impl Region {
    /// The parts of the region where the answer is yes and no.
    pub fn ask(&self, market: &Market<'_>, question: Question) -> [Self; 2] {
        [true, false].map(|answer| {
            let mut part = self.clone();
            let (task, yes): (usize, Box<dyn Fn(usize) -> bool>) = match question {
                Question::Raises { task, charge } => {
                    (task, Box::new(move |index| market.places[index].billed[charge] > market.floors[charge] + 1e-9))
                }
                Question::On { task, unit } => (task, Box::new(move |index| market.places[index].unit == unit)),
                Question::Before { task, start } => {
                    let starts = &mut part.starts[task];
                    *starts = if answer { starts.start..start } else { start..starts.end };
                    return part;
                }
            };
            market.places_of[task].clone().filter(|index| yes(*index) != answer).for_each(|index| part.exclude(index));
            part
        })
    }
}
