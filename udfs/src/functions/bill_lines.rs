use super::{number, row, text};
use crate::model::Cost;
use crate::row::{Cell, Row};
use crate::tables::Kind::{Cents, Int, Quantity, Rate, Text, Time};
use crate::tables::{Table, optional, required};

/// The lines of a bill as `bill` and `calculate_bill` give them: those of `cost_lines`, without a run.
pub static BILL_LINES: Table = Table {
    name: "bill",
    comment: "A bill, line by line; lines add up to the total",
    columns: &[
        required("line_no", Int, "", "Number within the bill"),
        required("month", Text, "", "Billing month, 2026-01"),
        required("charge", Text, "", "energy, demand, coincident, reactive, fixed, rider, minimum or tax"),
        required("category", Text, "", "Tariff category, or name of the charge"),
        optional("tier", Int, "", "Of a rate with tiers, from 1"),
        required("quantity", Quantity, "", "Amount billed, in unit"),
        required("unit", Text, "", "kWh, kW, kvar, day, month or year; percent of money"),
        optional("rate", Rate, "currency/unit", "Null where the line sums many rates"),
        required("amount", Cents, "currency", "Rounded once, half away from zero"),
        optional("at", Time, "", "For demand: start of the metering window that set the peak"),
    ],
    key: &["line_no"],
    partition: &[],
};

pub fn bill_rows(cost: Cost) -> Vec<Row> {
    let lines = cost.lines.into_iter().enumerate().map(|(i, line)| {
        row([
            ("line_no", number(i + 1)),
            ("month", text(line.month)),
            ("charge", text(line.charge)),
            ("category", text(line.category)),
            ("tier", line.tier.map_or(Cell::Null, |tier| Cell::Number(tier.into()))),
            ("quantity", number(line.quantity)),
            ("unit", text(line.unit)),
            ("rate", line.rate.map_or(Cell::Null, Cell::Number)),
            ("amount", number(line.amount)),
            ("at", line.at.map_or(Cell::Null, Cell::Time)),
        ])
    });
    lines.collect()
}
