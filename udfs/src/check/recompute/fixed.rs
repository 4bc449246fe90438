use super::Line;
use super::share::units;
use crate::check::view::View;
use crate::model::{BillLine, Decimal};

/// A line a charge and billing period.
pub fn lines(view: &View<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    for charge in &view.problem.tariff.fixed_charges {
        for period in &view.periods {
            let quantity = units(view, period, charge.per);
            let bill = BillLine {
                month: period.month.text(),
                charge: "fixed".into(),
                category: charge.name.clone(),
                tier: None,
                quantity,
                unit: charge.per.as_str().into(),
                rate: Some(charge.amount),
                amount: Decimal::ZERO,
                at: None,
            };
            lines.push(Line { exact: quantity * charge.amount, bill });
        }
    }
    lines
}
