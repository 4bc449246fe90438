use super::Group;
use crate::model::{Decimal, Fixed, Job, Problem};

/// The problem with these groups of constraints alone. A job whose group is not among them is not part of it, and nobody
/// waits for it.
pub fn relax(problem: &Problem, groups: &[Group]) -> Problem {
    let has = |group: Group| groups.contains(&group);
    let done = |id: &str| problem.job_index(id).is_some_and(|index| has(Group::Job(index)));
    let mut relaxed = Problem { jobs: kept_jobs(problem, groups), ..without_jobs(problem) };
    let all_kw: Decimal = relaxed.jobs.iter().map(|job| job.thermal_kw()).sum();
    for (index, equipment) in relaxed.equipment.iter_mut().enumerate() {
        if !has(Group::Capacity(index)) {
            equipment.capacity_kw = equipment.capacity_kw.max(all_kw.ceil());
        }
        if !has(Group::MaxConcurrentJobs(index)) {
            equipment.max_concurrent_jobs = None;
        }
        if !has(Group::OnPeriods(index)) {
            (equipment.min_run_time_minutes, equipment.max_starts_per_day) = (0, None);
            (equipment.startup_minutes, equipment.shutdown_minutes) = (0, 0);
            (equipment.startup_energy_kwh, equipment.shutdown_energy_kwh) = (Decimal::ZERO, Decimal::ZERO);
        }
    }
    let kept = |id: &str| problem.equipment_index(id).is_some_and(|index| has(Group::Availability(index)));
    relaxed.availability.retain(|off| kept(&off.equipment_id));
    if !has(Group::DemandLimit) {
        relaxed.site.demand_limit_kw = None;
    }
    for (index, job) in kept_indices(problem, groups).zip(&mut relaxed.jobs) {
        if !has(Group::AllowedEquipment(index)) {
            job.allowed_equipment = None;
        }
        if !has(Group::Setpoint(index)) {
            job.temperature_setpoint_c = None;
        }
        if !has(Group::Fixed(index)) {
            job.fixed = None::<Fixed>;
        }
        if !has(Group::Predecessor(index)) || !job.predecessor_job_id.as_deref().is_some_and(done) {
            job.predecessor_job_id = None;
        }
        if !has(Group::Crew) {
            job.crew_size = 0;
        }
    }
    relaxed
}

/// Jobs whose group is among them, in order.
pub fn kept_indices<'a>(problem: &'a Problem, groups: &'a [Group]) -> impl Iterator<Item = usize> + 'a {
    (0..problem.jobs.len()).filter(|job| groups.contains(&Group::Job(*job)))
}

fn kept_jobs(problem: &Problem, groups: &[Group]) -> Vec<Job> {
    kept_indices(problem, groups).map(|job| problem.jobs[job].clone()).collect()
}

/// Most jobs are not kept, and need not be copied.
fn without_jobs(problem: &Problem) -> Problem {
    Problem {
        site: problem.site.clone(),
        horizon: problem.horizon,
        tariff: problem.tariff.clone(),
        demand_allocation: problem.demand_allocation,
        equipment: problem.equipment.clone(),
        availability: problem.availability.clone(),
        jobs: Vec::new(),
        site_load: problem.site_load.clone(),
        shifts: problem.shifts.clone(),
        previous_schedule: Vec::new(),
        options: problem.options.clone(),
    }
}
