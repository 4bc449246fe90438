use super::instance::float;
use crate::billing::{CoincidentPeak, DemandRule, Exposure, Window};
use crate::model::{DemandCharge, Horizon, Problem, Span};
use crate::tariff::Clock;

/// A charge on a peak of one billing month, over intervals.
#[derive(Debug, Clone, PartialEq)]
pub struct PeakCharge {
    /// Up to this peak, kW, nothing more is paid.
    pub paid: f64,
    /// From so many kW above `paid`, what a kW costs; the first from 0.
    pub steps: Vec<(f64, f64)>,
    /// Intervals that are a metering window of their own.
    pub intervals: Vec<usize>,
    /// Metering windows over several intervals: interval and its share of the window.
    pub windows: Vec<Vec<(usize, f64)>>,
}

impl PeakCharge {
    /// The highest 15-minute mean of a span, at no price.
    pub fn at_any_time(problem: &Problem, span: Span) -> Self {
        let clock = Clock::new(problem.tariff_zone());
        let windows = Window::all(&[span], DemandCharge::DEFAULT_WINDOW_MINUTES, &clock);
        Self::over(windows.into_iter(), &problem.horizon)
    }

    /// Highest mean load of any of its windows.
    pub fn peak(&self, load: &[f64]) -> f64 {
        let mean = |window: Vec<(usize, f64)>| window.iter().map(|(t, share)| share * load[*t]).sum();
        self.all_windows().map(mean).fold(f64::NEG_INFINITY, f64::max)
    }

    /// What the peak costs beyond no peak at all.
    pub fn cost(&self, peak: f64) -> f64 {
        let above = peak - self.paid;
        match self.steps[..] {
            [(_, rate)] => rate * above.max(0.0),
            _ => self.cost_above(above),
        }
    }

    /// What so many kW above `paid` cost.
    pub fn cost_above(&self, above: f64) -> f64 {
        let ends = self.steps.iter().skip(1).map(|(from, _)| *from).chain(std::iter::once(f64::INFINITY));
        self.steps.iter().zip(ends).map(|((from, rate), end)| rate * (above.min(end) - from).max(0.0)).sum()
    }

    /// What the dearest kW costs.
    pub fn highest_rate(&self) -> f64 {
        self.steps.iter().map(|(_, rate)| *rate).fold(0.0, f64::max)
    }

    /// Every window as intervals and shares.
    pub fn all_windows(&self) -> impl Iterator<Item = Vec<(usize, f64)>> + '_ {
        self.intervals.iter().map(|t| vec![(*t, 1.0)]).chain(self.windows.iter().cloned())
    }

    fn over(windows: impl Iterator<Item = Window>, horizon: &Horizon) -> Self {
        let mut charge = Self { paid: 0.0, steps: Vec::new(), intervals: Vec::new(), windows: Vec::new() };
        for window in windows {
            match shares(&window, horizon) {
                shares if shares.is_empty() => {}
                shares if shares.len() == 1 => charge.intervals.push(shares[0].0),
                shares => charge.windows.push(shares),
            }
        }
        charge.intervals.sort_unstable();
        charge.intervals.dedup();
        charge
    }

    fn of_rule(rule: &DemandRule, horizon: &Horizon, clock: &Clock) -> Option<Self> {
        let steps: Vec<(f64, f64)> =
            rule.steps().iter().map(|step| (float(step.from_kw), float(step.rate_kw))).collect();
        let paid = steps.first()?.0;
        let steps = steps.into_iter().map(|(from, rate)| (from - paid, rate)).collect();
        Some(Self { paid, steps, ..Self::over(rule.windows(clock).into_iter(), horizon) })
    }

    fn of_coincident(peak: &CoincidentPeak, horizon: &Horizon) -> Option<Self> {
        let windows = peak.windows.iter().map(|span| Window { start: span.start, spans: vec![*span] });
        let steps = vec![(0.0, float(peak.rate_kw))];
        (!peak.rate_kw.is_zero()).then(|| Self { paid: float(peak.past_kw), steps, ..Self::over(windows, horizon) })
    }
}

pub fn peak_charges(problem: &Problem, exposure: &Exposure) -> Vec<PeakCharge> {
    let horizon = &problem.horizon;
    let clock = Clock::new(problem.tariff_zone());
    let of_rules = exposure.demand.iter().filter_map(|rule| PeakCharge::of_rule(rule, horizon, &clock));
    let of_coincident = exposure.coincident.iter().filter_map(|peak| PeakCharge::of_coincident(peak, horizon));
    of_rules.chain(of_coincident).collect()
}

/// The intervals of a window, with their shares of it.
fn shares(window: &Window, horizon: &Horizon) -> Vec<(usize, f64)> {
    let total = window.minutes().max(1) as f64;
    let mut shares: Vec<(usize, f64)> = Vec::new();
    for span in &window.spans {
        for (t, minutes) in minutes_by_interval(*span, horizon) {
            match shares.last_mut() {
                Some(last) if last.0 == t => last.1 += minutes / total,
                _ => shares.push((t, minutes / total)),
            }
        }
    }
    shares
}

/// The intervals that a span overlaps, and by how many minutes.
pub fn minutes_by_interval(span: Span, horizon: &Horizon) -> impl Iterator<Item = (usize, f64)> + '_ {
    (horizon.floor(span.start)..horizon.ceil(span.end)).filter_map(move |t| {
        let interval = horizon.interval(t);
        let minutes = (span.end.min(interval.end) - span.start.max(interval.start)).num_minutes();
        (minutes > 0).then_some((t, minutes as f64))
    })
}
