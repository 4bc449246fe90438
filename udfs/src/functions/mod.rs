//! What the SQL functions of every engine answer, one a file: the columns, and the rows from a store. The engines' own
//! faces read arguments and carry rows, and have no rules of their own.

mod baseline_schedule;
mod bill;
mod bill_lines;
mod calculate_bill;
mod cells;
mod compare_tariffs;
mod cost_forecast;
mod delete_schedule;
mod explain_bill;
mod explain_schedule;
mod export_tariff;
mod findings;
mod forecast;
mod id_and_span;
mod ids;
mod import_tariff;
mod load_series;
mod moment;
mod objects;
mod optimize_schedule;
mod peak_prices;
mod planned;
mod provenance;
mod publish_schedule;
mod rate_table;
mod reconcile_bill;
mod register_equipment;
#[cfg(feature = "report")]
mod reports;
mod schedule_cost;
mod schedule_maintenance;
mod simulate_schedule;
mod site_bill;
mod site_zone;
mod source;
mod tariff_rates;
mod upsert;
mod validate_inputs;
mod validate_schedule;
mod verify_provenance;

pub use baseline_schedule::baseline_schedule;
pub use bill::{BillSeries, BillTariffs};
pub use bill_lines::{BILL_LINES, bill_rows};
pub use calculate_bill::calculate_bill;
pub use cells::{fit, number, number_of, row, text, text_of};
pub use compare_tariffs::{COMPARISON, compare_tariffs};
pub use cost_forecast::{COST_FORECAST, cost_forecast};
pub use delete_schedule::{DELETED, delete_schedule};
pub use explain_bill::{CAUSES, explain_bill};
pub use explain_schedule::{EXPLAINED, explain_schedule};
pub use export_tariff::{EXPORTED, export_tariff};
pub use findings::{FINDINGS, issue_rows};
pub use forecast::{FORECAST, forecast};
pub use id_and_span::IdAndSpan;
pub use ids::{Ids, ScheduleIds};
pub use import_tariff::{IMPORTED, import_tariff};
pub use load_series::check_series;
pub use moment::Moment;
pub use optimize_schedule::{check_options, optimize_schedule};
pub use peak_prices::{PEAK_PRICES, peak_prices};
pub use planned::{PLANNED, planned_rows, stored_rows};
pub use provenance::{PROVENANCE, provenance};
pub use publish_schedule::publish_schedule;
pub use rate_table::RateTable;
pub use reconcile_bill::{RECONCILED, reconcile_bill};
pub use register_equipment::{REGISTERED, register_equipment};
#[cfg(feature = "report")]
pub use reports::{Form, monthly_report, savings_report, schedule_report, utilization_report};
#[cfg(feature = "report")]
pub(crate) use schedule_cost::CHARGES;
pub use schedule_cost::{SCHEDULE_COST, schedule_cost};
pub use schedule_maintenance::{MAINTAINED, schedule_maintenance};
pub use simulate_schedule::simulate_schedule;
pub use site_bill::SiteBill;
#[cfg(feature = "report")]
pub(crate) use site_zone::site_zone;
pub use source::Source;
pub use tariff_rates::{TARIFF_RATES, tariff_rates};
pub use validate_inputs::validate_inputs;
pub use validate_schedule::validate_schedule;
pub use verify_provenance::{VERIFIED, verify_provenance};

use crate::tables::Table;

/// The columns of every function that answers with rows.
pub fn results() -> Vec<&'static Table> {
    vec![
        &BILL_LINES,
        &COMPARISON,
        &COST_FORECAST,
        &CAUSES,
        &EXPLAINED,
        &EXPORTED,
        &FINDINGS,
        &IMPORTED,
        &MAINTAINED,
        &PEAK_PRICES,
        &PLANNED,
        &PROVENANCE,
        &RECONCILED,
        &REGISTERED,
        &SCHEDULE_COST,
        &TARIFF_RATES,
        &VERIFIED,
    ]
}
