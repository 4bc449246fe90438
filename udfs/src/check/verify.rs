use super::moves;
use super::recompute::{JobFigures, Recomputed, cents, recompute};
use super::validate;
use super::view::{show, violation};
use crate::document::instant_text;
use crate::error::Code;
use crate::model::{Assignment, BillLine, Decimal, PlanResult, Problem, Schedule, Violation};

/// Every broken constraint, and every reported figure that differs from its recalculation.
pub fn verify(problem: &Problem, result: &PlanResult) -> Vec<Violation> {
    let schedule = schedule_of(result);
    let found = recompute(problem, &schedule);
    let mut figures = Figures::default();
    figures.assignments(problem, result, &found);
    figures.profile(problem, result, &found);
    figures.cost(result, &found);
    figures.lines(result, &found);
    figures.peaks(result, &found);
    figures.bound(result);
    figures.wrong.extend(moves::verify(problem, result));
    let mut violations = validate(problem, &schedule);
    violations.extend(figures.wrong);
    violations
}

fn schedule_of(result: &PlanResult) -> Schedule {
    let assignments =
        result.assignments.iter().map(|a| Assignment { job: a.job, equipment: a.equipment, start: a.start });
    Schedule { assignments: assignments.collect(), runs: result.runs.clone() }
}

#[derive(Default)]
struct Figures {
    wrong: Vec<Violation>,
}

impl Figures {
    /// Four decimals agree.
    fn figure(&mut self, subject: &str, name: &str, unit: &str, reported: Decimal, recalculated: Decimal) {
        self.compare(subject, name, unit, reported, recalculated, Decimal::new(1, 4));
    }

    /// The cents agree.
    fn money(&mut self, subject: &str, name: &str, reported: Decimal, recalculated: Decimal) {
        self.compare(subject, name, "money", cents(reported), cents(recalculated), Decimal::new(1, 2));
    }

    fn compare(
        &mut self,
        subject: &str,
        name: &str,
        unit: &str,
        reported: Decimal,
        recalculated: Decimal,
        tolerance: Decimal,
    ) {
        let difference = reported - recalculated;
        if difference.abs() >= tolerance {
            let message = format!("{name} is reported as {}, it is {}", show(reported), show(recalculated));
            let fix = format!("report {}", show(recalculated));
            self.wrong.push(violation(Code::CostMismatch, subject, (difference, unit), message, fix));
        }
    }

    fn count(&mut self, subject: &str, name: &str, reported: usize, recalculated: usize) {
        self.compare(subject, name, "rows", Decimal::from(reported), Decimal::from(recalculated), Decimal::ONE);
    }

    fn assignments(&mut self, problem: &Problem, result: &PlanResult, found: &Recomputed) {
        for reported in &result.assignments {
            let same = |f: &&JobFigures| {
                (f.job, f.equipment, f.span.start) == (reported.job, reported.equipment, reported.start)
            };
            let (Some(figures), Some(job)) = (found.jobs.iter().find(same), problem.jobs.get(reported.job)) else {
                let message = "the assignment names a job or equipment that the problem does not have";
                let fix = "check the result against the problem it was made for";
                self.wrong.push(violation(
                    Code::JobNotOnce,
                    reported.job.to_string(),
                    (Decimal::ONE, "job"),
                    message,
                    fix,
                ));
                continue;
            };
            let id = &job.job_id;
            let late = Decimal::from((reported.end - figures.span.end).num_minutes());
            self.compare(id, "end, in minutes after the right one,", "min", late, Decimal::ZERO, Decimal::ONE);
            self.figure(id, "power_kw", "kW", reported.power_kw, figures.power_kw);
            self.figure(id, "input_energy_kwh", "kWh", reported.input_energy_kwh, figures.input_energy_kwh);
            self.figure(id, "energy_cost", "money", reported.energy_cost, figures.energy_cost);
            self.figure(
                id,
                "demand_contribution_kw",
                "kW",
                reported.demand_contribution_kw,
                figures.demand_contribution_kw,
            );
            let most = figures.category_kwh.values().max().copied().unwrap_or_default();
            let reported_kwh = figures.category_kwh.get(&reported.tariff_period).copied().unwrap_or_default();
            let name = format!("energy in \"{}\", the category with most of it,", reported.tariff_period);
            self.figure(id, &name, "kWh", reported_kwh, most);
        }
    }

    fn profile(&mut self, problem: &Problem, result: &PlanResult, found: &Recomputed) {
        self.count(
            "load_profile",
            "number of intervals",
            result.profile.intervals.len(),
            found.profile.intervals.len(),
        );
        for (reported, interval) in result.profile.intervals.iter().zip(&found.profile.intervals) {
            let at = instant_text(interval.span.start);
            let late = Decimal::from((reported.span.start - interval.span.start).num_minutes());
            self.compare(&at, "start, in minutes after the right one,", "min", late, Decimal::ZERO, Decimal::ONE);
            self.figure(&at, "electric_kw", "kW", reported.electric_kw, interval.electric_kw);
            self.figure(&at, "thermal_kw", "kW", reported.thermal_kw, interval.thermal_kw);
            self.figure(&at, "fuel_kw", "kW", reported.fuel_kw, interval.fuel_kw);
            self.figure(&at, "site_load_kw", "kW", reported.site_load_kw, interval.site_load_kw);
        }
        // a result document has no input by equipment
        let rows = result.profile.equipment_input_kwh.iter().zip(&found.profile.equipment_input_kwh);
        for (equipment, (reported, recalculated)) in problem.equipment.iter().zip(rows) {
            let sum = |kwh: &[Decimal]| kwh.iter().sum::<Decimal>();
            self.figure(&equipment.equipment_id, "input in kWh", "kWh", sum(reported), sum(recalculated));
        }
    }

    fn cost(&mut self, result: &PlanResult, found: &Recomputed) {
        let cost = &result.cost;
        self.money("cost", "energy", cost.energy, found.energy);
        self.money("cost", "demand", cost.demand, found.demand);
        self.money("cost", "fuel", cost.fuel, found.fuel);
        self.money("cost", "coincident", cost.coincident, found.coincident);
        self.money("cost", "fixed", cost.fixed, found.fixed);
        self.money("cost", "rider", cost.rider, found.rider);
        self.money("cost", "minimum", cost.minimum, found.minimum);
        self.money("cost", "tax", cost.tax, found.tax);
        self.money("cost", "total", cost.total, found.total);
        self.figure("cost", "objective", "money", cost.objective, found.objective);
    }

    fn lines(&mut self, result: &PlanResult, found: &Recomputed) {
        let key =
            |line: &BillLine| (line.month.clone(), line.charge.clone(), line.category.clone(), line.rate, line.tier);
        for recalculated in &found.lines {
            let reported =
                result.cost.lines.iter().filter(|line| key(line) == key(recalculated)).map(|line| line.amount).sum();
            self.money(&name(recalculated), "amount", reported, recalculated.amount);
        }
        for line in result.cost.lines.iter().filter(|line| !found.lines.iter().any(|l| key(l) == key(line))) {
            self.money(&name(line), "amount", line.amount, Decimal::ZERO);
        }
        self.money(
            "cost",
            "sum of the lines",
            result.cost.lines.iter().map(|line| line.amount).sum(),
            result.cost.total,
        );
    }

    fn peaks(&mut self, result: &PlanResult, found: &Recomputed) {
        self.count("peaks", "number of peaks", result.cost.peaks.len(), found.peaks.len());
        for peak in &found.peaks {
            let subject = format!("{} {}", peak.charge, peak.month);
            let same = result
                .cost
                .peaks
                .iter()
                .find(|reported| (&reported.charge, &reported.month) == (&peak.charge, &peak.month));
            let Some(reported) = same else {
                self.figure(&subject, "peak_kw", "kW", Decimal::ZERO, peak.peak_kw);
                continue;
            };
            self.figure(&subject, "peak_kw", "kW", reported.peak_kw, peak.peak_kw);
            self.figure(&subject, "rate_kw", "money", reported.rate_kw, peak.rate_kw);
            self.money(&subject, "amount", reported.amount, peak.amount);
        }
    }

    /// No bound lies above the objective, and a gap is that of its bound.
    fn bound(&mut self, result: &PlanResult) {
        let objective = result.cost.objective;
        if let Some(bound) = result.lower_bound.filter(|bound| *bound > objective) {
            self.figure("lower_bound", "lower_bound", "money", bound, objective);
        }
        if let Some(gap) = result.gap {
            let right =
                result.lower_bound.filter(|_| !objective.is_zero()).map(|bound| (objective - bound) / objective);
            self.figure("gap", "gap", "fraction", gap, right.unwrap_or_default());
        }
    }
}

fn name(line: &BillLine) -> String {
    let rate = line.rate.map(|rate| format!(" at {}", show(rate))).unwrap_or_default();
    format!("{} {} {}{rate}", line.month, line.charge, line.category)
}
