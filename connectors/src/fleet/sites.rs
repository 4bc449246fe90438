use std::collections::HashMap;
use std::ops::Range;

use arrow::array::{Array, AsArray, DictionaryArray, RecordBatch};
use arrow::datatypes::Int32Type;
use udfs::billing::fleet::SiteLoad;
use udfs::error::{Code, Issue, Place};

use super::columns::{Powers, Times};
use super::gather::Gathered;
use super::parts::{KW, SITE, START};

/// Of one site and row group; more say no more.
const MAX_FAULTS: usize = 5;

/// What a row group holds of each site.
#[derive(Debug)]
pub(super) struct Sites<'a> {
    pub by_name: HashMap<String, Gathered>,
    kw_scale: Option<u32>,
    /// Loads that are done with, for their memory.
    spare: &'a mut Vec<SiteLoad>,
    /// Rows of the site that came last: the next one may have as many.
    rows_of_last: usize,
    micro_kw: Vec<i64>,
}

impl<'a> Sites<'a> {
    pub fn new(kw_scale: Option<u32>, spare: &'a mut Vec<SiteLoad>) -> Self {
        Self { by_name: HashMap::new(), kw_scale, spare, rows_of_last: 0, micro_kw: Vec::new() }
    }

    /// `None` where a column has another type than it should.
    pub fn add(&mut self, batch: &RecordBatch) -> Option<()> {
        let ids = batch.column_by_name(SITE)?.as_dictionary_opt::<Int32Type>()?;
        let names = ids.values().as_string_opt::<i32>()?;
        let (times, powers) =
            (Times::new(batch.column_by_name(START)?)?, Powers::new(batch.column_by_name(KW)?, self.kw_scale)?);
        let mut from = 0;
        while from < ids.len() {
            let to = end_of_run(ids, from);
            if ids.is_null(from) {
                let place = Place::new("load").column(SITE);
                let issue = Issue::error(Code::MissingField, place, "rows without a site", "give each row its site");
                fault(self.site("")?, issue);
            } else {
                let name = names.value(usize::try_from(ids.keys().value(from)).ok()?);
                self.rows(name, &times, &powers, from..to)?;
            }
            from = to;
        }
        Some(())
    }

    fn rows(&mut self, name: &str, times: &Times<'_>, powers: &Powers<'_>, rows: Range<usize>) -> Option<()> {
        let mut micro_kw = std::mem::take(&mut self.micro_kw);
        let site = self.site(name)?;
        match times.all(rows.clone()) {
            Some(at) if powers.all(rows.clone(), &mut micro_kw) => site.load.extend(&at, &micro_kw),
            _ => rows.for_each(|row| one(site, name, times, powers, row)),
        }
        self.rows_of_last = site.load.len();
        self.micro_kw = micro_kw;
        Some(())
    }

    fn site(&mut self, name: &str) -> Option<&mut Gathered> {
        if !self.by_name.contains_key(name) {
            let load = SiteLoad::with_room(self.rows_of_last, self.spare.pop());
            self.by_name.insert(name.to_string(), Gathered { load, ..Gathered::default() });
        }
        self.by_name.get_mut(name)
    }
}

/// Where rows of the same site end.
fn end_of_run(ids: &DictionaryArray<Int32Type>, from: usize) -> usize {
    let keys = ids.keys().values();
    let next = match ids.nulls().filter(|nulls| nulls.null_count() > 0) {
        None => keys[from..].iter().position(|key| *key != keys[from]),
        Some(nulls) => {
            let id = |row: usize| nulls.is_valid(row).then(|| keys[row]);
            (from..keys.len()).position(|row| id(row) != id(from))
        }
    };
    next.map_or(keys.len(), |count| from + count)
}

/// A row that may have no time, or no whole number of micro-kW.
fn one(site: &mut Gathered, name: &str, times: &Times<'_>, powers: &Powers<'_>, row: usize) {
    let place = |column| Place::new("load").key(name).column(column);
    let Some(at) = times.at(row) else {
        let message = "a row without a time";
        return fault(site, Issue::error(Code::MissingField, place(START), message, "give the start of each interval"));
    };
    match powers.micro_kw(row) {
        Some(micro_kw) => site.load.push(at, micro_kw),
        None => match powers.decimal(row) {
            Ok(kw) => site.load.push_decimal(at, kw),
            Err(value) => {
                let start = chrono::DateTime::from_timestamp_micros(at).unwrap_or_default();
                let message = format!("{value} kW at {start} cannot be");
                let fix = "give the load of every interval; 0 where there is none";
                fault(site, Issue::error(Code::LoadValue, place(KW), message, fix));
            }
        },
    }
}

fn fault(site: &mut Gathered, issue: Issue) {
    if site.faults.0.len() < MAX_FAULTS {
        site.faults.push(issue);
    }
}
