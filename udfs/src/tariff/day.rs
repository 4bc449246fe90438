use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};

use crate::model::{DayType, Tariff};

const FIRST: i64 = 10_957; // 2000-01-01
const COUNT: i64 = 18_262; // to 2049-12-31

/// All that periods ask of a local day: its month, weekday and whether it is a holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayKind(u8);

impl DayKind {
    pub(super) const COUNT: usize = 12 * 7 * 2;
    const NOT_EFFECTIVE: u8 = u8::MAX;
    const WEEKDAYS: [Weekday; 7] =
        [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

    pub(super) fn new(month: u32, weekday: Weekday, is_holiday: bool) -> Self {
        let kind = ((month - 1) * 7 + weekday.num_days_from_monday()) * 2 + u32::from(is_holiday);
        Self(u8::try_from(kind).unwrap_or(0))
    }

    pub(super) fn all() -> impl Iterator<Item = DayKind> {
        (0..).take(Self::COUNT).map(DayKind)
    }

    pub(super) fn index(self) -> usize {
        usize::from(self.0)
    }

    pub fn month(self) -> u32 {
        u32::from(self.0) / 14 + 1
    }

    pub fn weekday(self) -> Weekday {
        Self::WEEKDAYS[usize::from(self.0) / 2 % 7]
    }

    pub fn is_holiday(self) -> bool {
        self.0 % 2 == 1
    }

    /// `Weekday`, `Weekend` or `Holiday`.
    pub fn day_type(self) -> DayType {
        match (self.is_holiday(), self.weekday()) {
            (true, _) => DayType::Holiday,
            (false, Weekday::Sat | Weekday::Sun) => DayType::Weekend,
            (false, _) => DayType::Weekday,
        }
    }

    /// Whether a row for `day_type` in `months` applies on such a day.
    pub(super) fn matches(self, day_type: &DayType, months: Option<&BTreeSet<u32>>) -> bool {
        months.is_none_or(|months| months.contains(&self.month())) && day_type.covers(self.weekday(), self.is_holiday())
    }
}

/// The kind of every local day on which the tariff is in effect.
#[derive(Debug, Clone)]
pub(super) struct Days {
    /// The half century from 2000, ready to read.
    table: Vec<u8>,
    holidays: BTreeSet<NaiveDate>,
    effective_date: Option<NaiveDate>,
    expiry_date: Option<NaiveDate>,
}

impl Days {
    pub fn new(tariff: &Tariff) -> Self {
        let mut days = Self {
            table: Vec::new(),
            holidays: tariff.holidays.clone(),
            effective_date: tariff.effective_date,
            expiry_date: tariff.expiry_date,
        };
        days.table = (FIRST..FIRST + COUNT).map(|day| days.read(day)).collect();
        days
    }

    /// `None` where the tariff is not in effect.
    #[inline]
    pub fn kind(&self, day: i64) -> Option<DayKind> {
        let kind = match usize::try_from(day - FIRST).ok().and_then(|index| self.table.get(index)) {
            Some(kind) => *kind,
            None => self.read(day),
        };
        (kind != DayKind::NOT_EFFECTIVE).then_some(DayKind(kind))
    }

    fn read(&self, day: i64) -> u8 {
        let date = date(day);
        let effective =
            self.effective_date.is_none_or(|from| from <= date) && self.expiry_date.is_none_or(|to| date < to);
        if effective { self.kind_of(date).0 } else { DayKind::NOT_EFFECTIVE }
    }

    /// The kind of a day, whether or not the tariff is in effect.
    pub fn kind_of(&self, date: NaiveDate) -> DayKind {
        DayKind::new(date.month(), date.weekday(), self.holidays.contains(&date))
    }
}

/// The date of a day counted from 1970-01-01.
pub(super) fn date(day: i64) -> NaiveDate {
    NaiveDate::default().checked_add_signed(TimeDelta::days(day)).unwrap_or_default()
}
