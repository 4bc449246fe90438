use super::meter::Meter;
use super::series::Series;
use super::window::Window;
use crate::model::{Decimal, Instant, Span};

impl Meter for Series {
    fn kw_minutes(&self, spans: &dyn Fn() -> Vec<Span>) -> Decimal {
        self.kw_minutes_in(&spans())
    }

    fn peak_kw(&self, windows: &dyn Fn() -> Vec<Window>) -> Option<(Decimal, Instant)> {
        highest(windows().iter().map(|window| (self.mean_kw(window), window.start)))
    }

    fn peak_kvar(&self, windows: &dyn Fn() -> Vec<Window>, free_per_kw: Decimal) -> (Option<(Decimal, Instant)>, bool) {
        let (mut beyond, mut is_known) = (Vec::new(), true);
        for window in windows() {
            let Some(kvar_minutes) = window.spans.iter().map(|span| self.kvar_minutes(*span)).sum::<Option<Decimal>>()
            else {
                is_known = false;
                continue;
            };
            let kvar = kvar_minutes / minutes(&window);
            beyond.push(((kvar - self.mean_kw(&window) * free_per_kw).max(Decimal::ZERO), window.start));
        }
        (highest(beyond.into_iter()), is_known)
    }
}

impl Series {
    fn kw_minutes_in(&self, spans: &[Span]) -> Decimal {
        spans.iter().map(|span| self.kw_minutes_of(*span)).sum()
    }

    /// Mean power over the billed part.
    fn mean_kw(&self, window: &Window) -> Decimal {
        self.kw_minutes_in(&window.spans) / minutes(window)
    }
}

pub(super) fn minutes(window: &Window) -> Decimal {
    Decimal::from(window.minutes().max(1))
}

fn highest(values: impl Iterator<Item = (Decimal, Instant)>) -> Option<(Decimal, Instant)> {
    values.fold(
        None,
        |highest, value| if highest.is_none_or(|(known, _)| known < value.0) { Some(value) } else { highest },
    )
}
