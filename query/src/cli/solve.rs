use std::time::Instant;

use udfs::optimize::Control;

use super::Context;
use super::cancel::Cancel;
use super::progress::ProgressView;

/// Runs long work with progress shown and Ctrl-C heard.
pub(super) fn controlled<T>(context: &Context, currency: &str, work: impl FnOnce(&Control<'_>) -> T) -> (T, Cancel) {
    let cancel = Cancel::watch(&context.runtime);
    let view = ProgressView::new(&context.reporter, currency);
    let begun = Instant::now();
    let answer = work(&Control {
        elapsed: &|| begun.elapsed(),
        cancelled: &|| cancel.is_asked(),
        progress: &|progress| view.show(progress),
    });
    drop(view);
    (answer, cancel)
}
