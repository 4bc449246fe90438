use chrono::Datelike;
use chrono_tz::Tz;

use super::billing_dates::BillingDates;
use super::clock::{Clock, instant};
use super::day::{DayKind, Days, date};
use super::minutes::{MAX_PERIODS, MinuteTables};
use super::month::{BillingMonth, MonthPart};
use super::prices::Prices;
use super::walk::{Stretch, walk};
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{Instant, Price, PriceMode, Span, Tariff, TariffPeriod};

/// A tariff in its time zone, made for fast lookup.
#[derive(Debug, Clone)]
pub struct Calendar {
    pub(super) clock: Clock,
    pub(super) days: Days,
    pub(super) minutes: MinuteTables,
    pub(super) prices: Prices,
    pub(super) periods: Vec<TariffPeriod>,
    pub(super) price_mode: PriceMode,
    pub(super) billing_dates: BillingDates,
}

impl Calendar {
    /// In the zone of the tariff, or `zone` where it has none. Fails where prices overlap or billing dates name no periods. Holes and overlaps of periods are found where they are asked for.
    pub fn new(tariff: &Tariff, zone: Tz) -> Result<Calendar, Issues> {
        if tariff.periods.len() > MAX_PERIODS {
            let message = format!("{} periods are more than {MAX_PERIODS}", tariff.periods.len());
            return Err(Issue::error(
                Code::TooLarge,
                Place::new("tariff.periods"),
                message,
                "join periods that are alike",
            )
            .into());
        }
        let clock = Clock::new(tariff.time_zone.unwrap_or(zone));
        Ok(Self {
            prices: Prices::new(&tariff.prices, &clock)?,
            days: Days::new(tariff),
            minutes: MinuteTables::new(&tariff.periods),
            periods: tariff.periods.clone(),
            price_mode: tariff.price_mode,
            billing_dates: BillingDates::new(&tariff.billing_dates, &clock)?,
            clock,
        })
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// In the order of the tariff: what [`Calendar::period_index`] counts.
    pub fn periods(&self) -> &[TariffPeriod] {
        &self.periods
    }

    /// By time: what [`Calendar::price_index`] counts.
    pub fn prices(&self) -> &[Price] {
        self.prices.rows()
    }

    /// The billing period at an instant, by name and whole length; outside of the billing dates, the calendar month.
    fn billing_period(&self, at: Instant) -> (Span, BillingMonth) {
        self.billing_dates.at(at).unwrap_or_else(|| {
            let month = BillingMonth::of(date(self.clock.local(at).day));
            (month.calendar_span(&self.clock), month)
        })
    }

    /// What prices do to the period's energy rate.
    pub fn price_mode(&self) -> PriceMode {
        self.price_mode
    }

    pub fn billing_month(&self, at: Instant) -> BillingMonth {
        self.billing_period(at).1
    }

    /// The billing months that `span` touches, each with the part of `span` in it and its own whole length.
    pub fn billing_months(&self, span: Span) -> Vec<MonthPart> {
        let mut parts = Vec::new();
        let mut at = span.start;
        while at < span.end {
            let (whole, month) = self.billing_period(at);
            let end = whole.end.min(span.end);
            parts.push(MonthPart { month, span: Span { start: at, end }, whole });
            at = end.max(at + chrono::TimeDelta::minutes(1));
        }
        parts
    }

    /// The calendar month of each local day that `span` touches.
    pub fn calendar_months(&self, span: Span) -> Vec<u32> {
        let (mut day, last) = (self.clock.local(span.start).day, self.clock.local(span.end).day);
        let mut months = Vec::new();
        while day < last || day == last && instant(self.clock.day_start(day)) < span.end {
            months.push(date(day).month());
            day += 1;
        }
        months
    }

    /// The parts of `span` in each local day, each with the whole day.
    pub fn local_days(&self, span: Span) -> Vec<(Span, Span)> {
        let mut parts = Vec::new();
        let mut at = span.start;
        while at < span.end {
            let day = self.clock.local(at).day;
            let whole = Span { start: instant(self.clock.day_start(day)), end: instant(self.clock.day_start(day + 1)) };
            let end = whole.end.min(span.end);
            parts.push((Span { start: at, end }, whole));
            at = end.max(at + chrono::TimeDelta::minutes(1));
        }
        parts
    }

    /// The kind of a local day, whether or not the tariff is in effect.
    pub(super) fn kind_of(&self, day: i64) -> DayKind {
        self.days.kind_of(date(day))
    }

    pub(super) fn walk<'a>(
        &'a self,
        span: Span,
        breakpoints: impl Fn(i64) -> &'a [u16] + 'a,
    ) -> impl Iterator<Item = Stretch> + 'a {
        walk(&self.clock, span, breakpoints)
    }
}
