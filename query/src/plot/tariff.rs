use plotters::prelude::DrawingBackend;
use udfs::Issues;
use udfs::document::decimal_text;
use udfs::model::{Decimal, Problem};
use udfs::tariff::{Calendar, Stretch};

use super::axis::TimeAxis;
use super::canvas::{Anchor, Area, Canvas, Drawn};
use super::{style, value::float};

/// The tariff over the horizon: stretches of one price, and how dear each is among them.
pub(super) struct Prices {
    stretches: Vec<Stretch>,
    lowest: Decimal,
    highest: Decimal,
}

impl Prices {
    pub fn new(problem: &Problem) -> Result<Self, Issues> {
        let calendar = Calendar::new(&problem.tariff, problem.site.time_zone)?;
        let stretches = calendar.stretches(problem.horizon.span())?;
        let rates = || stretches.iter().map(|stretch| stretch.energy_rate_kwh);
        let (lowest, highest) = (rates().min().unwrap_or_default(), rates().max().unwrap_or_default());
        Ok(Self { stretches, lowest, highest })
    }

    fn share(&self, rate: Decimal) -> f64 {
        let range = float(self.highest - self.lowest);
        if range > 0.0 { float(rate - self.lowest) / range } else { 0.0 }
    }

    /// A pale ground in the colour of the price.
    pub fn ground<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>, axis: &TimeAxis, area: Area) -> Drawn {
        for stretch in &self.stretches {
            let (left, right) = (axis.x(stretch.span.start), axis.x(stretch.span.end));
            canvas.fill(Area { left, right, ..area }, style::price_ground(self.share(stretch.energy_rate_kwh)))?;
        }
        Ok(())
    }

    /// The strip that names category and price.
    pub fn strip<DB: DrawingBackend>(&self, canvas: &Canvas<'_, DB>, axis: &TimeAxis, area: Area) -> Drawn {
        let middle = (area.top + area.bottom) / 2.0;
        for stretch in &self.stretches {
            let (left, right) = (axis.x(stretch.span.start), axis.x(stretch.span.end));
            let patch = Area { left, right, ..area };
            canvas.fill(patch, style::price(self.share(stretch.energy_rate_kwh)))?;
            let rate = decimal_text(stretch.energy_rate_kwh);
            let labels = [format!("{} {rate}", stretch.period_category), stretch.period_category.clone(), rate];
            if let Some(label) = labels.iter().find(|label| canvas.width(label, style::SMALL) + 6.0 < patch.width()) {
                canvas.text(label, ((left + right) / 2.0, middle), style::SMALL, style::INK, Anchor::Center)?;
            }
        }
        canvas.frame(area, style::FRAME, 0.8)
    }
}
