use super::{
    COST_LINES, ENERGY_PRICES, EQUIPMENT_AVAILABILITY, EQUIPMENT_RUNS, HEATING_EQUIPMENT, LOAD_PROFILE,
    OPTIMIZATION_RUNS, SCHEDULE_ASSIGNMENTS, SCHEDULES, SITE_LOAD, Table, VIOLATIONS, WORKFORCE_SHIFTS,
};

/// What holds for every row of a table, as SQL. Only what no reader accepts otherwise: the rest is told, all at once, by
/// the checks of the inputs.
pub static CHECKS: &[(&Table, &str, &str)] = &[
    (&SCHEDULES, "date_is_of_this_era", "schedule_date BETWEEN '1970-01-01' AND '2199-12-31'"),
    (&SCHEDULES, "interval_divides_60", "interval_minutes BETWEEN 1 AND 60 AND 60 % interval_minutes = 0"),
    (&SCHEDULES, "allocation_is_known", ALLOCATION),
    (&SCHEDULES, "status_is_known", "status IN ('draft', 'optimized', 'published')"),
    (&HEATING_EQUIPMENT, "initial_state_is_known", "initial_state IN ('on', 'off')"),
    (&EQUIPMENT_AVAILABILITY, "ends_after_it_starts", "unavailable_start < unavailable_end"),
    (&SITE_LOAD, "ends_after_it_starts", STRETCH),
    (&ENERGY_PRICES, "ends_after_it_starts", STRETCH),
    (&WORKFORCE_SHIFTS, "ends_after_it_starts", STRETCH),
    (&OPTIMIZATION_RUNS, "allocation_is_known", ALLOCATION),
    (&OPTIMIZATION_RUNS, "status_is_known", "status IN ('optimal', 'feasible', 'elastic', 'no_solution')"),
    (&OPTIMIZATION_RUNS, "savings_add_up", "savings = baseline_cost - total_cost"),
    (&SCHEDULE_ASSIGNMENTS, "kind_is_known", KIND),
    (&EQUIPMENT_RUNS, "kind_is_known", KIND),
    (&LOAD_PROFILE, "kind_is_known", KIND),
    (&COST_LINES, "kind_is_known", KIND),
    (&VIOLATIONS, "kind_is_known", KIND),
];

const ALLOCATION: &str = "demand_allocation IN ('marginal', 'prorated')";
const KIND: &str = "schedule_kind IN ('baseline', 'optimized')";
const STRETCH: &str = "\"start\" < \"end\"";
