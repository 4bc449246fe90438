use super::{has_power, job};
use crate::error::{Code, Issue, Issues};
use crate::model::{Decimal, Equipment, Job, Problem};

/// Some equipment that the job may use reaches its setpoint and has its power.
pub fn check(problem: &Problem, issues: &mut Issues) {
    for each in problem.jobs.iter().filter(|job| has_power(job)) {
        let allowed: Vec<&Equipment> = problem.equipment.iter().filter(|e| each.allows(&e.equipment_id)).collect();
        if !allowed.is_empty() {
            issues.0.extend(of_job(each, &allowed));
        }
    }
}

fn of_job(each: &Job, allowed: &[&Equipment]) -> Option<Issue> {
    let reaching: Vec<&&Equipment> = allowed.iter().filter(|e| e.reaches(each.temperature_setpoint_c)).collect();
    if reaching.is_empty() {
        let setpoint = each.temperature_setpoint_c.unwrap_or_default();
        let ranges: Vec<String> = allowed.iter().take(5).map(|e| range(e)).collect();
        let message = format!("no equipment it may use reaches {setpoint} degrees C: {}", ranges.join(", "));
        let fix = "correct the setpoint, or allow equipment that reaches it";
        return Some(Issue::warning(Code::SetpointUnreachable, job(each, "temperature_setpoint_c"), message, fix));
    }
    let power_kw =
        (each.heating_requirement_kwh * Decimal::from(60) / Decimal::from(each.duration_minutes)).round_dp(9);
    let most = reaching.iter().map(|e| e.capacity_kw).max().unwrap_or_default();
    let message = format!(
        "needs {} kW, the largest equipment it can use has {}",
        power_kw.round_dp(4).normalize(),
        most.normalize()
    );
    let least = (each.heating_requirement_kwh * Decimal::from(60) / most.max(Decimal::new(1, 3))).ceil();
    let fix = format!("spread the heat over {least} minutes, or allow equipment of at least {} kW", power_kw.ceil());
    (power_kw > most)
        .then(|| Issue::warning(Code::PowerUnavailable, job(each, "heating_requirement_kwh"), message, fix))
}

fn range(equipment: &Equipment) -> String {
    let bound = |value: Option<Decimal>| value.map_or("any".to_string(), |value| value.normalize().to_string());
    format!(
        "{} {} to {}",
        equipment.equipment_id,
        bound(equipment.min_temperature_c),
        bound(equipment.max_temperature_c)
    )
}
