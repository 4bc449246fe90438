use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use udfs::optimize::Progress;

use super::reporter::Reporter;

/// Lines of JSON are no closer than this, unless there is news.
const EVERY: Duration = Duration::from_millis(500);

/// When a line was last written, with its incumbent and bound.
type Shown = (Instant, Option<f64>, Option<f64>);

/// Shows how far a solve is: a bar on a terminal, JSON lines with `--log json`, else nothing.
#[derive(Debug)]
pub(crate) struct ProgressView {
    reporter: Reporter,
    bar: Option<ProgressBar>,
    currency: String,
    last: Mutex<Option<Shown>>,
}

impl ProgressView {
    pub fn new(reporter: &Reporter, currency: &str) -> Self {
        let bar = reporter.has_terminal().then(|| {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner:.cyan} {elapsed:>4} {msg}") {
                bar.set_style(style);
            }
            bar.set_message("planning; Ctrl-C takes the best plan so far");
            bar.enable_steady_tick(Duration::from_millis(100));
            bar
        });
        Self { reporter: reporter.clone(), bar, currency: currency.to_string(), last: Mutex::new(None) }
    }

    pub fn show(&self, progress: &Progress) {
        if let Some(bar) = &self.bar {
            bar.set_message(self.message(progress));
        } else if self.reporter.is_json() && self.is_due(progress) {
            self.reporter.event(&json!({
                "level": "progress",
                "phase": progress.phase,
                "seconds": (progress.seconds * 1000.0).round() / 1000.0,
                "incumbent": progress.incumbent,
                "lower_bound": progress.lower_bound,
                "gap": progress.gap(),
                "work_units": progress.work_units,
            }));
        }
    }

    fn message(&self, progress: &Progress) -> String {
        let money = |value: Option<f64>| value.map_or_else(|| "-".to_string(), |value| format!("{value:.2}"));
        let gap = progress.gap().map_or_else(|| "-".to_string(), |gap| format!("{:.2} %", gap * 100.0));
        let (best, bound) = (money(progress.incumbent), money(progress.lower_bound));
        format!("{}  best {best} {}  bound {bound}  gap {gap}  Ctrl-C takes the best", progress.phase, self.currency)
    }

    fn is_due(&self, progress: &Progress) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let news = last.as_ref().is_none_or(|(at, incumbent, bound)| {
            at.elapsed() >= EVERY
                || *incumbent != progress.incumbent
                || (*bound != progress.lower_bound && at.elapsed() >= EVERY / 5)
        });
        if news {
            *last = Some((Instant::now(), progress.incumbent, progress.lower_bound));
        }
        news
    }
}

impl Drop for ProgressView {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
