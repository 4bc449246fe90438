use super::load::Load;
use crate::check::period::Period;
use crate::check::view::View;
use crate::model::{Decimal, Instant};

/// A metering window, or what counts of it.
pub struct Window {
    pub start: Instant,
    pub mean_kw: Decimal,
}

/// The mean power of each clock-aligned local window over those of its minutes that count.
pub fn metering_windows(
    view: &View<'_>,
    load: &Load,
    window_minutes: u32,
    counts: impl Fn(usize) -> bool,
) -> Vec<Window> {
    let mut sums: Vec<(_, Instant, Decimal, u32)> = Vec::new();
    for minute in (0..view.minutes()).filter(|minute| counts(*minute)) {
        let key = view.local[minute].window(window_minutes);
        let kw = load.electric_kw(minute);
        match sums.last_mut() {
            Some((last, _, sum, count)) if *last == key => (*sum, *count) = (*sum + kw, *count + 1),
            _ => sums.push((key, view.minute(minute), kw, 1)),
        }
    }
    sums.into_iter().map(|(_, start, sum, count)| Window { start, mean_kw: sum / Decimal::from(count) }).collect()
}

/// The highest 15-minute mean of a billing period at any time.
pub fn highest_kw(view: &View<'_>, load: &Load, period: &Period) -> Decimal {
    let windows = metering_windows(view, load, 15, |minute| period.contains(view.local[minute].date));
    windows.iter().map(|window| window.mean_kw).max().unwrap_or_default()
}
