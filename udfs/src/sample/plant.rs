use chrono::TimeDelta;

use super::Rng;
use crate::model::{
    Assignment, Decimal, Efficiency, Equipment, EquipmentRun, Fixed, Horizon, Instant, Job, Schedule, Span,
    Unavailability,
};

/// Equipment, the runs and jobs on it, and unavailability in the gaps between its runs.
pub fn draw(rng: &mut Rng, horizon: &Horizon) -> (Vec<Equipment>, Vec<Job>, Vec<Unavailability>, Schedule) {
    let mut drawn =
        Drawn { horizon: *horizon, jobs: Vec::new(), availability: Vec::new(), schedule: Schedule::default() };
    let count = rng.between(1, 4);
    let equipment = (0..count).map(|i| drawn.equipment(rng, usize::try_from(i).unwrap_or(0))).collect();
    drawn.schedule.sort();
    (equipment, drawn.jobs, drawn.availability, drawn.schedule)
}

struct Drawn {
    horizon: Horizon,
    jobs: Vec<Job>,
    availability: Vec<Unavailability>,
    schedule: Schedule,
}

impl Drawn {
    fn equipment(&mut self, rng: &mut Rng, index: usize) -> Equipment {
        let mut equipment = kind(rng, index);
        let lanes = if rng.chance(40) { 1 } else { rng.between(2, 3) };
        let first_job = self.jobs.len();
        self.runs(rng, index, &mut equipment, lanes);
        let highest_kw = self.highest_kw(index);
        equipment.capacity_kw = highest_kw + rng.decimal(0, 60, 0) + Decimal::ONE;
        equipment.min_load_kw = (equipment.capacity_kw * rng.decimal(0, 60, 0) / Decimal::ONE_HUNDRED).round_dp(1);
        equipment.max_concurrent_jobs = rng.chance(60).then_some(u32::try_from(lanes).unwrap_or(1));
        for job in &mut self.jobs[first_job..] {
            if rng.chance(30) {
                job.allowed_equipment = Some(vec![equipment.equipment_id.clone()]);
            }
            if let Some(max) = equipment.max_temperature_c.filter(|_| rng.chance(60)) {
                job.temperature_setpoint_c = Some(max - rng.decimal(0, 30, 1));
            }
        }
        equipment
    }

    /// On-periods from left to right, with their start-ups, shutdowns, jobs, and the odd repair in between.
    fn runs(&mut self, rng: &mut Rng, index: usize, equipment: &mut Equipment, lanes: i64) {
        let step = i64::from(self.horizon.interval_minutes);
        let last = i64::try_from(self.horizon.intervals()).unwrap_or(0);
        let intervals = |minutes: u32| (i64::from(minutes) + step - 1) / step;
        let (startup, shutdown) = (intervals(equipment.startup_minutes), intervals(equipment.shutdown_minutes));
        let mut shortest = last * step;
        // what takes time to start is off in the first interval, what takes time to stop in the last
        let mut free_from = i64::from(equipment.startup_minutes > 0 && !equipment.initially_on);
        let stopped_by = last - i64::from(equipment.shutdown_minutes > 0);
        let mut goes_on = equipment.initially_on && rng.chance(60);
        if equipment.initially_on && !goes_on {
            // a run from the first interval on would go on from before
            free_from = shutdown.max(1);
        }
        loop {
            let on = if goes_on { 0 } else { free_from + startup + rng.between(0, 6) };
            let off = on + rng.between(1, 360 / step);
            if off + shutdown > stopped_by {
                if goes_on {
                    equipment.initially_on = false;
                }
                break;
            }
            if !goes_on {
                shortest = shortest.min((off - on) * step);
            }
            self.repair(rng, equipment, free_from, on - if goes_on { 0 } else { startup });
            let (on_at, off_at) = (self.at(on), self.at(off));
            self.schedule.runs.push(EquipmentRun { equipment: index, on: on_at, off: off_at, start_counted: !goes_on });
            for _ in 0..lanes {
                self.lane(rng, index, on, off);
            }
            goes_on = false;
            free_from = off + shutdown.max(1);
        }
        self.repair(rng, equipment, free_from, last);
        equipment.min_run_time_minutes = u32::try_from(rng.between(0, shortest)).unwrap_or(0);
    }

    fn lane(&mut self, rng: &mut Rng, equipment: usize, on: i64, off: i64) {
        let step = i64::from(self.horizon.interval_minutes);
        let mut from = on + rng.between(0, 1);
        while from < off && self.jobs.len() < 40 {
            let duration = rng.between(1, (off - from) * step);
            let heat_kwh = Decimal::from(duration) * rng.decimal(0, 4, 2);
            let id = self.jobs.len();
            let start = self.at(from);
            self.jobs.push(job(format!("J{id:03}"), heat_kwh, duration, start));
            self.schedule.assignments.push(Assignment { job: id, equipment, start });
            from += (duration + step - 1) / step + rng.between(0, 2);
        }
    }

    fn repair(&mut self, rng: &mut Rng, equipment: &Equipment, from: i64, to: i64) {
        if from < to && rng.chance(30) {
            let early = TimeDelta::minutes(rng.between(0, 9));
            let span = Span { start: self.at(from) + early, end: self.at(to) };
            let equipment_id = equipment.equipment_id.clone();
            self.availability.push(Unavailability { equipment_id, span, reason: "maintenance".into() });
        }
    }

    fn highest_kw(&self, equipment: usize) -> Decimal {
        let here: Vec<(&Job, Instant)> = self
            .schedule
            .assignments
            .iter()
            .filter(|a| a.equipment == equipment)
            .map(|a| (&self.jobs[a.job], a.start))
            .collect();
        let sum_at = |at: Instant| -> Decimal {
            let running = here.iter().filter(|(job, start)| *start <= at && at < *start + duration(job));
            running.map(|(job, _)| job.thermal_kw()).sum()
        };
        here.iter().map(|(_, start)| sum_at(*start)).max().unwrap_or_default().ceil()
    }

    fn at(&self, interval: i64) -> Instant {
        self.horizon.start + TimeDelta::minutes(interval * i64::from(self.horizon.interval_minutes))
    }
}

pub fn duration(job: &Job) -> TimeDelta {
    TimeDelta::minutes(i64::from(job.duration_minutes))
}

pub fn kind(rng: &mut Rng, index: usize) -> Equipment {
    let (word, efficiency, fuel) = match rng.between(0, 2) {
        0 => ("electric", Efficiency::Percent(rng.decimal(88, 99, 0)), None),
        1 => ("heat_pump", Efficiency::Cop(rng.decimal(2, 4, 1)), None),
        _ => ("gas_boiler", Efficiency::Percent(rng.decimal(80, 95, 1)), Some(rng.decimal(0, 1, 4))),
    };
    let has_minutes = rng.chance(50);
    Equipment {
        equipment_id: format!("E{index}"),
        equipment_name: format!("{word} {index}"),
        equipment_type: word.into(),
        capacity_kw: Decimal::ONE,
        min_load_kw: Decimal::ZERO,
        efficiency,
        fuel_type: if fuel.is_some() { "natural_gas".into() } else { Equipment::ELECTRICITY.into() },
        fuel_rate_per_kwh: fuel,
        min_run_time_minutes: 0,
        max_starts_per_day: None,
        startup_energy_kwh: rng.decimal(0, 20, 1),
        startup_minutes: if has_minutes { u32::try_from(rng.between(0, 40)).unwrap_or(0) } else { 0 },
        shutdown_energy_kwh: rng.decimal(0, 5, 1),
        shutdown_minutes: if has_minutes { u32::try_from(rng.between(0, 25)).unwrap_or(0) } else { 0 },
        max_concurrent_jobs: None,
        min_temperature_c: rng.chance(40).then(|| rng.decimal(20, 60, 0)),
        max_temperature_c: rng.chance(60).then(|| rng.decimal(120, 900, 0)),
        initially_on: rng.chance(30),
    }
}

pub fn job(job_id: String, heat_kwh: Decimal, duration_minutes: i64, start: Instant) -> Job {
    Job {
        job_id,
        product_id: None,
        product_name: None,
        quantity: None,
        unit: None,
        heating_requirement_kwh: heat_kwh,
        temperature_setpoint_c: None,
        duration_minutes: u32::try_from(duration_minutes).unwrap_or(1),
        earliest_start: start,
        latest_end: start + TimeDelta::minutes(duration_minutes),
        priority: 3,
        must_run_windows: Vec::new(),
        allowed_equipment: None,
        crew_size: 0,
        predecessor_job_id: None,
        fixed: None::<Fixed>,
    }
}
