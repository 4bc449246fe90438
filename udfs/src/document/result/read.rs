use super::{RESULT_FORMAT, moves};
use crate::error::{Code, Issue, Issues, Place};
use crate::model::{
    Baseline, BillLine, Cost, Decimal, DemandAllocation, EquipmentCost, EquipmentRun, Instant, LoadInterval,
    LoadProfile, Peak, PeriodCost, PlanResult, PricedAssignment, Problem, ScheduleKind, Span, Status, Violation,
};
use crate::row::{Cell, Row, RowReader, cell_from_json};

/// Reads a result document of `problem`. Figures are as the document states them; whether they are right is for the
/// validator to say.
pub fn result_from_json(problem: &Problem, json: &str) -> Result<PlanResult, Issues> {
    let unreadable = |message: String| {
        Issues::from(Issue::error(Code::Malformed, Place::new("result"), message, "give a JSON object"))
    };
    let document = match cell_from_json(json).map_err(unreadable)? {
        Cell::Row(row) => row,
        other => return Err(unreadable(format!("{} is not a result document", other.describe()))),
    };
    let mut issues = Issues::default();
    let mut reader = RowReader::new(&document, Place::default(), &mut issues);
    let result = read(problem, &mut reader);
    reader.finish();
    issues.into_result(result).map(|(result, _)| result)
}

fn read(problem: &Problem, reader: &mut RowReader<'_>) -> PlanResult {
    let format: String = reader.required("format");
    reader.check(
        format == RESULT_FORMAT,
        Code::Malformed,
        "format",
        format!("\"{format}\" is not {RESULT_FORMAT}"),
        format!("use {RESULT_FORMAT}"),
    );
    let kind =
        |word: &str| [ScheduleKind::Baseline, ScheduleKind::Optimized].into_iter().find(|kind| kind.as_str() == word);
    let status = |word: &str| Status::ALL.into_iter().find(|status| status.as_str() == word);
    let objective: Decimal = reader.required("objective");
    let (cost, demand_allocation) = cost(reader, objective);
    // Derived figures; `verify` recomputes them.
    reader.optional::<Cell>("savings");
    reader.optional::<Cell>("savings_percent");
    reader.optional::<Cell>("warnings");
    PlanResult {
        site_id: reader.required("site_id"),
        schedule_kind: reader.word("schedule_kind", kind, "baseline, optimized").unwrap_or(ScheduleKind::Optimized),
        status: reader.word("status", status, "optimal, feasible, elastic, no_solution").unwrap_or(Status::Feasible),
        solver: reader.or("solver", String::new()),
        lower_bound: reader.optional("lower_bound"),
        gap: reader.optional("gap"),
        solve_seconds: reader.or("solve_seconds", Decimal::ZERO),
        work_units: reader.or("work_units", 0),
        seed: reader.or("seed", 0),
        reproducible: reader.or("reproducible", true),
        assignments: assignments(problem, reader),
        runs: runs(problem, reader),
        profile: profile(problem, reader),
        cost,
        demand_allocation,
        baseline: baseline(reader),
        replan: moves::read(reader),
        violations: violations(reader),
        warnings: Issues::default(),
        input_hash: reader.or("input_hash", String::new()),
        provenance_hash: reader.or("provenance_hash", String::new()),
    }
}

fn known<'a>(reader: &mut RowReader<'a>, name: &'a str, find: impl Fn(&str) -> Option<usize>) -> usize {
    let id: String = reader.required(name);
    find(&id).unwrap_or_else(|| {
        if !id.is_empty() {
            let message = format!("\"{id}\" is not in the problem");
            reader.error(Code::UnknownReference, name, message, "give the problem that this result belongs to");
        }
        0
    })
}

fn assignments(problem: &Problem, reader: &mut RowReader<'_>) -> Vec<PricedAssignment> {
    let mut assignments = Vec::new();
    reader.rows("assignments", |r| {
        r.optional::<Cell>("assignment_id");
        assignments.push(PricedAssignment {
            job: known(r, "job_id", |id| problem.job_index(id)),
            equipment: known(r, "equipment_id", |id| problem.equipment_index(id)),
            start: r.required("scheduled_start"),
            end: r.required("scheduled_end"),
            power_kw: r.required("power_kw"),
            input_energy_kwh: r.required("input_energy_kwh"),
            energy_cost: r.required("energy_cost"),
            tariff_period: r.required("tariff_period"),
            demand_contribution_kw: r.required("demand_contribution_kw"),
        });
    });
    assignments
}

fn runs(problem: &Problem, reader: &mut RowReader<'_>) -> Vec<EquipmentRun> {
    let mut runs = Vec::new();
    reader.rows("equipment_runs", |r| {
        runs.push(EquipmentRun {
            equipment: known(r, "equipment_id", |id| problem.equipment_index(id)),
            on: r.required("on"),
            off: r.required("off"),
            start_counted: r.or("start_counted", true),
        });
    });
    runs
}

fn profile(problem: &Problem, reader: &mut RowReader<'_>) -> LoadProfile {
    let step = chrono::TimeDelta::minutes(i64::from(problem.horizon.interval_minutes));
    let mut intervals = Vec::new();
    reader.rows("load_profile", |r| {
        let start: Instant = r.required("start");
        intervals.push(LoadInterval {
            span: Span { start, end: start + step },
            electric_kw: r.required("electric_kw"),
            thermal_kw: r.required("thermal_kw"),
            fuel_kw: r.required("fuel_kw"),
            site_load_kw: r.required("site_load_kw"),
        });
    });
    LoadProfile { intervals, equipment_input_kwh: Vec::new() }
}

fn cost(reader: &mut RowReader<'_>, objective: Decimal) -> (Cost, DemandAllocation) {
    let mut cost = Cost { objective, ..Cost::default() };
    let mut demand_allocation = None;
    reader.rows("peaks", |r| cost.peaks.push(peak(r)));
    reader.object("cost", |r| {
        cost.energy = r.required("energy");
        cost.demand = r.required("demand");
        cost.fuel = r.required("fuel");
        cost.fixed = r.required("fixed");
        cost.coincident = r.or("coincident", Decimal::ZERO);
        cost.reactive = r.or("reactive", Decimal::ZERO);
        cost.rider = r.or("rider", Decimal::ZERO);
        cost.tax = r.or("tax", Decimal::ZERO);
        cost.minimum = r.or("minimum", Decimal::ZERO);
        cost.total = r.required("total");
        r.rows("lines", |r| cost.lines.push(line(r)));
        r.rows("by_period", |r| cost.by_period.push(by_period(r)));
        r.rows("by_equipment", |r| cost.by_equipment.push(by_equipment(r)));
        demand_allocation = r.word("demand_allocation", |word| word.parse().ok(), "marginal, prorated");
    });
    (cost, demand_allocation.unwrap_or_default())
}

fn peak(reader: &mut RowReader<'_>) -> Peak {
    let peak_kw = reader.required("peak_kw");
    Peak {
        charge: reader.required("charge"),
        month: reader.required("month"),
        peak_kw,
        billed_kw: reader.or("billed_kw", peak_kw),
        at: reader.required("at"),
        rate_kw: reader.required("rate_kw"),
        amount: reader.required("amount"),
    }
}

fn line(reader: &mut RowReader<'_>) -> BillLine {
    BillLine {
        month: reader.required("month"),
        charge: reader.required("charge"),
        category: reader.required("category"),
        tier: reader.optional("tier"),
        quantity: reader.required("quantity"),
        unit: reader.required("unit"),
        rate: reader.optional("rate"),
        amount: reader.required("amount"),
        at: reader.optional("at"),
    }
}

fn by_period(reader: &mut RowReader<'_>) -> PeriodCost {
    PeriodCost {
        period_category: reader.required("period_category"),
        energy_kwh: reader.required("energy_kwh"),
        energy_cost: reader.required("energy_cost"),
        demand_cost: reader.required("demand_cost"),
        peak_kw: reader.required("peak_kw"),
    }
}

fn by_equipment(reader: &mut RowReader<'_>) -> EquipmentCost {
    EquipmentCost {
        equipment_id: reader.required("equipment_id"),
        input_kwh: reader.required("input_kwh"),
        heat_kwh: reader.required("heat_kwh"),
        energy_cost: reader.required("energy_cost"),
        on_minutes: reader.required("on_minutes"),
        starts: reader.required("starts"),
    }
}

fn baseline(reader: &mut RowReader<'_>) -> Option<Baseline> {
    reader.optional::<Row>("baseline")?;
    let mut baseline = Baseline { total: Decimal::ZERO, violations: 0 };
    reader.object("baseline", |r| {
        baseline.total = r.required("total");
        baseline.violations = r.or::<u32>("violations", 0) as usize;
    });
    Some(baseline)
}

fn violations(reader: &mut RowReader<'_>) -> Vec<Violation> {
    let mut violations = Vec::new();
    reader.rows("violations", |r| {
        violations.push(Violation {
            code: r.word("code", Code::find, "the codes of heatsched").unwrap_or(Code::Internal),
            subject: r.required("subject"),
            message: r.required("message"),
            amount: r.required("amount"),
            unit: r.required("unit"),
            fix: r.or("fix", String::new()),
        });
    });
    violations
}
