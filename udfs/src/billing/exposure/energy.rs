use super::{EnergyRate, Exposure, Month};
use crate::model::{RiderUnit, Span};

impl Month<'_> {
    /// Rates of the periods, their first tier where they have several, real-time prices, and what critical peaks and riders
    /// add.
    pub(super) fn energy(&self, exposure: &mut Exposure) {
        let factor = self.factor();
        for segment in self.own_segments() {
            let rider = self.tariff.riders.iter().filter(|rider| rider.unit == RiderUnit::Kwh);
            let rider = rider
                .filter(|rider| rider.months.as_ref().is_none_or(|months| months.contains(&segment.calendar_month)));
            let rate_kwh =
                segment.energy_rate_kwh * factor + rider.map(|rider| rider.rate).sum::<crate::model::Decimal>();
            exposure.energy.push(EnergyRate { span: segment.span, rate_kwh });
        }
        for program in &self.tariff.critical_peaks {
            for event in program.events.iter().filter(|event| event.overlaps(&self.part.span)) {
                let span =
                    Span { start: event.start.max(self.part.span.start), end: event.end.min(self.part.span.end) };
                exposure.energy.push(EnergyRate { span, rate_kwh: program.energy_adder_kwh * factor });
            }
        }
    }
}
