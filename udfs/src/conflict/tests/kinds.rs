use super::*;
use crate::conflict::facts::FactKind;
use crate::conflict::remedies::{Remedy, remedies};
use crate::conflict::words;

const A: Group = Group::Job(0);
const B: Group = Group::Job(1);

#[test]
fn two_jobs_for_the_only_furnace_that_is_hot_enough() {
    let mut document = document();
    document["equipment"] = json!([equipment("E1", 200), equipment("E2", 200)]);
    document["equipment"][0]["max_concurrent_jobs"] = json!(1);
    document["equipment"][1]["max_temperature_c"] = json!(90);
    document["jobs"] = json!([job("A", 60, 90, "08:00", "10:00"), job("B", 60, 60, "08:00", "10:00")]);
    for job in 0..2 {
        document["jobs"][job]["temperature_setpoint_c"] = json!(850);
    }
    let found = conflict(&document);
    assert_eq!(found.members, [A, B, Group::Setpoint(0), Group::Setpoint(1), Group::MaxConcurrentJobs(0)]);
    let problem = read(&document);
    let said = words::fact(&problem, found.fact.as_ref().expect("arithmetic"));
    assert_eq!(said, "A, B take 150 minutes of E1 from 2026-01-05 08:00 to 2026-01-05 10:00, which has 120 for them");
    let later = |job| Remedy::EndLater { job, minutes: 30 };
    assert_eq!(remedies(&problem, &found), [later(0), later(1)]);
}

#[test]
fn capacity_for_one_of_two_and_for_two_of_three() {
    let mut document = document();
    document["equipment"][0]["capacity_kw"] = json!(100);
    // 60 + 60 kW of 100
    document["jobs"] = json!([job("A", 60, 60, "08:00", "09:00"), job("B", 60, 60, "08:00", "09:30")]);
    assert_eq!(members(&document), [A, B, Group::Capacity(0)]);
    // 3 * 40 kWh in an hour of 100 kW
    let three = ["A", "B", "C"].map(|id| job(id, 40, 60, "08:00", "09:00"));
    document["jobs"] = json!(three);
    let found = conflict(&document);
    assert_eq!(found.members, [A, B, Group::Job(2), Group::Capacity(0)]);
    assert!(matches!(found.fact.expect("arithmetic").kind, FactKind::Heat { .. }));
}

#[test]
fn maintenance_within_the_window() {
    let mut document = document();
    document["jobs"] = json!([job("A", 60, 60, "08:00", "09:30")]);
    document["availability"] = json!([{"equipment_id": "E1", "unavailable_start": at("08:30"),
        "unavailable_end": at("09:00"), "reason": "maintenance"}]);
    assert_eq!(members(&document), [A, Group::Availability(0)]);
    let problem = read(&document);
    // from 09:00 to 10:00
    assert_eq!(remedies(&problem, &conflict(&document)), [Remedy::EndLater { job: 0, minutes: 30 }]);
}

#[test]
fn crew_for_one_of_two() {
    let mut document = document();
    document["jobs"] = json!([job("A", 60, 60, "08:00", "09:00"), job("B", 60, 60, "08:00", "09:00")]);
    document["jobs"][0]["crew_size"] = json!(1);
    document["jobs"][1]["crew_size"] = json!(2);
    document["shifts"] = json!([{"start": at("06:00"), "end": at("12:00"), "crew": 2}]);
    assert_eq!(members(&document), [A, B, Group::Crew]);
    // 60 + 120 minutes of two people's 120
    assert!(remedies(&read(&document), &conflict(&document)).contains(&Remedy::AddCrew { people: 1 }));
}

#[test]
fn a_demand_limit_for_one_of_two() {
    let mut document = document();
    document["site"]["demand_limit_kw"] = json!(100);
    document["jobs"] = json!([job("A", 60, 60, "08:00", "09:00"), job("B", 60, 60, "08:00", "09:00")]);
    assert_eq!(members(&document), [A, B, Group::DemandLimit]);
    assert!(remedies(&read(&document), &conflict(&document)).contains(&Remedy::RaiseDemandLimit { kw: 20 }));
    // a boiler of another fuel can take one of them
    let gas = json!({"equipment_id": "G1", "capacity_kw": 100, "efficiency_percent": 90, "fuel_type": "gas",
        "fuel_rate_per_kwh": "0.05"});
    document["equipment"] = json!([equipment("E1", 200), gas]);
    assert_eq!(find(&read(&document), &[0, 1], &[]), []);
}

#[test]
fn a_site_that_exceeds_its_limit_alone() {
    let mut document = document();
    document["site"]["demand_limit_kw"] = json!(100);
    document["site_load"] = json!([{"start": at("06:00"), "end": at("12:00"), "kw": 120}]);
    document["jobs"] = json!([job("A", 60, 60, "08:00", "09:00")]);
    assert_eq!(members(&document), [Group::DemandLimit]);
}

#[test]
fn a_job_that_waits_too_long() {
    let mut document = document();
    // B ends at 09:00 at the earliest
    document["jobs"] = json!([job("A", 60, 60, "08:00", "09:30"), job("B", 60, 60, "08:00", "10:00")]);
    document["jobs"][0]["predecessor_job_id"] = json!("B");
    assert_eq!(members(&document), [A, B, Group::Predecessor(0)]);
}

#[test]
fn a_fixed_job_in_the_way() {
    let mut document = document();
    document["equipment"][0]["max_concurrent_jobs"] = json!(1);
    document["jobs"] = json!([job("A", 60, 60, "08:00", "09:00"), job("B", 60, 60, "06:00", "12:00")]);
    document["jobs"][1]["fixed_start"] = json!(at("08:30"));
    assert_eq!(members(&document), [A, B, Group::Fixed(1), Group::MaxConcurrentJobs(0)]);
}

#[test]
fn a_start_up_before_the_horizon() {
    let mut document = document();
    document["equipment"][0]["startup_minutes"] = json!(30);
    document["jobs"] = json!([job("A", 60, 60, "06:00", "07:00")]);
    assert_eq!(members(&document), [A, Group::OnPeriods(0)]);
}

#[test]
fn equipment_that_is_not_allowed() {
    let mut document = document();
    document["equipment"] = json!([equipment("E1", 100), equipment("E2", 100)]);
    document["jobs"] = json!([job("A", 60, 60, "08:00", "09:00"), job("B", 60, 60, "08:00", "09:00")]);
    for job in 0..2 {
        document["jobs"][job]["allowed_equipment"] = json!(["E1"]);
    }
    let allowed = [Group::AllowedEquipment(0), Group::AllowedEquipment(1)];
    assert_eq!(members(&document), [A, B, allowed[0], allowed[1], Group::Capacity(0)]);
}

#[test]
fn jobs_that_fit_by_arithmetic_but_in_no_order() {
    let mut document = document();
    document["equipment"][0]["max_concurrent_jobs"] = json!(1);
    // two hours of work from 08:00 to 10:00, but B takes the middle
    document["jobs"] = json!([job("A", 60, 60, "08:00", "10:00"), job("B", 60, 60, "08:30", "09:30")]);
    let found = conflict(&document);
    assert_eq!((&found.members[..], found.fact), (&[A, B, Group::MaxConcurrentJobs(0)][..], None));
}

#[test]
fn what_is_left_aside_is_no_conflict_again() {
    let mut document = document();
    document["equipment"][0]["max_concurrent_jobs"] = json!(1);
    document["jobs"] = json!([job("A", 60, 60, "08:00", "09:00"), job("B", 60, 60, "08:00", "09:00")]);
    assert_eq!(find(&read(&document), &[0], &[1]), []);
}
