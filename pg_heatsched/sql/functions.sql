-- The functions, as pg_heatsched/src/functions has them. What they say of themselves is in comments.sql.

-- Called once a row: a search path of their own would cost more than the call, so they set it where they read.

CREATE FUNCTION heatsched.tariff_rate(tariff_id text, at timestamptz) RETURNS numeric
LANGUAGE c STABLE PARALLEL RESTRICTED STRICT
AS 'MODULE_PATHNAME', 'heatsched_tariff_rate';

CREATE FUNCTION heatsched.tariff_period(tariff_id text, at timestamptz) RETURNS text
LANGUAGE c STABLE PARALLEL RESTRICTED STRICT
AS 'MODULE_PATHNAME', 'heatsched_tariff_period';

CREATE FUNCTION heatsched.current_tariff(site_id text, at timestamptz) RETURNS text
LANGUAGE c STABLE PARALLEL RESTRICTED STRICT SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_current_tariff';

CREATE FUNCTION heatsched.tariff_rates(tariff_id text, "start" text, "end" text) RETURNS SETOF heatsched.tariff_rates_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_tariff_rates';

CREATE FUNCTION heatsched.tariff_rates(tariff_id text, "start" timestamptz, "end" timestamptz) RETURNS SETOF heatsched.tariff_rates_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_tariff_rates';

CREATE FUNCTION heatsched.tariff_rates(tariff_id text, "start" date, "end" date) RETURNS SETOF heatsched.tariff_rates_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_tariff_rates';

CREATE FUNCTION heatsched.calculate_bill(site_id text, "start" text, "end" text, demand_allocation text DEFAULT 'marginal') RETURNS SETOF heatsched.bill_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_calculate_bill';

CREATE FUNCTION heatsched.calculate_bill(site_id text, "start" timestamptz, "end" timestamptz, demand_allocation text DEFAULT 'marginal') RETURNS SETOF heatsched.bill_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_calculate_bill';

CREATE FUNCTION heatsched.calculate_bill(site_id text, "start" date, "end" date, demand_allocation text DEFAULT 'marginal') RETURNS SETOF heatsched.bill_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_calculate_bill';

CREATE FUNCTION heatsched.explain_bill(site_id text, "start" text, "end" text, demand_allocation text DEFAULT 'marginal') RETURNS SETOF heatsched.causes_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_explain_bill';

CREATE FUNCTION heatsched.explain_bill(site_id text, "start" timestamptz, "end" timestamptz, demand_allocation text DEFAULT 'marginal') RETURNS SETOF heatsched.causes_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_explain_bill';

CREATE FUNCTION heatsched.explain_bill(site_id text, "start" date, "end" date, demand_allocation text DEFAULT 'marginal') RETURNS SETOF heatsched.causes_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_explain_bill';

CREATE FUNCTION heatsched.compare_tariffs(site_id text, "start" text, "end" text, tariff_ids text) RETURNS SETOF heatsched.comparison_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_compare_tariffs';

CREATE FUNCTION heatsched.compare_tariffs(site_id text, "start" timestamptz, "end" timestamptz, tariff_ids text) RETURNS SETOF heatsched.comparison_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_compare_tariffs';

CREATE FUNCTION heatsched.compare_tariffs(site_id text, "start" date, "end" date, tariff_ids text) RETURNS SETOF heatsched.comparison_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_compare_tariffs';

CREATE FUNCTION heatsched.compare_tariffs(site_id text, "start" text, "end" text, tariff_ids text[]) RETURNS SETOF heatsched.comparison_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_compare_tariffs';

CREATE FUNCTION heatsched.compare_tariffs(site_id text, "start" timestamptz, "end" timestamptz, tariff_ids text[]) RETURNS SETOF heatsched.comparison_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_compare_tariffs';

CREATE FUNCTION heatsched.compare_tariffs(site_id text, "start" date, "end" date, tariff_ids text[]) RETURNS SETOF heatsched.comparison_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_compare_tariffs';

CREATE FUNCTION heatsched.reconcile_bill(site_id text, "start" text, "end" text, invoice text) RETURNS SETOF heatsched.reconciled_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_reconcile_bill';

CREATE FUNCTION heatsched.reconcile_bill(site_id text, "start" timestamptz, "end" timestamptz, invoice text) RETURNS SETOF heatsched.reconciled_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_reconcile_bill';

CREATE FUNCTION heatsched.reconcile_bill(site_id text, "start" date, "end" date, invoice text) RETURNS SETOF heatsched.reconciled_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_reconcile_bill';

CREATE FUNCTION heatsched.export_tariff(tariff_id text, form text DEFAULT 'own') RETURNS SETOF heatsched.exported_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_export_tariff';

CREATE FUNCTION heatsched.import_tariff(document text, time_zone text DEFAULT NULL, currency text DEFAULT NULL) RETURNS SETOF heatsched.imported_row
LANGUAGE c VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_import_tariff';

CREATE FUNCTION heatsched.baseline_schedule(schedule_id text) RETURNS SETOF heatsched.planned_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_baseline_schedule';

CREATE FUNCTION heatsched.optimize_schedule(schedule_id text, options text DEFAULT '{}') RETURNS SETOF heatsched.planned_row
LANGUAGE c VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_optimize_schedule';

CREATE FUNCTION heatsched.optimize_schedule(schedule_ids text[], options text DEFAULT '{}') RETURNS SETOF heatsched.planned_row
LANGUAGE c VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_optimize_schedule';

CREATE FUNCTION heatsched.simulate_schedule(schedule_id text, options text) RETURNS SETOF heatsched.planned_row
LANGUAGE c VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_simulate_schedule';

CREATE FUNCTION heatsched.schedule_cost(run_id text) RETURNS SETOF heatsched.schedule_cost_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_schedule_cost';

CREATE FUNCTION heatsched.explain_schedule(run_id text) RETURNS SETOF heatsched.explain_schedule_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_explain_schedule';

CREATE FUNCTION heatsched.peak_prices(run_id text) RETURNS SETOF heatsched.peak_prices_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_peak_prices';

CREATE FUNCTION heatsched.validate_inputs(schedule_id text) RETURNS SETOF heatsched.findings_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_validate_inputs';

CREATE FUNCTION heatsched.validate_schedule(run_id text) RETURNS SETOF heatsched.findings_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_validate_schedule';

CREATE FUNCTION heatsched.provenance(id text) RETURNS SETOF heatsched.provenance_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_provenance';

CREATE FUNCTION heatsched.verify_provenance(id text) RETURNS SETOF heatsched.verify_provenance_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_verify_provenance';

CREATE FUNCTION heatsched.cost_forecast(site_id text, period text, at timestamptz DEFAULT pg_catalog.now()) RETURNS SETOF heatsched.cost_forecast_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_cost_forecast';

CREATE FUNCTION heatsched.cost_forecast(site_id text, period text, at text) RETURNS SETOF heatsched.cost_forecast_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_cost_forecast';

CREATE FUNCTION heatsched.cost_forecast(site_id text, period text, at date) RETURNS SETOF heatsched.cost_forecast_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_cost_forecast';

CREATE FUNCTION heatsched.schedule_report_xlsx(run_id text) RETURNS bytea
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_schedule_report_xlsx';

CREATE FUNCTION heatsched.schedule_report_pdf(run_id text, paper text DEFAULT 'a4') RETURNS bytea
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_schedule_report_pdf';

CREATE FUNCTION heatsched.monthly_report_xlsx(site_id text, month text) RETURNS bytea
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_monthly_report_xlsx';

CREATE FUNCTION heatsched.monthly_report_pdf(site_id text, month text, paper text DEFAULT 'a4') RETURNS bytea
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_monthly_report_pdf';

CREATE FUNCTION heatsched.savings_report_xlsx(site_id text, first_month text, last_month text) RETURNS bytea
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_savings_report_xlsx';

CREATE FUNCTION heatsched.savings_report_pdf(site_id text, first_month text, last_month text, paper text DEFAULT 'a4') RETURNS bytea
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_savings_report_pdf';

CREATE FUNCTION heatsched.utilization_report_xlsx(site_id text, first_month text, last_month text) RETURNS bytea
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_utilization_report_xlsx';

CREATE FUNCTION heatsched.utilization_report_pdf(site_id text, first_month text, last_month text, paper text DEFAULT 'a4') RETURNS bytea
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_utilization_report_pdf';

CREATE FUNCTION heatsched.register_equipment(document text) RETURNS SETOF heatsched.registered_row
LANGUAGE c VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_register_equipment';

CREATE FUNCTION heatsched.register_equipment(
    site_id text,
    equipment_id text,
    capacity_kw numeric,
    equipment_name text DEFAULT NULL,
    equipment_type text DEFAULT NULL,
    min_load_kw numeric DEFAULT NULL,
    efficiency_percent numeric DEFAULT NULL,
    cop numeric DEFAULT NULL,
    fuel_type text DEFAULT NULL,
    fuel_rate_per_kwh numeric DEFAULT NULL,
    min_run_time_minutes integer DEFAULT NULL,
    max_starts_per_day integer DEFAULT NULL,
    startup_energy_kwh numeric DEFAULT NULL,
    startup_minutes integer DEFAULT NULL,
    shutdown_energy_kwh numeric DEFAULT NULL,
    shutdown_minutes integer DEFAULT NULL,
    max_concurrent_jobs integer DEFAULT NULL,
    min_temperature_c numeric DEFAULT NULL,
    max_temperature_c numeric DEFAULT NULL,
    initial_state text DEFAULT NULL
) RETURNS SETOF heatsched.registered_row
LANGUAGE sql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT * FROM heatsched.register_equipment(jsonb_strip_nulls(jsonb_build_object(
        'site_id', register_equipment.site_id, 'equipment_id', register_equipment.equipment_id,
        'capacity_kw', register_equipment.capacity_kw, 'equipment_name', register_equipment.equipment_name,
        'equipment_type', register_equipment.equipment_type, 'min_load_kw', register_equipment.min_load_kw,
        'efficiency_percent', register_equipment.efficiency_percent, 'cop', register_equipment.cop,
        'fuel_type', register_equipment.fuel_type, 'fuel_rate_per_kwh', register_equipment.fuel_rate_per_kwh,
        'min_run_time_minutes', register_equipment.min_run_time_minutes, 'max_starts_per_day', register_equipment.max_starts_per_day,
        'startup_energy_kwh', register_equipment.startup_energy_kwh, 'startup_minutes', register_equipment.startup_minutes,
        'shutdown_energy_kwh', register_equipment.shutdown_energy_kwh, 'shutdown_minutes', register_equipment.shutdown_minutes,
        'max_concurrent_jobs', register_equipment.max_concurrent_jobs, 'min_temperature_c', register_equipment.min_temperature_c,
        'max_temperature_c', register_equipment.max_temperature_c, 'initial_state', register_equipment.initial_state
    ))::text)
$$;

CREATE FUNCTION heatsched.schedule_maintenance(document text) RETURNS SETOF heatsched.maintained_row
LANGUAGE c VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_schedule_maintenance';

CREATE FUNCTION heatsched.schedule_maintenance(
    site_id text,
    equipment_id text,
    unavailable_start timestamptz,
    unavailable_end timestamptz,
    reason text DEFAULT NULL
) RETURNS SETOF heatsched.maintained_row
LANGUAGE sql VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT * FROM heatsched.schedule_maintenance(jsonb_strip_nulls(jsonb_build_object(
        'site_id', schedule_maintenance.site_id, 'equipment_id', schedule_maintenance.equipment_id,
        'unavailable_start', schedule_maintenance.unavailable_start, 'unavailable_end', schedule_maintenance.unavailable_end,
        'reason', schedule_maintenance.reason
    ))::text)
$$;

-- The bill of a series: unnest(bill(at, kw, tariff_id)).

CREATE FUNCTION heatsched.bill_add(state internal, at timestamptz, kw numeric, tariff_id text) RETURNS internal
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_bill_add';

CREATE FUNCTION heatsched.bill_lines(state internal) RETURNS heatsched.bill_row[]
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_bill_lines';

CREATE AGGREGATE heatsched.bill(at timestamptz, kw numeric, tariff_id text) (
    SFUNC = heatsched.bill_add, STYPE = internal, FINALFUNC = heatsched.bill_lines, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = RESTRICTED
);
