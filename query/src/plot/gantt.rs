use plotters::prelude::DrawingBackend;
use udfs::Code;
use udfs::model::{PlanResult, PricedAssignment, Problem};
use udfs::report::pack;

use super::axis::TimeAxis;
use super::canvas::{Anchor, Area, Canvas, Drawn};
use super::style;

const LANE: f64 = 19.0;
const PADDING: f64 = 5.0;
const LEAST_HEIGHT: f64 = 36.0;

/// A row of the plan: one piece of equipment.
struct Row<'a> {
    equipment: usize,
    jobs: Vec<(&'a PricedAssignment, usize)>,
    height: f64,
    /// From the row's top to its first lane, so that few lanes stand in the middle.
    inset: f64,
}

/// Who runs when: jobs in lanes, on the ground of the time their equipment is on.
pub(super) struct Gantt<'a> {
    problem: &'a Problem,
    result: &'a PlanResult,
    rows: Vec<Row<'a>>,
}

impl<'a> Gantt<'a> {
    pub fn new(problem: &'a Problem, result: &'a PlanResult) -> Self {
        let rows = (0..problem.equipment.len()).map(|equipment| {
            let mut jobs: Vec<_> =
                result.assignments.iter().filter(|assignment| assignment.equipment == equipment).collect();
            jobs.sort_by_key(|assignment| (assignment.start, assignment.job));
            let stretches: Vec<_> =
                jobs.iter().map(|job| (job.start.timestamp() as f64, job.end.timestamp() as f64)).collect();
            let packed = pack(&stretches);
            let count = packed.iter().max().map_or(1, |lane| lane + 1);
            let height = (count as f64 * LANE + 2.0 * PADDING).max(LEAST_HEIGHT);
            Row {
                equipment,
                jobs: jobs.into_iter().zip(packed).collect(),
                height,
                inset: (height - count as f64 * LANE) / 2.0,
            }
        });
        Self { problem, result, rows: rows.collect() }
    }

    pub fn height(&self) -> f64 {
        self.rows.iter().map(|row| row.height).sum()
    }

    pub fn has_late_jobs(&self) -> bool {
        self.result.assignments.iter().any(|assignment| self.is_late(assignment))
    }

    pub fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>, axis: &TimeAxis, area: Area) -> Drawn {
        axis.grid(canvas, area)?;
        let mut top = area.top;
        for row in &self.rows {
            let bounds = Area { top, bottom: top + row.height, ..area };
            self.label(canvas, row, bounds)?;
            self.outages(canvas, axis, row, bounds)?;
            self.runs(canvas, axis, row, bounds)?;
            for (assignment, lane) in &row.jobs {
                self.job(canvas, axis, assignment, bounds.top + row.inset + LANE * *lane as f64)?;
            }
            canvas.line(&[(area.left, bounds.bottom), (area.right, bounds.bottom)], style::RULE, 0.8)?;
            top = bounds.bottom;
        }
        canvas.frame(area, style::FRAME, 0.8)
    }

    fn label<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>, row: &Row<'_>, bounds: Area) -> Drawn {
        let equipment = &self.problem.equipment[row.equipment];
        let middle = (bounds.top + bounds.bottom) / 2.0;
        let x = bounds.left - 8.0;
        let first = format!("{}  {} kW", equipment.equipment_id, equipment.capacity_kw.normalize());
        canvas.text(&first, (x, middle - 8.0), style::LABEL, style::INK, Anchor::Right)?;
        let mut name = if equipment.equipment_name.is_empty() {
            equipment.equipment_type.clone()
        } else {
            equipment.equipment_name.clone()
        };
        while canvas.width(&name, style::SMALL) > bounds.left - 16.0 && name.pop().is_some() {}
        canvas.text(&name, (x, middle + 8.0), style::SMALL, style::MUTED, Anchor::Right)
    }

    fn outages<DB: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, DB>,
        axis: &TimeAxis,
        row: &Row<'_>,
        bounds: Area,
    ) -> Drawn {
        let id = &self.problem.equipment[row.equipment].equipment_id;
        let horizon = self.problem.horizon.span();
        for outage in self
            .problem
            .availability
            .iter()
            .filter(|outage| outage.equipment_id == *id && outage.span.overlaps(&horizon))
        {
            let (left, right) = (axis.x(outage.span.start), axis.x(outage.span.end));
            let patch = Area { left, right, ..bounds }.shrunk(1.0);
            canvas.fill(patch, style::OUTAGE)?;
            canvas.hatch(patch, style::FRAME)?;
            if canvas.width(&outage.reason, style::SMALL) + 12.0 < patch.width() {
                let center = ((left + right) / 2.0, (bounds.top + bounds.bottom) / 2.0);
                canvas.text_on_paper(&outage.reason, center, style::SMALL, style::INK, Anchor::Center)?;
            }
        }
        Ok(())
    }

    fn runs<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>, axis: &TimeAxis, row: &Row<'_>, bounds: Area) -> Drawn {
        for run in self.result.runs.iter().filter(|run| run.equipment == row.equipment) {
            let area = Area::new(axis.x(run.on), bounds.top + 2.0, axis.x(run.off), bounds.bottom - 2.0);
            canvas.fill(area, style::HELD)?;
            canvas.frame(area, style::FRAME, 1.0)?;
        }
        Ok(())
    }

    fn job<DB: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, DB>,
        axis: &TimeAxis,
        assignment: &PricedAssignment,
        top: f64,
    ) -> Drawn {
        let (left, right) = (axis.x(assignment.start), axis.x(assignment.end));
        let bar = Area::new(left + 0.8, top + 1.5, (right - 0.8).max(left + 1.6), top + LANE - 1.5);
        let electric = self.problem.equipment[assignment.equipment].is_electric();
        let (fill, ink) = if electric { (style::JOB_ELECTRIC, style::PAPER) } else { (style::JOB_FUEL, style::INK) };
        canvas.fill(bar, fill)?;
        if self.is_late(assignment) {
            canvas.frame(bar, style::LATE, 2.4)?;
        }
        let id = &self.problem.jobs[assignment.job].job_id;
        if canvas.width(id, style::SMALL) + 4.0 < bar.width() {
            canvas.text(
                id,
                ((bar.left + bar.right) / 2.0, (bar.top + bar.bottom) / 2.0),
                style::SMALL,
                ink,
                Anchor::Center,
            )?;
        }
        Ok(())
    }

    fn is_late(&self, assignment: &PricedAssignment) -> bool {
        let job = &self.problem.jobs[assignment.job];
        let late = |v: &udfs::model::Violation| v.code == Code::JobLate && v.subject == job.job_id;
        assignment.end > job.latest_end || self.result.violations.iter().any(late)
    }
}
