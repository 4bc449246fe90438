use crate::model::Problem;

/// Constraints that hold or fall together. `usize` are indices of jobs and equipment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// The job is done, inside its window and the horizon.
    Job(usize),
    Crew,
    DemandLimit,
    /// Of an equipment: minimum run time, starts per day, start-up and shutdown.
    OnPeriods(usize),
    Availability(usize),
    AllowedEquipment(usize),
    Setpoint(usize),
    Fixed(usize),
    /// The job waits for its predecessor.
    Predecessor(usize),
    MaxConcurrentJobs(usize),
    Capacity(usize),
}

impl Group {
    /// The job that is done.
    pub fn job(self) -> Option<usize> {
        if let Group::Job(job) = self { Some(job) } else { None }
    }

    /// Every group of these jobs, of all equipment and of the site that the problem has, in order.
    pub fn all(problem: &Problem, jobs: &[usize]) -> Vec<Group> {
        let mut groups: Vec<Group> = jobs.iter().map(|job| Group::Job(*job)).collect();
        if jobs.iter().any(|job| problem.jobs[*job].crew_size > 0) {
            groups.push(Group::Crew);
        }
        if problem.site.demand_limit_kw.is_some() {
            groups.push(Group::DemandLimit);
        }
        for (index, equipment) in problem.equipment.iter().enumerate() {
            let id = &equipment.equipment_id;
            groups.extend([Group::OnPeriods(index), Group::Capacity(index)]);
            if problem.availability.iter().any(|off| off.equipment_id == *id) {
                groups.push(Group::Availability(index));
            }
            if equipment.max_concurrent_jobs.is_some() {
                groups.push(Group::MaxConcurrentJobs(index));
            }
        }
        for &index in jobs {
            let job = &problem.jobs[index];
            let has = [
                (Group::AllowedEquipment(index), job.allowed_equipment.is_some()),
                (Group::Setpoint(index), job.temperature_setpoint_c.is_some()),
                (Group::Fixed(index), job.fixed.is_some()),
                (Group::Predecessor(index), job.predecessor_job_id.is_some()),
            ];
            groups.extend(has.into_iter().filter(|(_, has)| *has).map(|(group, _)| group));
        }
        groups.sort_unstable();
        groups
    }
}
