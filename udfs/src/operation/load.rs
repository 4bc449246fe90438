use super::{Occupancy, Run, Unit};

/// Mean input of each interval in nano-kW: heat of jobs and minimum load, starts and stops.
pub fn input_load(unit: &Unit, jobs: &Occupancy, runs: &[Run], step: usize) -> Vec<i64> {
    let intervals = unit.available.len();
    let mut load = vec![0; intervals];
    let mut add_energy = |nano_kwh: i64, share: Vec<(usize, usize)>| {
        let minutes: usize = share.iter().map(|(_, minutes)| minutes).sum();
        for (t, part) in share {
            let energy = i128::from(nano_kwh) * part as i128 / minutes.max(1) as i128;
            load[t] += i64::try_from(energy * 60 / step as i128).unwrap_or(0);
        }
    };
    for run in runs {
        if run.started {
            add_energy(unit.startup_nano_kwh, unit.startup_share(run.on, step));
        }
        add_energy(unit.shutdown_nano_kwh, unit.shutdown_share(run.off, step));
    }
    if unit.initially_on && runs.first().is_none_or(|run| run.on > 0) {
        add_energy(unit.shutdown_nano_kwh, unit.shutdown_share(0, step));
    }
    for run in runs {
        for (t, load) in load.iter_mut().enumerate().take(run.off).skip(run.on) {
            *load += unit.input(jobs.heat(unit.min_load, t));
        }
    }
    load
}
