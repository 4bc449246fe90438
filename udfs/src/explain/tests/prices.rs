use super::*;

#[test]
fn the_cheapest_place_is_there_for_its_price() {
    let found = of_a(&document(), &[(0, 8)]);
    assert_eq!((found.binding.rule, found.binding.place), (Rule::Price, None));
    assert_eq!(found.cost_here, Some(Decimal::from(10)));
    let next = found.next_best.expect("another hour");
    assert_eq!((next.place.start, next.cost_increase), (at(6).parse().expect("a time"), Decimal::from(20)));
}

#[test]
fn a_plan_that_could_cost_less_says_so() {
    let found = of_a(&document(), &[(0, 7)]);
    assert_eq!(bound(&document(), &[(0, 7)]), is(Rule::NotCheapest, "", 0));
    assert_eq!(found.cost_here, Some(Decimal::from(30)));
    let next = found.next_best.expect("another hour");
    assert_eq!((next.place.start, next.cost_increase), (at(8).parse().expect("a time"), Decimal::from(-20)));
}

#[test]
fn a_start_that_costs_more_than_the_energy_saves() {
    let mut document = document();
    add(&mut document, "jobs", job("B", 10));
    document["equipment"][0]["startup_energy_kwh"] = json!(300);
    document["equipment"][0]["capacity_kw"] = json!(105);
    document["availability"] = json!([{"equipment_id": "E1", "unavailable_start": at(9), "unavailable_end": at(10),
        "reason": "maintenance"}]);
    // at 11:00 A follows B, at 08:00 it takes a start of its own: 300 kWh at 0.10
    assert_eq!(bound(&document, &[(0, 11), (0, 10)]), is(Rule::RunningCost, "E1", 30));
    let next = of_a(&document, &[(0, 11), (0, 10)]).next_best.expect("08:00");
    assert_eq!(next.cost_increase, Decimal::from(10), "but for the 20 that its energy costs less");
}

#[test]
fn a_job_that_is_left_out_is_told_what_it_lacks() {
    let mut document = document();
    document["jobs"][0]["duration_minutes"] = json!(240);
    document["availability"] = json!([{"equipment_id": "E1", "unavailable_start": at(9), "unavailable_end": at(10),
        "reason": "maintenance"}]);
    let found = of_a(&document, &[]);
    assert_eq!((found.here, found.cost_here, found.next_best), (None, None, None));
    assert_eq!((found.binding.rule, &found.binding.subject[..]), (Rule::Availability, "E1"));
}

#[test]
fn a_plan_that_breaks_other_constraints_is_refused() {
    let mut document = document();
    add(&mut document, "jobs", job("B", 60));
    let problem = read(&document);
    let issues = explain_schedule(&problem, &plan(&problem, &[(0, 8), (0, 8)])).expect_err("160 kW of 120");
    assert_eq!(issues.0[0].code, crate::Code::OverCapacity);
}
