use super::*;

#[test]
fn a_deadline() {
    let mut document = document();
    document["jobs"][0]["latest_end"] = json!(at(8));
    // from 08:00 A would end at 09:00
    assert_eq!(bound(&document, &[(0, 7)]), is(Rule::Deadline, "A", 60));
    let next = of_a(&document, &[(0, 7)]).next_best.expect("06:00 is free");
    assert_eq!((next.place.start, next.cost_increase), (at(6).parse().expect("a time"), Decimal::ZERO));
}

#[test]
fn an_earliest_start() {
    let mut document = document();
    document["jobs"][0]["earliest_start"] = json!(at(9));
    assert_eq!(bound(&document, &[(0, 9)]), is(Rule::EarliestStart, "A", 60));
}

#[test]
fn a_fixed_start() {
    let mut document = document();
    document["jobs"][0]["fixed_start"] = json!(at(6));
    assert_eq!(bound(&document, &[(0, 6)]), is(Rule::Fixed, "A", 120));
    assert_eq!(of_a(&document, &[(0, 6)]).next_best, None);
}

/// E2 gives two kWh for one: A would pay 5 there instead of 10, both at 08:00.
fn with_heat_pump() -> Value {
    let mut document = document();
    let heat_pump = json!({"equipment_id": "E2", "capacity_kw": 120, "cop": 2, "max_temperature_c": 90});
    add(&mut document, "equipment", heat_pump);
    document
}

#[test]
fn a_setpoint() {
    let mut document = with_heat_pump();
    document["jobs"][0]["temperature_setpoint_c"] = json!(400);
    let found = of_a(&document, &[(0, 8)]);
    assert_eq!((found.binding.rule, &found.binding.subject[..]), (Rule::Setpoint, "E2"));
    assert_eq!(found.binding.amount, Some(Decimal::from(310)), "400 degrees on a heat pump that reaches 90");
    assert_eq!((found.binding.energy_saving, found.cost_here), (Some(Decimal::from(5)), Some(Decimal::from(10))));
}

#[test]
fn allowed_equipment() {
    let mut document = with_heat_pump();
    document["jobs"][0]["allowed_equipment"] = json!(["E1"]);
    let found = of_a(&document, &[(0, 8)]).binding;
    assert_eq!((found.rule, &found.subject[..]), (Rule::AllowedEquipment, "E2"));
}

#[test]
fn capacity_that_another_job_takes() {
    let mut document = document();
    add(&mut document, "jobs", job("B", 60));
    // 100 + 60 - 120
    assert_eq!(bound(&document, &[(0, 7), (0, 8)]), is(Rule::Capacity, "B", 40));
}

#[test]
fn a_batch_furnace_that_is_taken() {
    let mut document = document();
    add(&mut document, "jobs", job("B", 10));
    document["equipment"][0]["max_concurrent_jobs"] = json!(1);
    assert_eq!(bound(&document, &[(0, 7), (0, 8)]), is(Rule::MaxConcurrentJobs, "B", 1));
}

#[test]
fn maintenance() {
    let mut document = document();
    document["availability"] = json!([{"equipment_id": "E1", "unavailable_start": at(8),
        "unavailable_end": "2026-01-05T08:30:00Z", "reason": "maintenance"}]);
    assert_eq!(bound(&document, &[(0, 7)]), is(Rule::Availability, "E1", 30));
}

#[test]
fn crew_that_is_not_on_shift() {
    let mut document = document();
    document["jobs"][0]["crew_size"] = json!(2);
    document["shifts"] = json!([{"start": at(6), "end": at(8), "crew": 2}, {"start": at(8), "end": at(9), "crew": 1}]);
    assert_eq!(bound(&document, &[(0, 7)]), is(Rule::Crew, "A", 1));
}

#[test]
fn a_predecessor_and_a_successor() {
    let mut document = document();
    document["equipment"][0]["capacity_kw"] = json!(500);
    add(&mut document, "jobs", job("B", 10));
    document["jobs"][0]["predecessor_job_id"] = json!("B");
    assert_eq!(bound(&document, &[(0, 9), (0, 8)]), is(Rule::Predecessor, "B", 60));
    document["jobs"][0]["predecessor_job_id"] = json!(null);
    document["jobs"][1]["predecessor_job_id"] = json!("A");
    assert_eq!(bound(&document, &[(0, 7), (0, 8)]), is(Rule::Predecessor, "B", 60));
    // without A its successor stays where it is
    assert_eq!(of_a(&document, &[(0, 7), (0, 8)]).cost_here, Some(Decimal::from(30)));
}

#[test]
fn starts_per_day() {
    let mut document = document();
    // on until the maintenance at 07:00, and not to be started again
    document["equipment"][0]["initial_state"] = json!("on");
    document["equipment"][0]["max_starts_per_day"] = json!(0);
    document["availability"] = json!([{"equipment_id": "E1", "unavailable_start": at(7), "unavailable_end": at(8),
        "reason": "maintenance"}]);
    assert_eq!(bound(&document, &[(0, 6)]), is(Rule::OnPeriods, "E1", 0));
}

#[test]
fn the_demand_limit() {
    let mut document = document();
    document["site"]["demand_limit_kw"] = json!(120);
    document["site_load"] = fifty_kw_at_8();
    // 50 + 100 - 120
    assert_eq!(bound(&document, &[(0, 7)]), is(Rule::DemandLimit, "S", 30));
}
