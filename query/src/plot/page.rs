use plotters::prelude::DrawingBackend;
use udfs::Issues;
use udfs::model::{Equipment, PlanResult, Problem};

use super::axis::TimeAxis;
use super::canvas::{Anchor, Area, Canvas, Drawn};
use super::gantt::Gantt;
use super::legend::{self, Mark};
use super::load::LoadPanel;
use super::tariff::Prices;
use super::{style, title};

const LEFT: f64 = 190.0;
const RIGHT: f64 = 32.0;
const TOP: f64 = 84.0;
const LOAD_HEIGHT: f64 = 320.0;
const BETWEEN: f64 = 40.0;
const BELOW: f64 = 108.0;

/// The layout of the picture.
pub(super) struct Page<'a> {
    problem: &'a Problem,
    result: &'a PlanResult,
    baseline: Option<&'a PlanResult>,
    prices: Prices,
    gantt: Gantt<'a>,
    width: f64,
}

impl<'a> Page<'a> {
    pub fn new(problem: &'a Problem, result: &'a PlanResult, baseline: Option<&'a PlanResult>) -> Result<Self, Issues> {
        let days = problem.horizon.span().minutes() as f64 / 1440.0;
        let width = (LEFT + RIGHT + 420.0 * days).clamp(1200.0, 3200.0);
        Ok(Self { problem, result, baseline, prices: Prices::new(problem)?, gantt: Gantt::new(problem, result), width })
    }

    fn height(&self) -> f64 {
        TOP + LOAD_HEIGHT + BETWEEN + self.gantt.height() + BELOW
    }

    pub fn pixels(&self, scale: f64) -> (u32, u32) {
        ((self.width * scale).ceil() as u32, (self.height() * scale).ceil() as u32)
    }

    pub fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>) -> Drawn {
        let right = self.width - RIGHT;
        title::draw(canvas, self.problem, self.result, Area::new(24.0, 14.0, right, TOP))?;
        let axis = TimeAxis::new(self.problem.horizon.span(), self.problem.site.time_zone, LEFT, right);
        let load = LoadPanel {
            problem: self.problem,
            result: self.result,
            baseline: self.baseline,
            prices: &self.prices,
            axis,
            area: Area::new(LEFT, TOP, right, TOP + LOAD_HEIGHT),
        };
        load.draw(canvas)?;
        let rate_unit = format!("{} per kWh", self.problem.site.currency);
        canvas.text(&rate_unit, (right, TOP - 9.0), style::SMALL, style::MUTED, Anchor::Right)?;
        let gantt_top = TOP + LOAD_HEIGHT + BETWEEN;
        let gantt = Area::new(LEFT, gantt_top, right, gantt_top + self.gantt.height());
        self.gantt.draw(canvas, &axis, gantt)?;
        axis.labels(canvas, gantt.bottom + 16.0)?;
        legend::draw(canvas, &self.legend(), Area::new(LEFT, gantt.bottom + 62.0, right, self.height()))
    }

    /// Only what the picture shows.
    fn legend(&self) -> Vec<(Mark, &'static str)> {
        let mut entries = vec![(Mark::Fill(style::SCHEDULED), "scheduled load")];
        if self.result.profile.intervals.iter().any(|interval| !interval.site_load_kw.is_zero()) {
            entries.push((Mark::Fill(style::SITE_LOAD), "site load"));
        }
        if self.baseline.is_some() {
            entries.push((Mark::Dashed, "load under FIFO"));
        }
        entries.push((Mark::Peak, "billed peak"));
        entries.push((Mark::Fill(style::JOB_ELECTRIC), "job, electric"));
        if self.problem.equipment.iter().any(|equipment: &Equipment| !equipment.is_electric()) {
            entries.push((Mark::Fill(style::JOB_FUEL), "job, other fuel"));
        }
        entries.push((Mark::Framed(style::HELD), "equipment on"));
        if !self.problem.availability.is_empty() {
            entries.push((Mark::Hatched, "unavailable"));
        }
        if self.gantt.has_late_jobs() {
            entries.push((Mark::Outlined(style::LATE), "job after its deadline"));
        }
        entries
    }
}
