use super::recompute::{load::Load, windows::metering_windows};
use super::view::{View, exceeds, show, violation};
use crate::document::instant_text;
use crate::error::Code;
use crate::model::{DemandCharge, Problem, Violation};

/// Metered demand is at most the site's limit in each metering window. (6)
pub fn check(view: &View<'_>) -> Vec<Violation> {
    let Some(limit_kw) = view.problem.site.demand_limit_kw else { return Vec::new() };
    let load = Load::new(view);
    let window_minutes = limit_window_minutes(view.problem);
    let windows = metering_windows(view, &load, window_minutes, |_| true);
    let over = windows.into_iter().filter(|window| exceeds(window.mean_kw, limit_kw));
    let rows = over.map(|window| {
        let excess = window.mean_kw - limit_kw;
        let at = instant_text(window.start);
        let message = format!(
            "{} kW in the {window_minutes} minutes from {at}, the limit is {} kW",
            show(window.mean_kw),
            show(limit_kw)
        );
        let fix = format!("move {} kW out of this window, or raise demand_limit_kw by as much", show(excess));
        violation(Code::DemandLimit, at, (excess, "kW"), message, fix)
    });
    rows.collect()
}

/// The shortest window of the tariff's demand charges, but never shorter than an interval or longer than an hour. Charges of time-of-use
/// categories, and no charge at all, mean 15 minutes.
fn limit_window_minutes(problem: &Problem) -> u32 {
    let tariff = &problem.tariff;
    let by_category = tariff.periods.iter().any(|period| period.demand_rate_kw.is_some());
    let category = by_category.then_some(DemandCharge::DEFAULT_WINDOW_MINUTES);
    let shortest = tariff.demand_charges.iter().map(|charge| charge.window_minutes).chain(category).min();
    shortest.unwrap_or(DemandCharge::DEFAULT_WINDOW_MINUTES).min(60).max(problem.horizon.interval_minutes)
}
