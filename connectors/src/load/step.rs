use udfs::Issues;
use udfs::model::Decimal;
use udfs::row::{Cell, Row};
use udfs::store::{Change, Store};
use udfs::tables::CONNECTOR_RUNS;

use super::changes::Pending;
use super::rows::set;

/// What a run has written so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub written: u64,
    pub unchanged: u64,
    pub kept: u64,
}

/// What is written at once: rows, cursors, quarantine, payloads, the run's record.
#[derive(Debug)]
pub struct Step {
    pub pending: Option<Pending>,
    /// Whatever is not compared with the store.
    pub changes: Vec<Change>,
    /// The run's record, but for the tally.
    pub record: Row,
}

impl Step {
    pub fn write(self, store: &dyn Store, dry_run: bool, tally: &mut Tally) -> Result<(), Issues> {
        let Self { pending, changes: others, mut record } = self;
        let (mut next, mut changes, mut batches) = (*tally, Vec::new(), Vec::new());
        if let Some(pending) = pending {
            let difference = pending.difference(store)?;
            next.written += difference.written;
            next.unchanged += difference.unchanged;
            next.kept += difference.kept;
            (changes, batches) = (difference.changes, difference.batches);
        }
        for (name, count) in
            [("rows_written", next.written), ("rows_unchanged", next.unchanged), ("rows_kept", next.kept)]
        {
            set(&mut record, name, Cell::Number(Decimal::from(count)));
        }
        changes.extend(others);
        changes.push(Change::upsert(&CONNECTOR_RUNS, vec![record]));
        if !dry_run {
            store.write_batches(changes, &batches)?;
        }
        *tally = next;
        Ok(())
    }
}
