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
