//! The SQL functions, one a file: arguments in, the engine's rows out.

/// Makes `heatsched_NAME`, which SQL names, of a body that takes a [`crate::call::Call`].
macro_rules! sql_function {
    ($name:ident, $body:expr) => {
        const _: () = {
            const BODY: fn(&crate::call::Call) -> Result<crate::answer::Answer, udfs::Issues> = $body;

            #[unsafe(export_name = concat!("heatsched_", stringify!($name)))]
            extern "C-unwind" fn entry(fcinfo: pgrx::pg_sys::FunctionCallInfo) -> pgrx::pg_sys::Datum {
                // SAFETY: Postgres gives a valid call, and takes its errors from the guard
                unsafe {
                    pgrx::pg_sys::panic::pgrx_extern_c_guard(|| {
                        let call = crate::call::Call::new(stringify!($name), fcinfo);
                        crate::answer::give(&call, BODY(&call))
                    })
                }
            }

            #[unsafe(export_name = concat!("pg_finfo_heatsched_", stringify!($name)))]
            extern "C-unwind" fn version() -> &'static pgrx::pg_sys::Pg_finfo_record {
                static RECORD: pgrx::pg_sys::Pg_finfo_record = pgrx::pg_sys::Pg_finfo_record { api_version: 1 };
                &RECORD
            }
        };
    };
}

mod baseline_schedule;
mod bill;
mod calculate_bill;
mod compare_tariffs;
mod cost_forecast;
mod current_tariff;
mod explain_bill;
mod explain_schedule;
mod export_file;
mod export_tariff;
mod import_tariff;
mod linked_workbook;
mod load_file;
mod make_partition;
mod monthly_report_pdf;
mod monthly_report_xlsx;
mod optimization_request;
mod optimization_result;
mod optimize_schedule;
mod peak_prices;
mod provenance;
mod reconcile_bill;
mod register_equipment;
mod savings_report_pdf;
mod savings_report_xlsx;
mod schedule_cost;
mod schedule_maintenance;
mod schedule_report_pdf;
mod schedule_report_xlsx;
mod simulate_schedule;
mod store_optimization;
mod tariff_period;
mod tariff_rate;
mod tariff_rates;
mod tariffs_changed;
mod utilization_report_pdf;
mod utilization_report_xlsx;
mod validate_inputs;
mod validate_schedule;
mod verify_provenance;
