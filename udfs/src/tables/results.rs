//! What plans are. `schedule_kind` is `baseline` or `optimized`: a run stores both, so that savings can be recomputed.

use super::Kind::{Bool, Cents, Date, Figure, Int, Money, Quantity, Rate, Text, Time};
use super::column::{optional, required};
use super::{Column, Partition, Table};

const TENANT: Column = required("tenant_id", Text, "", "Owner of the row; tenants never see each other's rows");
const SITE: Column = required("site_id", Text, "", "Plant, as in sites");
const RUN: Column = required("run_id", Text, "", "Run, as in optimization_runs");
const KIND: Column = required("schedule_kind", Text, "", "baseline or optimized");
const DATE: Column = required("schedule_date", Date, "", "As in schedules");
const EQUIPMENT: Column = required("equipment_id", Text, "", "Equipment, as in heating_equipment");

const BY_DATE: &[Partition] = &[Partition::Tenant, Partition::Site, Partition::Date("schedule_date")];

pub static OPTIMIZATION_RUNS: Table = Table {
    name: "optimization_runs",
    comment: "Each solve: what went in, what came out, how good it is proved to be",
    columns: &[
        TENANT,
        SITE,
        required("run_id", Text, "", "Run: named after its schedule, input hash and engine version"),
        required("schedule_id", Text, "", "Schedule, as in schedules"),
        DATE,
        required("horizon_start", Time, "", "Start of the horizon"),
        required("horizon_end", Time, "", "End of the horizon"),
        required("interval_minutes", Int, "minutes", "Length of an interval"),
        required("demand_allocation", Text, "", "marginal or prorated"),
        required("tariff_id", Text, "", "Tariff, as in tariffs"),
        required("currency", Text, "", "ISO 4217"),
        required("status", Text, "", "optimal (within the gap), feasible, elastic or no_solution"),
        required("solver", Text, "", "Solver and version"),
        required("objective", Money, "currency", "Energy + demand + fuel, exact, before rounding"),
        optional("lower_bound", Money, "currency", "Proved: no schedule costs less"),
        optional("gap", Figure, "", "(objective - lower_bound) / objective"),
        required("total_cost", Cents, "currency", "All bill lines"),
        required("baseline_cost", Cents, "currency", "All bill lines of the FIFO schedule"),
        required("savings", Cents, "currency", "baseline_cost - total_cost"),
        optional("savings_percent", Figure, "%", "Savings by baseline_cost"),
        required("constraints_violated", Int, "", "Violations of the optimized schedule"),
        required("baseline_violations", Int, "", "Violations of the FIFO schedule"),
        required("seed", Int, "", "Random seed"),
        required("work_units", Int, "", "Work done"),
        required("solve_seconds", Figure, "s", "Time it took"),
        required("reproducible", Bool, "", "False where a time limit cut the run short"),
        required("engine_version", Text, "", "Version of heatsched"),
        required("problem", Text, "", "The problem document that was solved, canonical"),
        required("input_hash", Text, "", "SHA-256 of the problem document"),
        required("provenance_hash", Text, "", "SHA-256 over input hash, engine version and result"),
        optional("stored_at", Time, "", "When it was stored; no part of any hash"),
    ],
    key: &["tenant_id", "run_id"],
    partition: BY_DATE,
};

pub static SCHEDULE_ASSIGNMENTS: Table = Table {
    name: "schedule_assignments",
    comment: "Which job runs where and when",
    columns: &[
        TENANT,
        SITE,
        RUN,
        KIND,
        DATE,
        required("assignment_id", Text, "", "Assignment"),
        required("job_id", Text, "", "Job"),
        EQUIPMENT,
        required("scheduled_start", Time, "", "Start"),
        required("scheduled_end", Time, "", "End"),
        required("power_kw", Quantity, "kW", "Thermal power of the job"),
        required("input_energy_kwh", Quantity, "kWh", "Input energy of the job alone"),
        required("energy_cost", Money, "currency", "That input at the rates of its time"),
        required("tariff_period", Text, "", "Category with most of its energy"),
        required("demand_contribution_kw", Quantity, "kW", "Its share of metered demand while it runs"),
    ],
    key: &["tenant_id", "run_id", "schedule_kind", "job_id"],
    partition: BY_DATE,
};

pub static EQUIPMENT_RUNS: Table = Table {
    name: "equipment_runs",
    comment: "When equipment is on, held heat between jobs included",
    columns: &[
        TENANT,
        SITE,
        RUN,
        KIND,
        DATE,
        EQUIPMENT,
        required("on", Time, "", "On from this instant"),
        required("off", Time, "", "Off from this instant"),
        required("start_counted", Bool, "", "False where it was on already when the horizon started"),
    ],
    key: &["tenant_id", "run_id", "schedule_kind", "equipment_id", "on"],
    partition: BY_DATE,
};

pub static LOAD_PROFILE: Table = Table {
    name: "load_profile",
    comment: "Mean power per interval",
    columns: &[
        TENANT,
        SITE,
        RUN,
        KIND,
        DATE,
        required("start", Time, "", "Start of the interval"),
        required("end", Time, "", "End of the interval"),
        required("equipment_id", Text, "", "Equipment; *: the whole site"),
        required("electric_kw", Quantity, "kW", "Metered electric power"),
        required("thermal_kw", Quantity, "kW", "Heat given off"),
        required("fuel_kw", Quantity, "kW", "Input of other fuels"),
        required("site_load_kw", Quantity, "kW", "Part of electric_kw that is not scheduled here"),
        required("electric_kwh", Quantity, "kWh", "Electric energy in the interval"),
    ],
    key: &["tenant_id", "run_id", "schedule_kind", "start", "equipment_id"],
    partition: BY_DATE,
};

pub static COST_LINES: Table = Table {
    name: "cost_lines",
    comment: "The bill, line by line; lines add up to the total",
    columns: &[
        TENANT,
        SITE,
        RUN,
        KIND,
        DATE,
        required("line_no", Int, "", "Number within the bill"),
        required("month", Text, "", "Billing month, 2026-01"),
        required("charge", Text, "", "energy, demand, coincident, reactive, fuel, fixed, rider, minimum or tax"),
        required("category", Text, "", "Tariff category, or name of the charge or fuel"),
        required("quantity", Quantity, "", "Amount billed, in unit"),
        required("unit", Text, "", "kWh, kW, kvar, day, month or year; percent of money"),
        optional("rate", Rate, "currency/unit", "Null where the line sums many rates"),
        required("amount", Cents, "currency", "Rounded once, half away from zero"),
        optional("at", Time, "", "For demand: start of the metering window that set the peak"),
    ],
    key: &["tenant_id", "run_id", "schedule_kind", "line_no"],
    partition: BY_DATE,
};

pub static VIOLATIONS: Table = Table {
    name: "violations",
    comment: "Constraints that a schedule breaks",
    columns: &[
        TENANT,
        SITE,
        RUN,
        KIND,
        DATE,
        required("violation_no", Int, "", "Number within the schedule"),
        required("code", Text, "", "Stable code, HS2xxx"),
        required("subject", Text, "", "Job, equipment or time concerned"),
        required("message", Text, "", "What is broken, and by how much"),
        required("amount", Quantity, "", "By how much, in unit"),
        required("unit", Text, "", "minutes, kW, count or currency"),
        required("fix", Text, "", "The smallest change that removes it"),
    ],
    key: &["tenant_id", "run_id", "schedule_kind", "violation_no"],
    partition: BY_DATE,
};
