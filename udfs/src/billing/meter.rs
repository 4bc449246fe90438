use super::window::Window;
use crate::model::{Decimal, Instant, Span};

/// What charges ask of a load.
///
/// What is asked, and in which order, depends on tariff and time alone, never on an answer: a fleet's meter works out
/// where to look once for all its loads.
pub trait Meter: std::fmt::Debug {
    /// 60 times the energy within the spans.
    fn kw_minutes(&self, spans: &dyn Fn() -> Vec<Span>) -> Decimal;

    /// The highest window mean and when its window starts: the first of equals.
    fn peak_kw(&self, windows: &dyn Fn() -> Vec<Window>) -> Option<(Decimal, Instant)>;

    /// The highest kvar beyond what is free, and whether they were measured in every window.
    fn peak_kvar(&self, windows: &dyn Fn() -> Vec<Window>, free_per_kw: Decimal) -> (Option<(Decimal, Instant)>, bool);
}
