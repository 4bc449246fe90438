use chrono::{NaiveDate, TimeDelta};

use super::{DAYS, Rng, ZONES, further, plant, tariff};
use crate::model::{
    Decimal, DemandAllocation, Equipment, Fixed, Horizon, Instant, Job, Options, Problem, Shift, Site, SiteLoad, Span,
    Unavailability,
};

/// A problem so small that every schedule of it can be tried: 2 to 4 jobs, 1 to 3 pieces of equipment, 6 to 12 intervals.
/// Nothing makes it feasible. Every fourth is a single machine that pays for energy alone.
pub fn tiny(seed: u64) -> Problem {
    let mut rng = Rng::new(seed ^ 0x0007_1417);
    let (year, month, day) = *rng.pick(&DAYS);
    let noon =
        NaiveDate::from_ymd_opt(year, month, day).and_then(|date| date.and_hms_opt(12, 0, 0)).unwrap_or_default();
    let start = noon.and_utc() - TimeDelta::hours(rng.between(0, 24));
    let interval_minutes = *rng.pick(&[15, 15, 30, 60]);
    let intervals = rng.between(6, 12);
    let horizon =
        Horizon { start, end: start + TimeDelta::minutes(intervals * i64::from(interval_minutes)), interval_minutes };
    let is_plain = rng.chance(25);
    let mut draw = Draw { rng, horizon, intervals };
    let mut tariff = tariff::draw(&mut draw.rng, &horizon);
    if is_plain {
        tariff.periods.iter_mut().for_each(|period| period.demand_rate_kw = None);
        tariff.demand_charges.clear();
    } else if draw.rng.chance(40) {
        further::draw(&mut Rng::new(!seed), &horizon, &mut tariff);
    }
    let count = if is_plain { 1 } else { draw.rng.between(1, 3) };
    let equipment: Vec<Equipment> = (0..count).map(|index| draw.equipment(index, is_plain)).collect();
    let availability = equipment.iter().filter_map(|equipment| draw.repair(equipment)).collect();
    let count = draw.rng.between(2, 4);
    let mut jobs: Vec<Job> = Vec::new();
    for index in 0..count {
        let job = draw.job(index, &equipment, is_plain, &jobs);
        jobs.push(job);
    }
    let demand_limit_kw = (!is_plain && draw.rng.chance(25)).then(|| draw.rng.decimal(90, 300, 0));
    let mut problem = Problem {
        site: Site {
            site_id: format!("tiny-{seed}"),
            time_zone: *draw.rng.pick(&ZONES),
            currency: "USD".into(),
            demand_limit_kw,
        },
        horizon,
        tariff,
        demand_allocation: *draw.rng.pick(&[DemandAllocation::Marginal, DemandAllocation::Prorated]),
        equipment,
        availability,
        site_load: draw.site_load(),
        shifts: draw.shifts(),
        jobs,
        previous_schedule: Vec::new(),
        options: Options::default(),
    };
    problem.sort();
    problem
}

struct Draw {
    rng: Rng,
    horizon: Horizon,
    intervals: i64,
}

impl Draw {
    fn at(&self, interval: i64) -> Instant {
        self.horizon.start + TimeDelta::minutes(interval * i64::from(self.horizon.interval_minutes))
    }

    fn step(&self) -> i64 {
        i64::from(self.horizon.interval_minutes)
    }

    fn equipment(&mut self, index: i64, is_plain: bool) -> Equipment {
        let step = self.step();
        let rng = &mut self.rng;
        let mut equipment = plant::kind(rng, usize::try_from(index).unwrap_or(0));
        equipment.capacity_kw = rng.decimal(40, 150, 0);
        equipment.min_load_kw = (equipment.capacity_kw * rng.decimal(0, 60, 0) / Decimal::ONE_HUNDRED).round_dp(1);
        let mut minutes = || if rng.chance(25) { u32::try_from(rng.between(0, step + 5)).unwrap_or(0) } else { 0 };
        (equipment.startup_minutes, equipment.shutdown_minutes) = (minutes(), minutes());
        equipment.min_run_time_minutes = u32::try_from(rng.between(0, 3 * step)).unwrap_or(0);
        equipment.max_starts_per_day = rng.chance(40).then(|| u32::try_from(rng.between(1, 2)).unwrap_or(1));
        let at_once = u32::try_from(rng.between(1, 2)).unwrap_or(1);
        equipment.max_concurrent_jobs = if is_plain { Some(1) } else { rng.chance(50).then_some(at_once) };
        equipment
    }

    fn repair(&mut self, equipment: &Equipment) -> Option<Unavailability> {
        let from = self.rng.between(0, self.intervals - 1);
        let ends = from + self.rng.between(1, 3);
        let span = Span { start: self.at(from) + TimeDelta::minutes(self.rng.between(0, 9)), end: self.at(ends) };
        let equipment_id = equipment.equipment_id.clone();
        self.rng.chance(25).then(|| Unavailability { equipment_id, span, reason: "maintenance".into() })
    }

    fn job(&mut self, index: i64, equipment: &[Equipment], is_plain: bool, before: &[Job]) -> Job {
        let step = self.step();
        let minutes = self.rng.between(1, step * (self.intervals / 3));
        let intervals = (minutes + step - 1) / step;
        let first = self.rng.between(0, self.intervals - intervals);
        let last = (first + intervals + self.rng.between(1, 6)).min(self.intervals);
        let own = self.rng.pick(equipment).clone();
        let rng = &mut self.rng;
        let heat_kwh =
            (own.capacity_kw * rng.decimal(0, 1, 2) * Decimal::from(minutes) / Decimal::from(60)).round_dp(2);
        let mut job = plant::job(format!("J{index}"), heat_kwh, minutes, self.horizon.start);
        (job.earliest_start, job.latest_end) = (
            self.horizon.start + TimeDelta::minutes(first * step - rng.between(0, step - 1)),
            self.horizon.start + TimeDelta::minutes(last * step + rng.between(0, step - 1)),
        );
        job.priority = u8::try_from(rng.between(1, 5)).unwrap_or(3);
        job.allowed_equipment = rng.chance(15).then(|| vec![own.equipment_id.clone()]);
        if let Some(max) = own.max_temperature_c.filter(|_| rng.chance(40)) {
            job.temperature_setpoint_c = Some(max - rng.decimal(0, 30, 1));
        }
        if is_plain {
            return job;
        }
        if rng.chance(25) {
            job.crew_size = u32::try_from(rng.between(1, 2)).unwrap_or(1);
        }
        let earlier: Vec<&Job> = before.iter().filter(|other| other.latest_end < job.latest_end).collect();
        if !earlier.is_empty() && rng.chance(30) {
            job.predecessor_job_id = Some(rng.pick(&earlier).job_id.clone());
        }
        if rng.chance(8) {
            let begins = self.rng.between(first, last - intervals);
            let start = self.at(begins);
            let equipment_id = self.rng.chance(50).then_some(own.equipment_id);
            job.fixed = Some(Fixed { equipment_id, start: Some(start) });
        }
        job
    }

    fn site_load(&mut self) -> Vec<SiteLoad> {
        match self.rng.between(0, 2) {
            0 => Vec::new(),
            1 => vec![SiteLoad { span: self.horizon.span(), kw: self.rng.decimal(0, 100, 2) }],
            _ => {
                let middle =
                    self.horizon.start + TimeDelta::minutes(self.rng.between(1, self.intervals * self.step() - 1));
                let (first, second) = (self.rng.decimal(0, 120, 2), self.rng.decimal(0, 120, 2));
                vec![
                    SiteLoad { span: Span { start: self.horizon.start, end: middle }, kw: first },
                    SiteLoad { span: Span { start: middle, end: self.horizon.end }, kw: second },
                ]
            }
        }
    }

    /// Two shifts that meet on an interval boundary.
    fn shifts(&mut self) -> Vec<Shift> {
        let middle = self.rng.between(1, self.intervals - 1);
        let middle = self.at(middle);
        let mut crew = || u32::try_from(self.rng.between(1, 4)).unwrap_or(1);
        let (first, second) = (crew(), crew());
        vec![
            Shift { span: Span { start: self.horizon.start, end: middle }, crew: first },
            Shift { span: Span { start: middle, end: self.horizon.end }, crew: second },
        ]
    }
}
