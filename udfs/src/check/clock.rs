use chrono::{Datelike, NaiveDate, Offset, TimeDelta, Timelike};
use chrono_tz::Tz;

use crate::model::{DayType, Instant, LocalTime, Tariff};

/// What the clock on the wall shows during a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalMinute {
    pub date: NaiveDate,
    pub minute_of_day: u16,
    /// Tells the two passes through a repeated hour apart.
    pub utc_offset_seconds: i32,
}

pub fn local_minute(at: Instant, zone: Tz) -> LocalMinute {
    let local = at.with_timezone(&zone);
    LocalMinute {
        date: local.date_naive(),
        minute_of_day: (local.hour() * 60 + local.minute()) as u16,
        utc_offset_seconds: local.offset().fix().local_minus_utc(),
    }
}

impl LocalMinute {
    /// Names the clock-aligned metering window that the minute lies in.
    pub fn window(&self, window_minutes: u32) -> (NaiveDate, u32, i32) {
        let is_day = window_minutes == 24 * 60;
        let offset = if is_day { 0 } else { self.utc_offset_seconds };
        (self.date, u32::from(self.minute_of_day) / window_minutes.max(1), offset)
    }

    pub fn is_within(&self, tariff: &Tariff, day_type: &DayType, start: LocalTime, end: LocalTime) -> bool {
        let holiday = tariff.holidays.contains(&self.date);
        let weekday = self.date.weekday().num_days_from_monday();
        let day = match day_type {
            DayType::All => true,
            DayType::Holiday => holiday,
            DayType::Weekday => !holiday && weekday <= 4,
            DayType::Weekend => !holiday && weekday >= 5,
            DayType::Days(days) => !holiday && days[weekday as usize],
        };
        let (start, end) = (start.minute_of_day(), end.minute_of_day());
        let hours = if start < end {
            start <= self.minute_of_day && self.minute_of_day < end
        } else {
            start <= self.minute_of_day || self.minute_of_day < end
        };
        day && hours
    }
}

/// A month of the local calendar, or the name of a billing period that ends in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    pub year: i32,
    pub month: u32,
}

impl Month {
    pub fn text(self) -> String {
        format!("{:04}-{:02}", self.year, self.month)
    }

    pub fn of(date: NaiveDate) -> Self {
        Self { year: date.year(), month: date.month() }
    }

    pub fn next(self) -> Self {
        if self.month == 12 { Month { year: self.year + 1, month: 1 } } else { Month { month: self.month + 1, ..self } }
    }

    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month, 1).unwrap_or_default()
    }

    /// The month so many months earlier.
    pub fn earlier(self, months: u32) -> Month {
        (0..months).fold(self, |of, _| match of.month {
            1 => Month { year: of.year - 1, month: 12 },
            month => Month { month: month - 1, ..of },
        })
    }

    pub fn days_of_year(self) -> i64 {
        let january = |year| Month { year, month: 1 }.first_day();
        (january(self.year + 1) - january(self.year)).num_days()
    }

    pub fn minutes_of_year(self, zone: Tz) -> i64 {
        let january = |year| Month { year, month: 1 }.first_day();
        minutes_from_to(january(self.year), january(self.year + 1), zone)
    }
}

pub fn minutes_of_day(date: NaiveDate, zone: Tz) -> i64 {
    minutes_from_to(date, date + TimeDelta::days(1), zone)
}

/// Between the local midnights that two days begin with.
pub fn minutes_from_to(first: NaiveDate, last: NaiveDate, zone: Tz) -> i64 {
    (start_of(last, zone) - start_of(first, zone)).num_minutes()
}

/// The first minute whose local date is `date` or later. No zone is further than 14 hours from UTC.
fn start_of(date: NaiveDate, zone: Tz) -> Instant {
    let mut at = date.and_hms_opt(0, 0, 0).unwrap_or_default().and_utc() - TimeDelta::hours(15);
    while local_minute(at, zone).date < date {
        at += TimeDelta::minutes(1);
    }
    at
}
