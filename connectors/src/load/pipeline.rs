//! Reading, taking and writing at the same time: pages are read while earlier ones are taken, and written while further
//! ones are. What is written stays in the order that it was read in.

use std::panic::resume_unwind;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{Scope, ScopedJoinHandle, scope};

use udfs::error::Place;
use udfs::store::Store;
use udfs::{Code, Issue, Issues};

use super::columns::Settled;
use super::page::Page;
use super::session::Session;
use super::source::{Request, Source, Stream};
use super::step::{Step, Tally};

/// Pages that wait to be taken, at most: memory holds these, the one being read and the one being taken.
const WAITING: usize = 1;

/// A page with its rows in the form that the store keeps them in.
#[derive(Debug)]
pub struct Settling {
    pub page: Page,
    pub settled: Settled,
}

impl Settling {
    pub fn of(mut page: Page) -> Result<Self, Issues> {
        let settled = Settled::of(&mut page.records)?;
        Ok(Self { page, settled })
    }
}

/// What a run needs to read a stream.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    pub source: &'a dyn Source,
    pub session: &'a Session<'a>,
    pub stream: &'a Stream,
    pub request: &'a Request,
}

impl Reading<'_> {
    /// Reads the stream, and gives each page to `take` with a writer for what has come together.
    pub fn pages(
        self,
        store: &dyn Store,
        dry_run: bool,
        tally: &mut Tally,
        mut take: impl FnMut(Settling, &Writer<'_>) -> Result<(), Issues>,
    ) -> Result<(), Issues> {
        scope(|scope| {
            let writer = Writer::start(scope, store, dry_run, *tally);
            let (sender, pages) = sync_channel(WAITING);
            let reader = scope.spawn(move || {
                let mut sink = |page| sender.send(Settling::of(page)?).map_err(|_| stopped().into());
                self.source.fetch(self.session, self.stream, self.request, &mut sink)
            });
            let taken = pages.iter().try_for_each(|page| take(page, &writer));
            drop(pages);
            let written = writer.end(tally);
            let fetched = reader.join().unwrap_or_else(|cause| resume_unwind(cause));
            written.and(taken).and(fetched)
        })
    }
}

/// Writes one step after the other.
pub struct Writer<'a> {
    steps: SyncSender<Step>,
    thread: ScopedJoinHandle<'a, (Tally, Result<(), Issues>)>,
}

impl<'a> Writer<'a> {
    fn start(scope: &'a Scope<'a, '_>, store: &'a dyn Store, dry_run: bool, mut tally: Tally) -> Self {
        // none waits: memory holds the step being written and the one that comes together
        let (steps, waiting) = sync_channel::<Step>(0);
        let thread = scope.spawn(move || {
            let done = waiting.iter().try_for_each(|step| step.write(store, dry_run, &mut tally));
            (tally, done)
        });
        Self { steps, thread }
    }

    /// Returns once it is being written. That an earlier one failed is known at the end.
    pub fn write(&self, step: Step) -> Result<(), Issues> {
        self.steps.send(step).map_err(|_| stopped().into())
    }

    fn end(self, tally: &mut Tally) -> Result<(), Issues> {
        drop(self.steps);
        let (written, done) = self.thread.join().unwrap_or_else(|cause| resume_unwind(cause));
        *tally = written;
        done
    }
}

/// Told to who has nothing more to do; the reason is told by who stopped.
fn stopped() -> Issue {
    Issue::error(Code::Cancelled, Place::new("load"), "the load has stopped", "see why")
}
