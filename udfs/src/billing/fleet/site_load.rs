use std::borrow::Cow;

use chrono::{DateTime, TimeDelta};

use super::grid::Grid;
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Decimal, Instant, Span};

/// Units of a load in a kW, and of a time in a second.
pub const MICRO: i64 = 1_000_000;
const MINUTE: i64 = 60 * MICRO;
/// Whole numbers up to here have at most 15 digits, which no two of them share as a double.
const MAX_EXACT: f64 = 1e15;
/// Three halves of 2^52.
const WHOLE: f64 = 6_755_399_441_055_744.0;

/// The load of one site, gathered row by row in any order; the length of the intervals is that of the series.
///
/// Rows that come in the order of time take 8 bytes each.
#[derive(Debug, Clone, Default)]
pub struct SiteLoad {
    runs: Vec<Run>,
    micro_kw: Vec<i64>,
    /// Values with more than six decimals, or beyond 64 bits.
    others: Vec<(i64, Decimal)>,
}

/// Rows that follow each other evenly; times in microseconds since 1970.
#[derive(Debug, Clone, Copy)]
struct Run {
    start: i64,
    /// 0 where there is one row.
    step: i64,
    count: usize,
}

impl SiteLoad {
    /// Without rows, and with room for some: in the memory of a load that is done with, where there is one.
    pub fn with_room(rows: usize, of: Option<SiteLoad>) -> Self {
        let mut micro_kw = of.map_or_else(Vec::new, |of| of.micro_kw);
        micro_kw.clear();
        micro_kw.reserve_exact(rows);
        Self { micro_kw, ..Self::default() }
    }

    /// Rows in whole micro-kW.
    pub fn len(&self) -> usize {
        self.micro_kw.len()
    }

    pub fn is_empty(&self) -> bool {
        self.runs.is_empty() && self.others.is_empty()
    }

    /// Memory that the rows take.
    pub fn bytes(&self) -> usize {
        self.micro_kw.capacity() * size_of::<i64>()
            + self.runs.capacity() * size_of::<Run>()
            + self.others.capacity() * size_of::<(i64, Decimal)>()
    }

    /// A row: microseconds since 1970, and micro-kW.
    #[inline]
    pub fn push(&mut self, at: i64, micro_kw: i64) {
        self.reserve(1);
        self.micro_kw.push(micro_kw);
        self.count(at);
    }

    /// Rows as by [`SiteLoad::push`].
    pub fn extend(&mut self, at: &[i64], micro_kw: &[i64]) {
        debug_assert_eq!(at.len(), micro_kw.len());
        self.reserve(micro_kw.len());
        self.micro_kw.extend_from_slice(micro_kw);
        let mut rest = at;
        while let [first, ..] = rest {
            self.count(*first);
            rest = &rest[1..];
            if let Some(run) = self.runs.last_mut().filter(|run| run.count > 1) {
                let followed = run.followed_by(rest);
                run.count += followed;
                rest = &rest[followed..];
            }
        }
    }

    fn reserve(&mut self, rows: usize) {
        if self.micro_kw.capacity() - self.micro_kw.len() < rows {
            // a quarter more, not twice as much: a fleet waits in memory
            self.micro_kw.reserve_exact((self.micro_kw.len() / 4).max(64).max(rows));
        }
    }

    fn count(&mut self, at: i64) {
        match self.runs.last_mut() {
            Some(run) if run.count > 1 && run.next() == at => run.count += 1,
            Some(run) if run.count == 1 && run.start < at => {
                run.step = at - run.start;
                run.count = 2;
            }
            _ => self.runs.push(Run { start: at, step: 0, count: 1 }),
        }
    }

    /// A row whose kW are no whole number of micro-kW.
    pub fn push_decimal(&mut self, at: i64, kw: Decimal) {
        self.others.push((at, kw));
    }

    /// Adds the rows of another part of the site's load.
    pub fn append(&mut self, mut other: SiteLoad) {
        if let (Some(last), Some(first)) = (self.runs.last_mut(), other.runs.first())
            && first.count > 1
            && (last.step == first.step || last.count == 1)
            && last.start + first.step * i64::try_from(last.count).unwrap_or(0) == first.start
        {
            *last = Run { start: last.start, step: first.step, count: last.count + first.count };
            other.runs.remove(0);
        }
        self.runs.append(&mut other.runs);
        self.micro_kw.reserve_exact(other.micro_kw.len());
        self.micro_kw.append(&mut other.micro_kw);
        self.others.append(&mut other.others);
    }

    /// The load as whole numbers, for [`SiteLoad::read`]; `None` where some of it is none.
    pub fn write(&self) -> Option<Vec<i64>> {
        if !self.others.is_empty() {
            return None;
        }
        let word = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let mut words = Vec::with_capacity(1 + 3 * self.runs.len() + self.micro_kw.len());
        words.push(word(self.runs.len()));
        words.extend(self.runs.iter().flat_map(|run| [run.start, run.step, word(run.count)]));
        words.extend_from_slice(&self.micro_kw);
        Some(words)
    }

    /// What [`SiteLoad::write`] wrote; `None`: something else.
    pub fn read(words: &[i64]) -> Option<Self> {
        let (runs, words) = words.split_first()?;
        let (runs, micro_kw) = words.split_at_checked(usize::try_from(*runs).ok()?.checked_mul(3)?)?;
        let run = |words: &[i64]| Some(Run { start: words[0], step: words[1], count: usize::try_from(words[2]).ok()? });
        let runs: Vec<Run> = runs.chunks_exact(3).map(run).collect::<Option<_>>()?;
        let count = runs.iter().try_fold(0_usize, |sum, run| sum.checked_add(run.count))?;
        (count == micro_kw.len()).then(|| Self { runs, micro_kw: micro_kw.to_vec(), others: Vec::new() })
    }

    /// The load as one value for each interval of a grid; `None` where it is not even.
    pub fn even(&self) -> Option<(Grid, Cow<'_, [i64]>)> {
        if !self.others.is_empty() {
            return None;
        }
        let (run, kw) = match self.runs[..] {
            [run] => (run, Cow::Borrowed(self.micro_kw.as_slice())),
            _ => self.sorted()?,
        };
        if run.step <= 0 || run.start % MINUTE != 0 || run.step % MINUTE != 0 {
            return None;
        }
        let start = DateTime::from_timestamp_micros(run.start)?;
        Some((Grid { start, step_minutes: run.step / MINUTE, count: run.count }, kw))
    }

    fn sorted(&self) -> Option<(Run, Cow<'_, [i64]>)> {
        let mut rows: Vec<(i64, i64)> = self.rows().collect();
        rows.sort_unstable();
        let (first, second) = (rows.first()?.0, rows.get(1)?.0);
        let step = second.checked_sub(first)?;
        let is_even = rows.windows(2).all(|pair| pair[1].0.checked_sub(pair[0].0) == Some(step));
        let run = Run { start: first, step, count: rows.len() };
        is_even.then(|| (run, rows.into_iter().map(|(_, kw)| kw).collect()))
    }

    fn rows(&self) -> impl Iterator<Item = (i64, i64)> + '_ {
        let times =
            self.runs.iter().flat_map(|run| (0..).take(run.count).map(|number: i64| run.start + run.step * number));
        times.zip(self.micro_kw.iter().copied())
    }

    /// The rows by time, each as long as the smallest distance between two.
    pub fn intervals(&self, place: &Place) -> Result<Vec<(Span, Decimal)>, Issues> {
        let kw = |micro: i64| Decimal::new(micro, 6);
        let mut rows: Vec<(i64, Decimal)> = self.rows().map(|(at, micro)| (at, kw(micro))).collect();
        rows.extend(&self.others);
        rows.sort_unstable();
        let steps = rows.windows(2).filter_map(|pair| pair[1].0.checked_sub(pair[0].0)).filter(|step| *step > 0);
        let Some(step) = steps.min() else {
            let message = "one value does not say how long its interval is";
            let fix = "give at least two intervals";
            return Err(Issue::error(Code::LoadGap, place.clone(), message, fix).into());
        };
        let interval = |(at, kw): (i64, Decimal)| {
            let start: Instant = DateTime::from_timestamp_micros(at).unwrap_or_default();
            if at % MINUTE != 0 {
                let message = format!("{start} is not on a whole minute");
                let fix = "start intervals on whole minutes";
                return Err(Issue::error(Code::NotWholeMinute, place.clone(), message, fix));
            }
            let end = start.checked_add_signed(TimeDelta::microseconds(step)).unwrap_or(start);
            Ok((Span { start, end }, kw))
        };
        Ok(rows.into_iter().map(interval).collect::<Result<_, Issue>>()?)
    }
}

impl Run {
    /// How many of these times go on with it.
    fn followed_by(&self, at: &[i64]) -> usize {
        let mut next = self.next();
        let goes_on = |at: &&i64| {
            let is_next = **at == next;
            next = next.wrapping_add(self.step);
            is_next
        };
        at.iter().take_while(goes_on).count()
    }

    fn next(&self) -> i64 {
        self.start.wrapping_add(self.step.wrapping_mul(i64::try_from(self.count).unwrap_or(0)))
    }
}

/// A double as the micro-kW of its shortest decimal; `None` where that has more than six decimals.
#[inline]
pub fn micro_kw(kw: f64) -> Option<i64> {
    // to the nearest whole number, as long as the sum has no digits after the point
    let micro = kw * 1e6 + WHOLE - WHOLE;
    // the nearest double to micro / 10^6 is what that decimal reads as
    #[expect(clippy::float_cmp, reason = "the same double or not")]
    let is_exact = micro.abs() <= MAX_EXACT && micro / 1e6 == kw;
    is_exact.then_some(micro as i64)
}
