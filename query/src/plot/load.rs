use plotters::prelude::DrawingBackend;
use udfs::model::{Decimal, LoadInterval, PlanResult, Problem};
use udfs::report::{axis::nice_step, pack};

use super::axis::TimeAxis;
use super::canvas::{Anchor, Area, Canvas, Drawn};
use super::style;
use super::tariff::Prices;
use super::value::float;

const STRIP: f64 = 22.0;

/// Metered power over time, on the ground of the tariff.
pub(super) struct LoadPanel<'a> {
    pub problem: &'a Problem,
    pub result: &'a PlanResult,
    pub baseline: Option<&'a PlanResult>,
    pub prices: &'a Prices,
    pub axis: TimeAxis,
    pub area: Area,
}

impl LoadPanel<'_> {
    pub fn draw<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>) -> Drawn {
        let Area { left, top, right, bottom } = self.area;
        self.prices.strip(canvas, &self.axis, Area::new(left, top, right, top + STRIP))?;
        let ground = Area::new(left, top + STRIP, right, bottom);
        self.prices.ground(canvas, &self.axis, ground)?;
        self.axis.grid(canvas, ground)?;
        let (step, top_kw) = self.scale();
        let y = |kw: f64| ground.bottom - (ground.height() - 26.0) * kw / top_kw;
        let mut kw = 0.0;
        while kw <= top_kw * 1.0001 {
            canvas.line(&[(left, y(kw)), (right, y(kw))], style::RULE, 0.6)?;
            canvas.text(&format!("{kw}"), (left - 8.0, y(kw)), style::LABEL, style::INK, Anchor::Right)?;
            kw += step;
        }
        canvas.text("kW metered", (left - 8.0, top + STRIP / 2.0), style::LABEL, style::MUTED, Anchor::Right)?;
        self.curves(canvas, &y)?;
        canvas.frame(ground, style::FRAME, 0.8)?;
        self.peaks(canvas, &y)
    }

    fn scale(&self) -> (f64, f64) {
        let intervals = self.result.profile.intervals.iter();
        let others = self.baseline.iter().flat_map(|baseline| &baseline.profile.intervals);
        let peak = intervals.chain(others).map(|interval| interval.electric_kw).max().unwrap_or_default();
        let top = float(peak.max(self.problem.site.demand_limit_kw.unwrap_or_default())).max(1.0);
        let step = nice_step(top, 6.0);
        (step, (top / step).ceil() * step)
    }

    fn curves<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>, y: &impl Fn(f64) -> f64) -> Drawn {
        let intervals = &self.result.profile.intervals;
        self.filled(canvas, intervals, |interval| interval.electric_kw, y, style::SCHEDULED)?;
        self.filled(canvas, intervals, |interval| interval.site_load_kw, y, style::SITE_LOAD)?;
        canvas.line(&self.steps(intervals, |interval| interval.electric_kw, y), style::JOB_ELECTRIC, 1.4)?;
        if let Some(baseline) = self.baseline {
            canvas.dashed(
                &self.steps(&baseline.profile.intervals, |interval| interval.electric_kw, y),
                style::BASELINE,
                1.3,
            )?;
        }
        if let Some(limit) = self.problem.site.demand_limit_kw {
            let level = y(float(limit));
            canvas.line(&[(self.area.left, level), (self.area.right, level)], style::LIMIT, 1.6)?;
            let label = format!("demand limit {} kW", limit.normalize());
            canvas.text_on_paper(
                &label,
                (self.area.right - 6.0, level - 9.0),
                style::SMALL,
                style::LIMIT,
                Anchor::Right,
            )?;
        }
        Ok(())
    }

    fn steps(
        &self,
        intervals: &[LoadInterval],
        kw: impl Fn(&LoadInterval) -> Decimal,
        y: &impl Fn(f64) -> f64,
    ) -> Vec<(f64, f64)> {
        let corners = intervals.iter().flat_map(|interval| {
            let level = y(float(kw(interval)));
            [(self.axis.x(interval.span.start), level), (self.axis.x(interval.span.end), level)]
        });
        corners.collect()
    }

    fn filled<DB: DrawingBackend>(
        &self,
        canvas: &Canvas<'_, DB>,
        intervals: &[LoadInterval],
        kw: impl Fn(&LoadInterval) -> Decimal,
        y: &impl Fn(f64) -> f64,
        color: plotters::style::RGBColor,
    ) -> Drawn {
        for interval in intervals {
            let value = float(kw(interval));
            if value > 0.0 {
                let (left, right) = (self.axis.x(interval.span.start), self.axis.x(interval.span.end));
                canvas.fill(Area::new(left, y(value), right, y(0.0)), color)?;
            }
        }
        Ok(())
    }

    /// The peaks that are billed, each named once where it was set.
    fn peaks<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>, y: &impl Fn(f64) -> f64) -> Drawn {
        let mut marks: Vec<(f64, f64, String)> = Vec::new();
        for peak in self.result.cost.peaks.iter().filter(|peak| peak.peak_kw > Decimal::ZERO) {
            let (x, kw) = (self.axis.x(peak.at), float(peak.peak_kw));
            match marks.iter_mut().find(|(at, level, _)| (at - x).abs() < 0.5 && (level - kw).abs() < 0.05) {
                Some((_, _, names)) => *names = format!("{names}, {}", peak.charge),
                None => marks.push((x, kw, peak.charge.clone())),
            }
        }
        marks.sort_by(|a, b| a.0.total_cmp(&b.0));
        let labels: Vec<String> = marks.iter().map(|(_, kw, names)| format!("{names} {kw:.0} kW")).collect();
        let widths: Vec<f64> = labels.iter().map(|label| canvas.width(label, style::SMALL) + 8.0).collect();
        let boxes: Vec<(f64, f64)> = marks
            .iter()
            .zip(&widths)
            .map(|((x, ..), width)| {
                let left =
                    (x - width / 2.0).clamp(self.area.left + 2.0, (self.area.right - width - 2.0).max(self.area.left));
                (left, left + width)
            })
            .collect();
        let rows = pack(&boxes);
        for (((x, kw, _), label), ((left, right), row)) in marks.iter().zip(&labels).zip(boxes.iter().zip(rows)) {
            let level = y(*kw);
            canvas.polygon(&[(*x - 5.0, level - 9.0), (*x + 5.0, level - 9.0), (*x, level - 1.0)], style::INK)?;
            let middle = (level - 18.0 - 15.0 * row as f64).max(self.area.top + STRIP + 9.0);
            canvas.text_on_paper(label, ((left + right) / 2.0, middle), style::SMALL, style::INK, Anchor::Center)?;
        }
        Ok(())
    }
}
