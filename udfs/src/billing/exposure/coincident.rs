use super::super::coincident::billed_windows;
use super::{EnergyRate, Exposure, Month};
use crate::model::{CoincidentCharge, Combine, Decimal, Span};
use crate::tariff::BillingMonth;

/// The highest mean of some windows, or what was measured before if that is higher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoincidentPeak {
    pub name: String,
    pub month: BillingMonth,
    /// Each is a window of its own.
    pub windows: Vec<Span>,
    pub past_kw: Decimal,
    pub rate_kw: Decimal,
}

impl Month<'_> {
    /// A mean of windows is a rate of the energy in them; the highest of them is a peak.
    pub(super) fn coincident(&self, exposure: &mut Exposure) {
        let horizon = self.problem.horizon.span();
        for charge in &self.tariff.coincident_charges {
            let Some((windows, share)) = billed_windows(charge, self.part, horizon, self.problem.demand_allocation)
            else {
                continue;
            };
            let rate_kw = charge.rate_kw * share * self.factor();
            let clipped = |span: &Span| Span { start: span.start.max(horizon.start), end: span.end.min(horizon.end) };
            let (reached, before): (Vec<Span>, Vec<Span>) =
                windows.into_iter().partition(|span| span.overlaps(&horizon));
            let reached: Vec<Span> = reached.iter().map(clipped).collect();
            let past = if before.is_empty() { None } else { charge.past_kw };
            match charge.combine {
                Combine::Mean => mean(charge, rate_kw, &reached, past.map(|_| before.len()), exposure),
                Combine::Highest if reached.is_empty() => {
                    exposure.constant += rate_kw * past.unwrap_or_default();
                }
                Combine::Highest => {
                    let past_kw = past.unwrap_or_default();
                    exposure.constant += rate_kw * past_kw;
                    let (name, month) = (charge.name.clone(), self.part.month);
                    exposure.coincident.push(CoincidentPeak { name, month, windows: reached, past_kw, rate_kw });
                }
            }
        }
    }
}

fn mean(charge: &CoincidentCharge, rate_kw: Decimal, reached: &[Span], past: Option<usize>, exposure: &mut Exposure) {
    let count = Decimal::from((reached.len() + past.unwrap_or(0)).max(1));
    for span in reached {
        let rate_kwh = rate_kw / count * Decimal::from(60) / Decimal::from(span.minutes().max(1));
        exposure.energy.push(EnergyRate { span: *span, rate_kwh });
    }
    if let (Some(windows), Some(kw)) = (past, charge.past_kw) {
        exposure.constant += rate_kw * kw * Decimal::from(windows) / count;
    }
}
