use std::collections::HashMap;

use super::DayKind;
use super::hours::contains;
use crate::model::TariffPeriod;

pub(super) const MINUTES: u16 = 24 * 60;

/// Which period each minute of each kind of day falls in; kinds of day with the same rows share a table.
#[derive(Debug, Clone)]
pub(super) struct MinuteTables {
    by_kind: Vec<u8>,
    tables: Vec<MinuteTable>,
}

#[derive(Debug, Clone)]
struct MinuteTable {
    /// Period index, or one of the two marks.
    periods: Vec<u16>,
    /// Minutes at which the period changes.
    breakpoints: Vec<u16>,
}

/// What the rows say of a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    Period(u16),
    Hole,
    Overlap,
}

const HOLE: u16 = u16::MAX;
const OVERLAP: u16 = u16::MAX - 1;
pub(super) const MAX_PERIODS: usize = OVERLAP as usize;

impl MinuteTables {
    pub fn new(periods: &[TariffPeriod]) -> Self {
        let mut known: HashMap<Vec<u16>, u8> = HashMap::new();
        let mut tables = Vec::new();
        let by_kind = DayKind::all().map(|kind| {
            let rows = rows_of(periods, kind);
            *known.entry(rows).or_insert_with_key(|rows| {
                tables.push(MinuteTable::new(periods, rows));
                u8::try_from(tables.len() - 1).unwrap_or(0)
            })
        });
        Self { by_kind: by_kind.collect(), tables }
    }

    #[inline]
    pub fn slot(&self, kind: DayKind, minute_of_day: u16) -> Slot {
        match self.table(kind).periods[usize::from(minute_of_day.min(MINUTES - 1))] {
            HOLE => Slot::Hole,
            OVERLAP => Slot::Overlap,
            period => Slot::Period(period),
        }
    }

    pub fn breakpoints(&self, kind: DayKind) -> &[u16] {
        &self.table(kind).breakpoints
    }

    #[inline]
    fn table(&self, kind: DayKind) -> &MinuteTable {
        &self.tables[usize::from(self.by_kind[kind.index()])]
    }
}

impl MinuteTable {
    fn new(periods: &[TariffPeriod], rows: &[u16]) -> Self {
        let slot = |minute: u16| {
            let covers = |row: &&u16| {
                let period = &periods[usize::from(**row)];
                contains(period.start_time, period.end_time, minute)
            };
            let mut covering = rows.iter().filter(covers);
            match (covering.next(), covering.next()) {
                (None, _) => HOLE,
                (Some(row), None) => *row,
                (Some(_), Some(_)) => OVERLAP,
            }
        };
        // between two boundaries nothing changes
        let mut boundaries: Vec<u16> = rows
            .iter()
            .flat_map(|row| [periods[usize::from(*row)].start_time, periods[usize::from(*row)].end_time])
            .map(|time| time.minute_of_day())
            .chain([0, MINUTES])
            .collect();
        boundaries.sort_unstable();
        boundaries.dedup();
        let mut table = Self { periods: Vec::with_capacity(usize::from(MINUTES)), breakpoints: Vec::new() };
        for stretch in boundaries.windows(2) {
            table.periods.resize(usize::from(stretch[1]), slot(stretch[0]));
            table.breakpoints.push(stretch[1]);
        }
        table
    }
}

fn rows_of(periods: &[TariffPeriod], kind: DayKind) -> Vec<u16> {
    let applies = |period: &&TariffPeriod| kind.matches(&period.day_type, period.months.as_ref());
    (0u16..).zip(periods).filter(|(_, period)| applies(period)).map(|(row, _)| row).collect()
}
