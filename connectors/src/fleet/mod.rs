//! Bills of a fleet straight from Parquet: columns `site_id`, `start` (timestamp) and `kw` (mean power from then on).
//!
//! Row groups are read in turn by several threads. A site is billed, and its load forgotten, as soon as no row group is
//! left that can have rows of it: in files sorted by site that is soon, in others at the end.

mod columns;
mod gather;
mod layout;
mod parts;
mod read;
mod sites;

#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use udfs::Issues;
use udfs::billing::Bill;
use udfs::billing::fleet::{Plans, SiteLoad};
use udfs::error::Place;

use gather::{Gathered, Gathering};
use parts::{Files, Part};

/// Loads whose memory a thread keeps for the next ones.
const MAX_SPARE: usize = 64;

/// The tariff of a site.
pub type PlansOf<'a> = &'a (dyn Fn(&str) -> Result<&'a Plans, Issues> + Sync);

/// What was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    pub rows: usize,
    pub sites: usize,
    /// Sites without a bill.
    pub failed: usize,
}

/// Bills every site of the files and hands each over once, in no certain order. A site whose load cannot be billed stops
/// no other; a file that cannot be read stops all.
///
/// `plans` says by which tariff a site is billed.
pub fn bill_files<'a>(
    files: &[PathBuf],
    plans: PlansOf<'a>,
    threads: usize,
    each: &'a (dyn Fn(&str, Result<Bill, Issues>) + Sync),
) -> Result<Totals, Issues> {
    let files = Files::open(files)?;
    let fleet = Fleet {
        plans,
        each,
        next: AtomicUsize::new(0),
        stopped: AtomicBool::new(false),
        gathering: Mutex::new(Gathering::new(&files.parts)),
        totals: Mutex::default(),
        issues: Mutex::default(),
        files,
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| fleet.work());
        }
    });
    let issues = fleet.issues.into_inner().unwrap_or_else(PoisonError::into_inner);
    let totals = fleet.totals.into_inner().unwrap_or_else(PoisonError::into_inner);
    issues.into_result(totals).map(|(totals, _)| totals)
}

struct Fleet<'a> {
    files: Files,
    plans: PlansOf<'a>,
    each: &'a (dyn Fn(&str, Result<Bill, Issues>) + Sync),
    next: AtomicUsize,
    stopped: AtomicBool,
    gathering: Mutex<Gathering>,
    totals: Mutex<Totals>,
    issues: Mutex<Issues>,
}

impl Fleet<'_> {
    fn work(&self) {
        let mut spare = Vec::new();
        while !self.stopped.load(Ordering::Relaxed) {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(part) = self.files.parts.get(number) else { return };
            match self.part(number, part, &mut spare) {
                Ok(rows) => self.totals.lock().unwrap_or_else(PoisonError::into_inner).rows += rows,
                Err(issues) => {
                    self.stopped.store(true, Ordering::Relaxed);
                    self.issues.lock().unwrap_or_else(PoisonError::into_inner).extend(issues);
                }
            }
        }
    }

    /// Reads a row group, and bills the sites that are complete with it.
    fn part(&self, number: usize, part: &Part, spare: &mut Vec<SiteLoad>) -> Result<usize, Issues> {
        let (rows, loads) = read::read(&self.files, part, spare)?;
        let complete = self.gathering.lock().unwrap_or_else(PoisonError::into_inner).add(number, loads);
        for (site, gathered) in complete {
            let load = self.site(&site, gathered);
            if spare.len() < MAX_SPARE {
                spare.push(load);
            }
        }
        Ok(rows)
    }

    /// Bills the site, and gives back its load.
    fn site(&self, site: &str, gathered: Gathered) -> SiteLoad {
        let bill = match gathered.faults.into_result(()) {
            Ok(_) => (self.plans)(site).and_then(|plans| plans.bill(&gathered.load, &Place::new("load").key(site))),
            Err(faults) => Err(faults),
        };
        {
            let mut totals = self.totals.lock().unwrap_or_else(PoisonError::into_inner);
            totals.sites += 1;
            totals.failed += usize::from(bill.is_err());
        }
        (self.each)(site, bill);
        gathered.load
    }
}
