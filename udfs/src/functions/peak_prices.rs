use super::{Source, number, row, text};
use crate::error::Issues;
use crate::explain::{self, PeakPrice};
use crate::model::ScheduleKind;
use crate::row::{Cell, Row};
use crate::stored;
use crate::tables::Kind::{Money, Quantity, Text, Time};
use crate::tables::{Table, required};

pub static PEAK_PRICES: Table = Table {
    name: "peak_prices",
    comment: "What a kW of each peak of a run costs",
    columns: &[
        required("run_id", Text, "", "Run, as in optimization_runs"),
        required("charge", Text, "", "Tariff category, or name of the demand charge, coincident charge or rider"),
        required("month", Text, "", "Billing month, 2026-01"),
        required("at", Time, "", "Start of the metering window that set the peak"),
        required("peak_kw", Quantity, "kW", "Mean power over the window"),
        required("saved_by_one_kw", Money, "currency", "What the objective would fall by with a peak one kW lower"),
        required("added_by_one_kw", Money, "currency", "What it would rise by with a peak one kW higher"),
    ],
    key: &["run_id", "charge", "month"],
    partition: &[],
};

pub fn peak_prices(source: &Source<'_>, run_id: &str) -> Result<Vec<Row>, Issues> {
    let store = source.store;
    let problem = stored::run_problem(store, source.tenant, run_id)?;
    let schedule = stored::run_schedule(store, source.tenant, run_id, ScheduleKind::Optimized.as_str(), &problem)?;
    let price = |peak: PeakPrice| {
        row([
            ("run_id", text(run_id)),
            ("charge", text(peak.charge)),
            ("month", text(peak.month.to_string())),
            ("at", Cell::Time(peak.at)),
            ("peak_kw", number(peak.peak_kw)),
            ("saved_by_one_kw", number(peak.saved_by_one_kw)),
            ("added_by_one_kw", number(peak.added_by_one_kw)),
        ])
    };
    Ok(explain::peak_prices(&problem, &schedule)?.into_iter().map(price).collect())
}
