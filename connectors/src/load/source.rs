use std::fmt::Debug;

use udfs::error::Place;
use udfs::model::Instant;
use udfs::store::Store;
use udfs::{Code, Issue, Issues};

use super::page::{Page, Record};
use super::session::Session;
use super::write_back::{Placement, Told};

/// A set of records of a system, and a part of it that has a cursor of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stream {
    pub name: String,
    pub part: String,
}

impl Stream {
    pub fn new(name: &str, part: &str) -> Self {
        Self { name: name.into(), part: part.into() }
    }
}

/// What a run asks of a stream.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Where the last run stopped; `None`: from the beginning.
    pub cursor: Option<String>,
    /// In place of the cursor, which then stays where it is.
    pub since: Option<Instant>,
    pub until: Option<Instant>,
    /// Records at most.
    pub limit: Option<usize>,
    /// On and on, until the run is asked to stop or its time is over; both are its usual end.
    pub follow: bool,
}

/// Takes pages in the order they are to be written. An error ends the run.
pub type Sink<'a> = dyn FnMut(Page) -> Result<(), Issues> + 'a;

/// A system that a load job reads from.
pub trait Source: Debug + Sync {
    /// As in `source_system` of the rows.
    fn system(&self) -> &str;

    /// What there is to read now.
    fn streams(&self, session: &Session<'_>, store: &dyn Store) -> Result<Vec<Stream>, Issues>;

    /// The cheapest request that shows that the system can be reached and lets us in; what it found.
    fn check(&self, session: &Session<'_>) -> Result<String, Issues>;

    /// Whether `source_reference` is the system's own key, so that what a record gave before and does not give any more, such
    /// as a job on another day, goes.
    fn gives_whole_records(&self) -> bool {
        false
    }

    /// Whether it can be followed.
    fn follows(&self) -> bool {
        false
    }

    /// Reads a stream on from the request's cursor.
    fn fetch(
        &self,
        session: &Session<'_>,
        stream: &Stream,
        request: &Request,
        sink: &mut Sink<'_>,
    ) -> Result<(), Issues>;

    /// Tells the system where a published plan has one of its jobs; without `apply` only what that would change.
    fn write_back(&self, session: &Session<'_>, placement: &Placement, apply: bool) -> Result<Told, Issue> {
        let _ = (session, apply);
        let message = format!("{} is not told about plans", self.system());
        let fix = "name a job whose system takes plans, such as one of kind sap or oracle";
        Err(Issue::error(Code::NotSupported, Place::new(&placement.reference), message, fix))
    }

    /// Reads again what was put into quarantine.
    fn again(&self, stream: &str, key: &str, raw: &str) -> Record {
        let _ = raw;
        let message = format!("a record of {stream} cannot be read again by itself");
        let issue = Issue::error(Code::NotSupported, Place::new(key), message, "run the job with --full");
        Record { key: key.into(), raw: raw.into(), read: Err(vec![issue]) }
    }
}
