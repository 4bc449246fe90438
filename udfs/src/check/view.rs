use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};

use super::clock::{LocalMinute, Month, local_minute};
use super::period::Period;
use crate::document::instant_text;
use crate::error::Code;
use crate::model::{Decimal, Equipment, Instant, Job, Problem, Schedule, Span, Violation};

/// A schedule with its indices resolved.
pub struct View<'a> {
    pub problem: &'a Problem,
    pub assignments: Vec<Placed<'a>>,
    pub runs: Vec<Run<'a>>,
    /// What the tariff's clock shows in each minute of the horizon.
    pub local: Vec<LocalMinute>,
    /// The billing periods that the horizon touches, by time.
    pub periods: Vec<Period>,
}

/// A job where the schedule puts it.
pub struct Placed<'a> {
    pub job: &'a Job,
    pub job_index: usize,
    pub equipment: &'a Equipment,
    pub equipment_index: usize,
    pub span: Span,
}

/// An on-period. Whether it is a start follows from the problem, whatever the schedule says.
pub struct Run<'a> {
    pub equipment: &'a Equipment,
    pub equipment_index: usize,
    pub on: Instant,
    pub off: Instant,
    pub is_start: bool,
    pub start_counted: bool,
}

impl<'a> View<'a> {
    /// Rows with an index that the problem does not have are left out; their jobs then do not run.
    pub fn new(problem: &'a Problem, schedule: &Schedule) -> Self {
        let assignments = schedule.assignments.iter().filter_map(|a| {
            let (job, equipment) = (problem.jobs.get(a.job)?, problem.equipment.get(a.equipment)?);
            let span = Span { start: a.start, end: a.start + TimeDelta::minutes(i64::from(job.duration_minutes)) };
            Some(Placed { job, job_index: a.job, equipment, equipment_index: a.equipment, span })
        });
        let runs = schedule.runs.iter().filter_map(|run| {
            let equipment = problem.equipment.get(run.equipment)?;
            Some(Run {
                equipment,
                equipment_index: run.equipment,
                on: run.on,
                off: run.off,
                is_start: !(equipment.initially_on && run.on == problem.horizon.start),
                start_counted: run.start_counted,
            })
        });
        let (mut assignments, mut runs): (Vec<_>, Vec<_>) = (assignments.collect(), runs.collect());
        assignments.sort_by_key(|p| (p.job_index, p.span.start, p.equipment_index));
        runs.sort_by_key(|r| (r.equipment_index, r.on, r.off));
        let mut view = Self { problem, assignments, runs, local: Vec::new(), periods: Vec::new() };
        view.local = (0..view.minutes()).map(|m| local_minute(view.minute(m), problem.tariff_zone())).collect();
        for local in &view.local {
            if view.periods.last().is_none_or(|last| !last.contains(local.date)) {
                view.periods.push(Period::of(local.date, &problem.tariff.billing_dates));
            }
        }
        view
    }

    /// The billing month of a minute.
    pub fn month(&self, minute: usize) -> Month {
        let date = self.local[minute].date;
        self.periods.iter().find(|period| period.contains(date)).map_or_else(|| Month::of(date), |period| period.month)
    }

    /// Minutes of the horizon in each local day of a billing period.
    pub fn minutes_by_day(&self, period: &Period) -> BTreeMap<NaiveDate, i64> {
        let mut days = BTreeMap::new();
        for local in self.local.iter().filter(|local| period.contains(local.date)) {
            *days.entry(local.date).or_default() += 1;
        }
        days
    }

    /// Minutes of the horizon in a billing period.
    pub fn minutes_in(&self, period: &Period) -> i64 {
        self.minutes_by_day(period).values().sum()
    }

    pub fn minutes(&self) -> usize {
        usize::try_from(self.problem.horizon.span().minutes()).unwrap_or(0)
    }

    pub fn minute(&self, index: usize) -> Instant {
        self.problem.horizon.start + TimeDelta::minutes(i64::try_from(index).unwrap_or(i64::MAX / 2))
    }

    /// The minutes of the horizon that lie in `span`.
    pub fn clip(&self, span: Span) -> std::ops::Range<usize> {
        let last = self.problem.horizon.span().minutes().max(0);
        let index =
            |at: Instant| usize::try_from((at - self.problem.horizon.start).num_minutes().clamp(0, last)).unwrap_or(0);
        index(span.start)..index(span.end).max(index(span.start))
    }

    pub fn jobs_on(&self, equipment: usize) -> impl Iterator<Item = &Placed<'a>> {
        self.assignments.iter().filter(move |placed| placed.equipment_index == equipment)
    }

    pub fn runs_of(&self, equipment: usize) -> impl Iterator<Item = &Run<'a>> {
        self.runs.iter().filter(move |run| run.equipment_index == equipment)
    }

    /// When equipment that was on is stopped at the start of the horizon because no run goes on from there.
    pub fn is_stopped_at_start(&self, equipment: usize) -> bool {
        self.problem.equipment[equipment].initially_on
            && !self.runs_of(equipment).any(|run| run.on == self.problem.horizon.start)
    }
}

impl Run<'_> {
    pub fn span(&self) -> Span {
        Span { start: self.on, end: self.off }
    }

    /// With start-up and shutdown.
    pub fn block(&self) -> Span {
        let startup = if self.is_start { i64::from(self.equipment.startup_minutes) } else { 0 };
        let end = self.off + TimeDelta::minutes(i64::from(self.equipment.shutdown_minutes));
        Span { start: self.on - TimeDelta::minutes(startup), end }
    }
}

/// Constant heat of a job while it runs.
pub fn thermal_kw(job: &Job) -> Decimal {
    if job.duration_minutes == 0 {
        return Decimal::ZERO;
    }
    job.heating_requirement_kwh * Decimal::from(60) / Decimal::from(job.duration_minutes)
}

/// Differences below this come from division, not from the schedule.
pub fn exceeds(value: Decimal, limit: Decimal) -> bool {
    value - limit > Decimal::new(1, 9)
}

/// A figure for a message: at most four decimals.
pub fn show(value: Decimal) -> String {
    value.round_dp(4).normalize().to_string()
}

pub fn show_span(span: Span) -> String {
    format!("{} to {}", instant_text(span.start), instant_text(span.end))
}

pub fn minutes_between(start: Instant, end: Instant) -> Decimal {
    Decimal::from((end - start).num_minutes().max(0))
}

pub fn violation(
    code: Code,
    subject: impl Into<String>,
    (amount, unit): (Decimal, &str),
    message: impl Into<String>,
    fix: impl Into<String>,
) -> Violation {
    let amount = amount.round_dp(6).normalize();
    Violation { code, subject: subject.into(), message: message.into(), amount, unit: unit.into(), fix: fix.into() }
}
