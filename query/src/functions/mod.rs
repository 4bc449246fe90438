//! The engine's SQL functions in DataFusion, one a file. They carry tables in and out and have no rules of their own.

mod baseline_schedule;
mod bill;
mod calculate_bill;
mod compare_tariffs;
mod cost_forecast;
mod current_tariff;
mod delete_schedule;
mod explain_bill;
mod explain_schedule;
mod export_tariff;
mod forecast;
mod import_tariff;
mod monthly_report_pdf;
mod monthly_report_xlsx;
mod optimize_schedule;
mod peak_prices;
mod provenance;
mod publish_schedule;
mod reconcile_bill;
mod register_equipment;
mod savings_report_pdf;
mod savings_report_xlsx;
mod schedule_cost;
mod schedule_maintenance;
mod schedule_report_pdf;
mod schedule_report_xlsx;
mod simulate_schedule;
mod support;
mod tables;
mod tariff_period;
mod tariff_rate;
mod tariff_rates;
mod timezone;
mod utilization_report_pdf;
mod utilization_report_xlsx;
mod validate_inputs;
mod validate_schedule;
mod verify_provenance;
mod views;

use std::sync::Arc;

use datafusion::logical_expr::{AggregateUDF, Documentation, ScalarUDF};
use datafusion::prelude::SessionContext;

pub use support::Engine;
use support::{DocumentedTable, Lookup};
pub use tables::register_tables;
pub use views::{VIEWS, create_views};

/// Registers every function in a session.
pub fn register_all(context: &SessionContext, engine: &Engine) {
    for function in scalar_functions(engine) {
        context.register_udf(function);
    }
    for function in aggregate_functions(engine) {
        context.register_udaf(function);
    }
    for function in table_functions(engine) {
        context.register_udtf(function.name(), function);
    }
}

/// What each function says of itself, by name: for `\h`, the README's table and comments in databases.
pub fn documentation(engine: &Engine) -> Vec<(String, Documentation)> {
    let scalar = scalar_functions(engine).into_iter().map(|f| (f.name().to_string(), f.documentation().cloned()));
    let aggregate = aggregate_functions(engine).into_iter().map(|f| (f.name().to_string(), f.documentation().cloned()));
    let table = table_functions(engine).into_iter().map(|f| (f.name().to_string(), f.documentation().cloned()));
    scalar.chain(aggregate).chain(table).filter_map(|(name, documentation)| Some((name, documentation?))).collect()
}

fn scalar_functions(engine: &Engine) -> Vec<ScalarUDF> {
    let lookup = Lookup::new(engine.clone());
    vec![
        ScalarUDF::from(tariff_rate::TariffRate::new(lookup.clone())),
        ScalarUDF::from(tariff_period::TariffPeriod::new(lookup)),
        ScalarUDF::from(current_tariff::CurrentTariff::new(engine.clone())),
        ScalarUDF::from(timezone::Timezone::new()),
        schedule_report_pdf::schedule_report_pdf(engine.clone()),
        schedule_report_xlsx::schedule_report_xlsx(engine.clone()),
        monthly_report_pdf::monthly_report_pdf(engine.clone()),
        monthly_report_xlsx::monthly_report_xlsx(engine.clone()),
        savings_report_pdf::savings_report_pdf(engine.clone()),
        savings_report_xlsx::savings_report_xlsx(engine.clone()),
        utilization_report_pdf::utilization_report_pdf(engine.clone()),
        utilization_report_xlsx::utilization_report_xlsx(engine.clone()),
    ]
}

fn aggregate_functions(engine: &Engine) -> Vec<AggregateUDF> {
    vec![AggregateUDF::from(bill::Bill::new(engine.clone()))]
}

fn table_functions(engine: &Engine) -> Vec<Arc<dyn DocumentedTable>> {
    let engine = || engine.clone();
    vec![
        Arc::new(tariff_rates::TariffRates::new(engine())),
        Arc::new(import_tariff::ImportTariff::new(engine())),
        Arc::new(export_tariff::ExportTariff::new(engine())),
        Arc::new(calculate_bill::CalculateBill::new(engine())),
        Arc::new(explain_bill::ExplainBill::new(engine())),
        Arc::new(compare_tariffs::CompareTariffs::new(engine())),
        Arc::new(reconcile_bill::ReconcileBill::new(engine())),
        Arc::new(baseline_schedule::BaselineSchedule::new(engine())),
        Arc::new(optimize_schedule::OptimizeSchedule::new(engine())),
        Arc::new(simulate_schedule::SimulateSchedule::new(engine())),
        Arc::new(publish_schedule::PublishSchedule::new(engine())),
        Arc::new(delete_schedule::DeleteSchedule::new(engine())),
        Arc::new(register_equipment::RegisterEquipment::new(engine())),
        Arc::new(schedule_maintenance::ScheduleMaintenance::new(engine())),
        Arc::new(cost_forecast::CostForecast::new(engine())),
        Arc::new(schedule_cost::ScheduleCost::new(engine())),
        Arc::new(explain_schedule::ExplainSchedule::new(engine())),
        Arc::new(peak_prices::PeakPrices::new(engine())),
        Arc::new(validate_inputs::ValidateInputs::new(engine())),
        Arc::new(validate_schedule::ValidateSchedule::new(engine())),
        Arc::new(provenance::Provenance::new(engine())),
        Arc::new(verify_provenance::VerifyProvenance::new(engine())),
    ]
}
