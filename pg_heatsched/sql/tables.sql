-- Generated from udfs/src/tables and udfs/src/functions by tests/it/tables_sql.rs; not to be edited.

CREATE TYPE heatsched.bill_row AS (
    "line_no" bigint,    "month" text,    "charge" text,    "category" text,    "tier" bigint,    "quantity" numeric(18,6),    "unit" text,    "rate" numeric(18,8),    "amount" numeric(18,2),    "at" timestamptz
);

COMMENT ON TYPE heatsched.bill_row IS 'A bill, line by line; lines add up to the total';
COMMENT ON COLUMN heatsched.bill_row."line_no" IS 'Number within the bill';
COMMENT ON COLUMN heatsched.bill_row."month" IS 'Billing month, 2026-01';
COMMENT ON COLUMN heatsched.bill_row."charge" IS 'energy, demand, coincident, reactive, fixed, rider, minimum or tax';
COMMENT ON COLUMN heatsched.bill_row."category" IS 'Tariff category, or name of the charge';
COMMENT ON COLUMN heatsched.bill_row."tier" IS 'Of a rate with tiers, from 1';
COMMENT ON COLUMN heatsched.bill_row."quantity" IS 'Amount billed, in unit';
COMMENT ON COLUMN heatsched.bill_row."unit" IS 'kWh, kW, kvar, day, month or year; percent of money';
COMMENT ON COLUMN heatsched.bill_row."rate" IS 'Null where the line sums many rates [currency/unit]';
COMMENT ON COLUMN heatsched.bill_row."amount" IS 'Rounded once, half away from zero [currency]';
COMMENT ON COLUMN heatsched.bill_row."at" IS 'For demand: start of the metering window that set the peak';

CREATE TYPE heatsched.comparison_row AS (
    "rank" bigint,    "tariff_id" text,    "tariff_name" text,    "is_current" boolean,    "currency" text,    "total" numeric(18,2),    "difference" numeric(18,2),    "energy" numeric(18,2),    "demand_any_time" numeric(18,2),    "demand_tou" numeric(18,2),    "coincident" numeric(18,2),    "reactive" numeric(18,2),    "fixed" numeric(18,2),    "rider" numeric(18,2),    "minimum" numeric(18,2),    "tax" numeric(18,2),    "note" text
);

COMMENT ON TYPE heatsched.comparison_row IS 'One load under many tariffs';
COMMENT ON COLUMN heatsched.comparison_row."rank" IS 'From 1, the cheapest in its currency; null where the tariff cannot bill the load';
COMMENT ON COLUMN heatsched.comparison_row."tariff_id" IS 'Tariff, as in tariffs';
COMMENT ON COLUMN heatsched.comparison_row."tariff_name" IS 'Name for people';
COMMENT ON COLUMN heatsched.comparison_row."is_current" IS 'Whether it is in force at the site';
COMMENT ON COLUMN heatsched.comparison_row."currency" IS 'ISO 4217';
COMMENT ON COLUMN heatsched.comparison_row."total" IS 'All bill lines [currency]';
COMMENT ON COLUMN heatsched.comparison_row."difference" IS 'Total less that of the current tariff; null in another currency [currency]';
COMMENT ON COLUMN heatsched.comparison_row."energy" IS 'Energy charges [currency]';
COMMENT ON COLUMN heatsched.comparison_row."demand_any_time" IS 'Demand charges without hours of their own [currency]';
COMMENT ON COLUMN heatsched.comparison_row."demand_tou" IS 'Other demand charges [currency]';
COMMENT ON COLUMN heatsched.comparison_row."coincident" IS 'Charges on the system''s peaks [currency]';
COMMENT ON COLUMN heatsched.comparison_row."reactive" IS 'Charges on reactive power [currency]';
COMMENT ON COLUMN heatsched.comparison_row."fixed" IS 'Fixed charges [currency]';
COMMENT ON COLUMN heatsched.comparison_row."rider" IS 'Riders [currency]';
COMMENT ON COLUMN heatsched.comparison_row."minimum" IS 'Up to minimum charges [currency]';
COMMENT ON COLUMN heatsched.comparison_row."tax" IS 'Taxes [currency]';
COMMENT ON COLUMN heatsched.comparison_row."note" IS 'Warnings of the bill, or why there is none';

CREATE TYPE heatsched.cost_forecast_row AS (
    "site_id" text,    "day" date,    "basis" text,    "schedules" bigint,    "cost" numeric(18,2),    "baseline_cost" numeric(18,2),    "savings" numeric(18,2),    "constraints_violated" bigint,    "peak_kw" numeric(18,6),    "utilization_percent" numeric(9,4),    "currency" text,    "note" text
);

COMMENT ON TYPE heatsched.cost_forecast_row IS 'What a site''s coming days cost and save';
COMMENT ON COLUMN heatsched.cost_forecast_row."site_id" IS 'Plant, as in sites';
COMMENT ON COLUMN heatsched.cost_forecast_row."day" IS 'Local day';
COMMENT ON COLUMN heatsched.cost_forecast_row."basis" IS 'plan (current runs), baseline (first in, first out: not planned yet), plan and baseline, or none';
COMMENT ON COLUMN heatsched.cost_forecast_row."schedules" IS 'Schedules that start on the day';
COMMENT ON COLUMN heatsched.cost_forecast_row."cost" IS 'Of these schedules; null where nothing is known [currency]';
COMMENT ON COLUMN heatsched.cost_forecast_row."baseline_cost" IS 'Of the same by first in, first out [currency]';
COMMENT ON COLUMN heatsched.cost_forecast_row."savings" IS 'baseline_cost - cost [currency]';
COMMENT ON COLUMN heatsched.cost_forecast_row."constraints_violated" IS 'Violations of these schedules';
COMMENT ON COLUMN heatsched.cost_forecast_row."peak_kw" IS 'Highest metered mean power of an interval of any one schedule [kW]';
COMMENT ON COLUMN heatsched.cost_forecast_row."utilization_percent" IS 'Heat given off by what the site''s capacity gives in the day [%]';
COMMENT ON COLUMN heatsched.cost_forecast_row."currency" IS 'ISO 4217';
COMMENT ON COLUMN heatsched.cost_forecast_row."note" IS 'What the figures leave out or estimate';

CREATE TYPE heatsched.causes_row AS (
    "month" text,    "charge" text,    "at" timestamptz,    "window_minutes" bigint,    "equipment_id" text,    "equipment_kw" numeric(18,6),    "run_id" text,    "peak_kw" numeric(18,6),    "billed_kw" numeric(18,6),    "set_by" text,    "set_by_month" text,    "rate_kw" numeric(18,8),    "amount" numeric(18,2),    "saved_by_one_kw" numeric(18,4)
);

COMMENT ON TYPE heatsched.causes_row IS 'What set each peak of a bill';
COMMENT ON COLUMN heatsched.causes_row."month" IS 'Billing month, 2026-01';
COMMENT ON COLUMN heatsched.causes_row."charge" IS 'Tariff category, or name of the demand charge';
COMMENT ON COLUMN heatsched.causes_row."at" IS 'Start of the metering window that set the peak';
COMMENT ON COLUMN heatsched.causes_row."window_minutes" IS 'Its length [minutes]';
COMMENT ON COLUMN heatsched.causes_row."equipment_id" IS 'Equipment that drew power then; site load: what is not scheduled';
COMMENT ON COLUMN heatsched.causes_row."equipment_kw" IS 'What it drew [kW]';
COMMENT ON COLUMN heatsched.causes_row."run_id" IS 'Run whose plan says so; null where there is none';
COMMENT ON COLUMN heatsched.causes_row."peak_kw" IS 'Mean power over the window [kW]';
COMMENT ON COLUMN heatsched.causes_row."billed_kw" IS 'What is billed [kW]';
COMMENT ON COLUMN heatsched.causes_row."set_by" IS 'peak, month to date, mean of peaks, ratchet, minimum or contract';
COMMENT ON COLUMN heatsched.causes_row."set_by_month" IS 'Of a ratchet: the month whose peak it holds to';
COMMENT ON COLUMN heatsched.causes_row."rate_kw" IS 'Of the first tier [currency/kW]';
COMMENT ON COLUMN heatsched.causes_row."amount" IS 'The demand charge of the month [currency]';
COMMENT ON COLUMN heatsched.causes_row."saved_by_one_kw" IS 'What demand had cost less with a peak one kW lower [currency]';

CREATE TYPE heatsched.explain_schedule_row AS (
    "run_id" text,    "job_id" text,    "equipment_id" text,    "scheduled_start" timestamptz,    "cost_here" numeric(18,4),    "next_equipment_id" text,    "next_start" timestamptz,    "cost_increase" numeric(18,4),    "binding" text,    "binding_subject" text,    "binding_amount" numeric(18,6),    "binding_unit" text,    "binding_equipment_id" text,    "binding_start" timestamptz,    "energy_saving" numeric(18,4),    "message" text
);

COMMENT ON TYPE heatsched.explain_schedule_row IS 'Why each job of a run is where it is';
COMMENT ON COLUMN heatsched.explain_schedule_row."run_id" IS 'Run, as in optimization_runs';
COMMENT ON COLUMN heatsched.explain_schedule_row."job_id" IS 'Job';
COMMENT ON COLUMN heatsched.explain_schedule_row."equipment_id" IS 'Where it runs; null: not scheduled';
COMMENT ON COLUMN heatsched.explain_schedule_row."scheduled_start" IS 'From when';
COMMENT ON COLUMN heatsched.explain_schedule_row."cost_here" IS 'What the objective would fall by if the job were not done [currency]';
COMMENT ON COLUMN heatsched.explain_schedule_row."next_equipment_id" IS 'Next best place; null: the job has no other';
COMMENT ON COLUMN heatsched.explain_schedule_row."next_start" IS 'From when there';
COMMENT ON COLUMN heatsched.explain_schedule_row."cost_increase" IS 'What the objective would rise by there [currency]';
COMMENT ON COLUMN heatsched.explain_schedule_row."binding" IS 'What keeps it from the place that looks cheapest by its own energy: earliest_start, deadline, fixed, allowed_equipment, setpoint, capacity, max_concurrent_jobs, availability, crew, predecessor, on_periods, demand_limit, peak, running_cost; price: none looks cheaper; not_cheapest: nothing does';
COMMENT ON COLUMN heatsched.explain_schedule_row."binding_subject" IS 'Job, equipment or demand charge that stands in the way';
COMMENT ON COLUMN heatsched.explain_schedule_row."binding_amount" IS 'By how much [binding_unit]';
COMMENT ON COLUMN heatsched.explain_schedule_row."binding_unit" IS 'min, kW, degC, people, job; null: money';
COMMENT ON COLUMN heatsched.explain_schedule_row."binding_equipment_id" IS 'The place that looks cheapest';
COMMENT ON COLUMN heatsched.explain_schedule_row."binding_start" IS 'From when there';
COMMENT ON COLUMN heatsched.explain_schedule_row."energy_saving" IS 'What the job''s energy would cost less there [currency]';
COMMENT ON COLUMN heatsched.explain_schedule_row."message" IS 'The same in words';

CREATE TYPE heatsched.exported_row AS (
    "tariff_id" text,    "document" text
);

COMMENT ON TYPE heatsched.exported_row IS 'A tariff as a document';
COMMENT ON COLUMN heatsched.exported_row."tariff_id" IS 'Tariff, as in tariffs';
COMMENT ON COLUMN heatsched.exported_row."document" IS 'JSON, as import_tariff reads it';

CREATE TYPE heatsched.findings_row AS (
    "code" text,    "severity" text,    "subject" text,    "message" text,    "fix" text
);

COMMENT ON TYPE heatsched.findings_row IS 'What is wrong, where, and what to do';
COMMENT ON COLUMN heatsched.findings_row."code" IS 'Stable code, HSnnnn';
COMMENT ON COLUMN heatsched.findings_row."severity" IS 'error or warning';
COMMENT ON COLUMN heatsched.findings_row."subject" IS 'Row, column, job, equipment or time concerned';
COMMENT ON COLUMN heatsched.findings_row."message" IS 'Cause';
COMMENT ON COLUMN heatsched.findings_row."fix" IS 'What to do';

CREATE TYPE heatsched.imported_row AS (
    "tariff_id" text,    "tariff_name" text,    "status" text,    "currency" text,    "time_zone" text,    "periods" bigint,    "demand_charges" bigint,    "warnings" text
);

COMMENT ON TYPE heatsched.imported_row IS 'The tariffs that were stored';
COMMENT ON COLUMN heatsched.imported_row."tariff_id" IS 'Tariff, as in tariffs';
COMMENT ON COLUMN heatsched.imported_row."tariff_name" IS 'Name for people';
COMMENT ON COLUMN heatsched.imported_row."status" IS 'added, changed or unchanged';
COMMENT ON COLUMN heatsched.imported_row."currency" IS 'ISO 4217';
COMMENT ON COLUMN heatsched.imported_row."time_zone" IS 'IANA zone of its wall-clock rules';
COMMENT ON COLUMN heatsched.imported_row."periods" IS 'Rows in tariff_periods';
COMMENT ON COLUMN heatsched.imported_row."demand_charges" IS 'Demand charges with hours of their own, or at any time';
COMMENT ON COLUMN heatsched.imported_row."warnings" IS 'What no bill depends on, and was kept or left out';

CREATE TYPE heatsched.maintained_row AS (
    "site_id" text,    "equipment_id" text,    "unavailable_start" timestamptz,    "unavailable_end" timestamptz,    "reason" text,    "status" text,    "affected_schedules" text
);

COMMENT ON TYPE heatsched.maintained_row IS 'The stretches of maintenance that were stored';
COMMENT ON COLUMN heatsched.maintained_row."site_id" IS 'Plant, as in sites';
COMMENT ON COLUMN heatsched.maintained_row."equipment_id" IS 'Equipment, as in heating_equipment';
COMMENT ON COLUMN heatsched.maintained_row."unavailable_start" IS 'From this instant';
COMMENT ON COLUMN heatsched.maintained_row."unavailable_end" IS 'To this instant, excluded';
COMMENT ON COLUMN heatsched.maintained_row."reason" IS 'maintenance, repair, offline';
COMMENT ON COLUMN heatsched.maintained_row."status" IS 'added, changed or unchanged';
COMMENT ON COLUMN heatsched.maintained_row."affected_schedules" IS 'Schedules whose current plan has the equipment on then';

CREATE TYPE heatsched.peak_prices_row AS (
    "run_id" text,    "charge" text,    "month" text,    "at" timestamptz,    "peak_kw" numeric(18,6),    "saved_by_one_kw" numeric(18,4),    "added_by_one_kw" numeric(18,4)
);

COMMENT ON TYPE heatsched.peak_prices_row IS 'What a kW of each peak of a run costs';
COMMENT ON COLUMN heatsched.peak_prices_row."run_id" IS 'Run, as in optimization_runs';
COMMENT ON COLUMN heatsched.peak_prices_row."charge" IS 'Tariff category, or name of the demand charge, coincident charge or rider';
COMMENT ON COLUMN heatsched.peak_prices_row."month" IS 'Billing month, 2026-01';
COMMENT ON COLUMN heatsched.peak_prices_row."at" IS 'Start of the metering window that set the peak';
COMMENT ON COLUMN heatsched.peak_prices_row."peak_kw" IS 'Mean power over the window [kW]';
COMMENT ON COLUMN heatsched.peak_prices_row."saved_by_one_kw" IS 'What the objective would fall by with a peak one kW lower [currency]';
COMMENT ON COLUMN heatsched.peak_prices_row."added_by_one_kw" IS 'What it would rise by with a peak one kW higher [currency]';

CREATE TYPE heatsched.planned_row AS (
    "tenant_id" text,    "site_id" text,    "run_id" text,    "schedule_kind" text,    "schedule_date" date,    "assignment_id" text,    "job_id" text,    "equipment_id" text,    "scheduled_start" timestamptz,    "scheduled_end" timestamptz,    "power_kw" numeric(18,6),    "input_energy_kwh" numeric(18,6),    "energy_cost" numeric(18,4),    "tariff_period" text,    "demand_contribution_kw" numeric(18,6),    "schedule_id" text,    "status" text,    "total_cost" numeric(18,2),    "baseline_cost" numeric(18,2),    "constraints_violated" bigint
);

COMMENT ON TYPE heatsched.planned_row IS 'Which job runs where and when, and what the whole plan costs';
COMMENT ON COLUMN heatsched.planned_row."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.planned_row."site_id" IS 'Plant, as in sites';
COMMENT ON COLUMN heatsched.planned_row."run_id" IS 'Run, as in optimization_runs';
COMMENT ON COLUMN heatsched.planned_row."schedule_kind" IS 'baseline or optimized';
COMMENT ON COLUMN heatsched.planned_row."schedule_date" IS 'As in schedules';
COMMENT ON COLUMN heatsched.planned_row."assignment_id" IS 'Assignment';
COMMENT ON COLUMN heatsched.planned_row."job_id" IS 'Job';
COMMENT ON COLUMN heatsched.planned_row."equipment_id" IS 'Equipment, as in heating_equipment';
COMMENT ON COLUMN heatsched.planned_row."scheduled_start" IS 'Start';
COMMENT ON COLUMN heatsched.planned_row."scheduled_end" IS 'End';
COMMENT ON COLUMN heatsched.planned_row."power_kw" IS 'Thermal power of the job [kW]';
COMMENT ON COLUMN heatsched.planned_row."input_energy_kwh" IS 'Input energy of the job alone [kWh]';
COMMENT ON COLUMN heatsched.planned_row."energy_cost" IS 'That input at the rates of its time [currency]';
COMMENT ON COLUMN heatsched.planned_row."tariff_period" IS 'Category with most of its energy';
COMMENT ON COLUMN heatsched.planned_row."demand_contribution_kw" IS 'Its share of metered demand while it runs [kW]';
COMMENT ON COLUMN heatsched.planned_row."schedule_id" IS 'Schedule, as in schedules';
COMMENT ON COLUMN heatsched.planned_row."status" IS 'Of the whole plan: optimal, feasible, elastic or no_solution';
COMMENT ON COLUMN heatsched.planned_row."total_cost" IS 'All bill lines of the whole plan [currency]';
COMMENT ON COLUMN heatsched.planned_row."baseline_cost" IS 'All bill lines of the FIFO schedule [currency]';
COMMENT ON COLUMN heatsched.planned_row."constraints_violated" IS 'Violations of the whole plan';

CREATE TYPE heatsched.provenance_row AS (
    "link_no" bigint,    "run_id" text,    "link" text,    "subject" text,    "source_system" text,    "hash" text,    "row_count" bigint,    "covers" text
);

COMMENT ON TYPE heatsched.provenance_row IS 'What a run was made from, hash by hash';
COMMENT ON COLUMN heatsched.provenance_row."link_no" IS 'Number within the chain';
COMMENT ON COLUMN heatsched.provenance_row."run_id" IS 'Run, as in optimization_runs';
COMMENT ON COLUMN heatsched.provenance_row."link" IS 'input (a set of rows that came together), problem or result';
COMMENT ON COLUMN heatsched.provenance_row."subject" IS 'Table of the input set, schedule of the problem, run of the result';
COMMENT ON COLUMN heatsched.provenance_row."source_system" IS 'Where the input set came from; else the engine and its version';
COMMENT ON COLUMN heatsched.provenance_row."hash" IS 'SHA-256';
COMMENT ON COLUMN heatsched.provenance_row."row_count" IS 'Rows of the input set that the plan''s tables hold now';
COMMENT ON COLUMN heatsched.provenance_row."covers" IS 'What the hash is taken over';

CREATE TYPE heatsched.reconciled_row AS (
    "line_no" bigint,    "month" text,    "charge" text,    "category" text,    "status" text,    "unit" text,    "invoiced_quantity" numeric(18,6),    "our_quantity" numeric(18,6),    "invoiced_rate" numeric(18,8),    "our_rate" numeric(18,8),    "invoiced_amount" numeric(18,2),    "our_amount" numeric(18,2),    "difference" numeric(18,2),    "volume" numeric(18,2),    "price" numeric(18,2),    "peak" numeric(18,2),    "charges" numeric(18,2),    "other" numeric(18,2)
);

COMMENT ON TYPE heatsched.reconciled_row IS 'An invoice against our bill';
COMMENT ON COLUMN heatsched.reconciled_row."line_no" IS 'Number within the result';
COMMENT ON COLUMN heatsched.reconciled_row."month" IS 'Billing month, 2026-01';
COMMENT ON COLUMN heatsched.reconciled_row."charge" IS 'energy, demand, ...; in the utility''s words where ours has no such line';
COMMENT ON COLUMN heatsched.reconciled_row."category" IS 'Tariff category, or name of the charge';
COMMENT ON COLUMN heatsched.reconciled_row."status" IS 'agrees, differs, missing (not on the invoice) or extra (not on our bill)';
COMMENT ON COLUMN heatsched.reconciled_row."unit" IS 'kWh, kW, kvar, day, month or year; percent of money';
COMMENT ON COLUMN heatsched.reconciled_row."invoiced_quantity" IS 'On the invoice';
COMMENT ON COLUMN heatsched.reconciled_row."our_quantity" IS 'On our bill';
COMMENT ON COLUMN heatsched.reconciled_row."invoiced_rate" IS 'On the invoice [currency/unit]';
COMMENT ON COLUMN heatsched.reconciled_row."our_rate" IS 'On our bill; the mean of several tiers [currency/unit]';
COMMENT ON COLUMN heatsched.reconciled_row."invoiced_amount" IS 'On the invoice [currency]';
COMMENT ON COLUMN heatsched.reconciled_row."our_amount" IS 'On our bill [currency]';
COMMENT ON COLUMN heatsched.reconciled_row."difference" IS 'Invoiced less ours; the sum of the parts [currency]';
COMMENT ON COLUMN heatsched.reconciled_row."volume" IS 'Part: difference of the energy, times our rate [currency]';
COMMENT ON COLUMN heatsched.reconciled_row."price" IS 'Part: difference of the rate, times the invoiced quantity [currency]';
COMMENT ON COLUMN heatsched.reconciled_row."peak" IS 'Part: difference of the kW, times our rate [currency]';
COMMENT ON COLUMN heatsched.reconciled_row."charges" IS 'Part: a charge that is on one of the two only [currency]';
COMMENT ON COLUMN heatsched.reconciled_row."other" IS 'Part: what quantity and rate do not tell, such as rounding [currency]';

CREATE TYPE heatsched.registered_row AS (
    "site_id" text,    "equipment_id" text,    "equipment_name" text,    "status" text
);

COMMENT ON TYPE heatsched.registered_row IS 'The equipment that was stored';
COMMENT ON COLUMN heatsched.registered_row."site_id" IS 'Plant, as in sites';
COMMENT ON COLUMN heatsched.registered_row."equipment_id" IS 'Equipment, as in heating_equipment';
COMMENT ON COLUMN heatsched.registered_row."equipment_name" IS 'Name for people';
COMMENT ON COLUMN heatsched.registered_row."status" IS 'added, changed or unchanged';

CREATE TYPE heatsched.schedule_cost_row AS (
    "run_id" text,    "charge" text,    "cost" numeric(18,2),    "baseline_cost" numeric(18,2),    "savings" numeric(18,2),    "savings_percent" numeric(9,4),    "currency" text
);

COMMENT ON TYPE heatsched.schedule_cost_row IS 'What a run costs by kind of charge, with and without the optimiser';
COMMENT ON COLUMN heatsched.schedule_cost_row."run_id" IS 'Run, as in optimization_runs';
COMMENT ON COLUMN heatsched.schedule_cost_row."charge" IS 'energy, demand, coincident, reactive, fuel, fixed, rider, minimum, tax, or total';
COMMENT ON COLUMN heatsched.schedule_cost_row."cost" IS 'Of the optimized schedule [currency]';
COMMENT ON COLUMN heatsched.schedule_cost_row."baseline_cost" IS 'Of the FIFO schedule [currency]';
COMMENT ON COLUMN heatsched.schedule_cost_row."savings" IS 'baseline_cost - cost [currency]';
COMMENT ON COLUMN heatsched.schedule_cost_row."savings_percent" IS 'Savings by baseline_cost; null where that is 0 [%]';
COMMENT ON COLUMN heatsched.schedule_cost_row."currency" IS 'ISO 4217';

CREATE TYPE heatsched.tariff_rates_row AS (
    "start" timestamptz,    "end" timestamptz,    "energy_rate_kwh" numeric(18,8),    "demand_rate_kw" numeric(18,8),    "period_category" text,    "day_type" text
);

COMMENT ON TYPE heatsched.tariff_rates_row IS 'Stretches of time with one rate';
COMMENT ON COLUMN heatsched.tariff_rates_row."start" IS 'From this instant';
COMMENT ON COLUMN heatsched.tariff_rates_row."end" IS 'To this instant, excluded';
COMMENT ON COLUMN heatsched.tariff_rates_row."energy_rate_kwh" IS 'Energy rate [currency/kWh]';
COMMENT ON COLUMN heatsched.tariff_rates_row."demand_rate_kw" IS 'Demand rate of the category [currency/kW]';
COMMENT ON COLUMN heatsched.tariff_rates_row."period_category" IS 'Category';
COMMENT ON COLUMN heatsched.tariff_rates_row."day_type" IS 'Day type of the period that applies';

CREATE TYPE heatsched.verify_provenance_row AS (
    "run_id" text,    "link" text,    "valid" boolean,    "code" text,    "subject" text,    "message" text,    "fix" text
);

COMMENT ON TYPE heatsched.verify_provenance_row IS 'Which links of a run''s chain of hashes hold';
COMMENT ON COLUMN heatsched.verify_provenance_row."run_id" IS 'Run, as in optimization_runs';
COMMENT ON COLUMN heatsched.verify_provenance_row."link" IS 'Table of the run';
COMMENT ON COLUMN heatsched.verify_provenance_row."valid" IS 'Whether its rows are what the run wrote';
COMMENT ON COLUMN heatsched.verify_provenance_row."code" IS 'Stable code, where it is broken';
COMMENT ON COLUMN heatsched.verify_provenance_row."subject" IS 'Row and column that break it';
COMMENT ON COLUMN heatsched.verify_provenance_row."message" IS 'What is stored, and what is right';
COMMENT ON COLUMN heatsched.verify_provenance_row."fix" IS 'What to do';

CREATE TABLE heatsched.sites (
    "tenant_id" text COLLATE "C" NOT NULL,
    "site_id" text COLLATE "C" NOT NULL,
    "site_name" text NOT NULL,
    "time_zone" text NOT NULL,
    "currency" text NOT NULL,
    "demand_limit_kw" numeric(18,6),
    "tariff_id" text COLLATE "C",
    "source_system" text NOT NULL,
    "source_reference" text NOT NULL,
    "provenance_hash" text NOT NULL,
    PRIMARY KEY ("tenant_id", "site_id")
);
COMMENT ON TABLE heatsched.sites IS 'Plants: where wall-clock rules apply and which tariff is in force';
COMMENT ON COLUMN heatsched.sites."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.sites."site_id" IS 'Plant';
COMMENT ON COLUMN heatsched.sites."site_name" IS 'Name for people';
COMMENT ON COLUMN heatsched.sites."time_zone" IS 'IANA zone of tariff, holiday, shift and per-day rules';
COMMENT ON COLUMN heatsched.sites."currency" IS 'ISO 4217';
COMMENT ON COLUMN heatsched.sites."demand_limit_kw" IS 'Limit on metered demand in any metering window [kW]';
COMMENT ON COLUMN heatsched.sites."tariff_id" IS 'Electricity tariff; null: the one tariff in effect';
COMMENT ON COLUMN heatsched.sites."source_system" IS 'System or kind of file the row came from';
COMMENT ON COLUMN heatsched.sites."source_reference" IS 'File and row, or the system''s own key';
COMMENT ON COLUMN heatsched.sites."provenance_hash" IS 'SHA-256 of the input set the row came with';
SELECT pg_catalog.pg_extension_config_dump('heatsched.sites', '');
ALTER TABLE heatsched.sites ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.sites FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.sites USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.sites REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('site_id');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.sites REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('site_id');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.sites REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('site_id');

CREATE TABLE heatsched.schedules (
    "tenant_id" text COLLATE "C" NOT NULL,
    "site_id" text COLLATE "C" NOT NULL,
    "schedule_id" text COLLATE "C" NOT NULL,
    "schedule_date" date NOT NULL,
    "horizon_start" timestamptz,
    "horizon_end" timestamptz,
    "interval_minutes" bigint NOT NULL,
    "demand_allocation" text NOT NULL,
    "month_to_date_peaks" text,
    "options" text,
    "status" text NOT NULL,
    "source_system" text NOT NULL,
    "source_reference" text NOT NULL,
    "provenance_hash" text NOT NULL,
    PRIMARY KEY ("tenant_id", "schedule_id"),
    CONSTRAINT date_is_of_this_era CHECK (schedule_date BETWEEN '1970-01-01' AND '2199-12-31'),
    CONSTRAINT interval_divides_60 CHECK (interval_minutes BETWEEN 1 AND 60 AND 60 % interval_minutes = 0),
    CONSTRAINT allocation_is_known CHECK (demand_allocation IN ('marginal', 'prorated')),
    CONSTRAINT status_is_known CHECK (status IN ('draft', 'optimized', 'published')),
    FOREIGN KEY ("tenant_id", "site_id") REFERENCES heatsched.sites ("tenant_id", "site_id")
);
COMMENT ON TABLE heatsched.schedules IS 'Planning tasks: the jobs of one site over one horizon';
COMMENT ON COLUMN heatsched.schedules."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.schedules."site_id" IS 'Plant, as in sites';
COMMENT ON COLUMN heatsched.schedules."schedule_id" IS 'Schedule';
COMMENT ON COLUMN heatsched.schedules."schedule_date" IS 'Local date of the horizon''s start';
COMMENT ON COLUMN heatsched.schedules."horizon_start" IS 'Null: from the earliest job';
COMMENT ON COLUMN heatsched.schedules."horizon_end" IS 'Null: to the latest deadline';
COMMENT ON COLUMN heatsched.schedules."interval_minutes" IS 'Length of an interval; divides 60 [minutes]';
COMMENT ON COLUMN heatsched.schedules."demand_allocation" IS 'marginal or prorated: how the horizon pays a month''s demand charges';
COMMENT ON COLUMN heatsched.schedules."month_to_date_peaks" IS 'Peaks in kW already set this month, by demand charge, as JSON';
COMMENT ON COLUMN heatsched.schedules."options" IS 'Solver options as JSON';
COMMENT ON COLUMN heatsched.schedules."status" IS 'draft, optimized or published';
COMMENT ON COLUMN heatsched.schedules."source_system" IS 'System or kind of file the row came from';
COMMENT ON COLUMN heatsched.schedules."source_reference" IS 'File and row, or the system''s own key';
COMMENT ON COLUMN heatsched.schedules."provenance_hash" IS 'SHA-256 of the input set the row came with';
CREATE INDEX schedules_schedule_date ON heatsched.schedules (tenant_id, "schedule_date");
CREATE INDEX schedules_site_id ON heatsched.schedules (tenant_id, site_id, schedule_date);
SELECT pg_catalog.pg_extension_config_dump('heatsched.schedules', '');
ALTER TABLE heatsched.schedules ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.schedules FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.schedules USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.schedules REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('schedule_id');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.schedules REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('schedule_id');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.schedules REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('schedule_id');

CREATE TABLE heatsched.production_jobs (
    "tenant_id" text COLLATE "C" NOT NULL,
    "site_id" text COLLATE "C" NOT NULL,
    "schedule_id" text COLLATE "C" NOT NULL,
    "schedule_date" date NOT NULL,
    "job_id" text COLLATE "C" NOT NULL,
    "product_id" text,
    "product_name" text,
    "quantity" numeric(18,6),
    "unit" text,
    "heating_requirement_kwh" numeric(18,6) NOT NULL,
    "temperature_setpoint_c" numeric(9,4),
    "duration_minutes" bigint NOT NULL,
    "earliest_start" timestamptz NOT NULL,
    "latest_end" timestamptz NOT NULL,
    "priority" bigint NOT NULL,
    "must_run_windows" text,
    "allowed_equipment" text,
    "crew_size" bigint NOT NULL,
    "predecessor_job_id" text,
    "fixed_equipment_id" text,
    "fixed_start" timestamptz,
    "source_system" text NOT NULL,
    "source_reference" text NOT NULL,
    "provenance_hash" text NOT NULL,
    PRIMARY KEY ("tenant_id", "schedule_id", "job_id"),
    FOREIGN KEY ("tenant_id", "schedule_id") REFERENCES heatsched.schedules ("tenant_id", "schedule_id") ON DELETE CASCADE
);
COMMENT ON TABLE heatsched.production_jobs IS 'Orders of heat: each runs once, without interruption, on one piece of equipment';
COMMENT ON COLUMN heatsched.production_jobs."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.production_jobs."site_id" IS 'Plant, as in sites';
COMMENT ON COLUMN heatsched.production_jobs."schedule_id" IS 'Schedule, as in schedules';
COMMENT ON COLUMN heatsched.production_jobs."schedule_date" IS 'As in schedules';
COMMENT ON COLUMN heatsched.production_jobs."job_id" IS 'Job';
COMMENT ON COLUMN heatsched.production_jobs."product_id" IS 'Product';
COMMENT ON COLUMN heatsched.production_jobs."product_name" IS 'Product, for people';
COMMENT ON COLUMN heatsched.production_jobs."quantity" IS 'Amount made, in unit';
COMMENT ON COLUMN heatsched.production_jobs."unit" IS 'kg, pieces, liters';
COMMENT ON COLUMN heatsched.production_jobs."heating_requirement_kwh" IS 'Useful heat [kWh]';
COMMENT ON COLUMN heatsched.production_jobs."temperature_setpoint_c" IS 'Temperature the equipment must reach [degC]';
COMMENT ON COLUMN heatsched.production_jobs."duration_minutes" IS 'Time it runs [minutes]';
COMMENT ON COLUMN heatsched.production_jobs."earliest_start" IS 'Not before';
COMMENT ON COLUMN heatsched.production_jobs."latest_end" IS 'Deadline';
COMMENT ON COLUMN heatsched.production_jobs."priority" IS '1 (most important) to 5';
COMMENT ON COLUMN heatsched.production_jobs."must_run_windows" IS 'Further windows it must lie in, as start/end pairs separated by commas';
COMMENT ON COLUMN heatsched.production_jobs."allowed_equipment" IS 'Equipment ids separated by commas; null: any';
COMMENT ON COLUMN heatsched.production_jobs."crew_size" IS 'Operators it needs while it runs';
COMMENT ON COLUMN heatsched.production_jobs."predecessor_job_id" IS 'Job that must end before this one starts';
COMMENT ON COLUMN heatsched.production_jobs."fixed_equipment_id" IS 'Equipment it stays on';
COMMENT ON COLUMN heatsched.production_jobs."fixed_start" IS 'Start it keeps';
COMMENT ON COLUMN heatsched.production_jobs."source_system" IS 'System or kind of file the row came from';
COMMENT ON COLUMN heatsched.production_jobs."source_reference" IS 'File and row, or the system''s own key';
COMMENT ON COLUMN heatsched.production_jobs."provenance_hash" IS 'SHA-256 of the input set the row came with';
CREATE INDEX production_jobs_schedule_date ON heatsched.production_jobs (tenant_id, "schedule_date");
SELECT pg_catalog.pg_extension_config_dump('heatsched.production_jobs', '');
ALTER TABLE heatsched.production_jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.production_jobs FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.production_jobs USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.production_jobs REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('schedule_id', 'job_id');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.production_jobs REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('schedule_id', 'job_id');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.production_jobs REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('schedule_id', 'job_id');

CREATE TABLE heatsched.heating_equipment (
    "tenant_id" text COLLATE "C" NOT NULL,
    "site_id" text COLLATE "C" NOT NULL,
    "equipment_id" text COLLATE "C" NOT NULL,
    "equipment_name" text NOT NULL,
    "equipment_type" text NOT NULL,
    "capacity_kw" numeric(18,6) NOT NULL,
    "min_load_kw" numeric(18,6) NOT NULL,
    "efficiency_percent" numeric(9,4),
    "cop" numeric(9,4),
    "fuel_type" text NOT NULL,
    "fuel_rate_per_kwh" numeric(18,8),
    "min_run_time_minutes" bigint NOT NULL,
    "max_starts_per_day" bigint,
    "startup_energy_kwh" numeric(18,6) NOT NULL,
    "startup_minutes" bigint NOT NULL,
    "shutdown_energy_kwh" numeric(18,6) NOT NULL,
    "shutdown_minutes" bigint NOT NULL,
    "max_concurrent_jobs" bigint,
    "min_temperature_c" numeric(9,4),
    "max_temperature_c" numeric(9,4),
    "initial_state" text NOT NULL,
    "source_system" text NOT NULL,
    "source_reference" text NOT NULL,
    "provenance_hash" text NOT NULL,
    PRIMARY KEY ("tenant_id", "site_id", "equipment_id"),
    CONSTRAINT initial_state_is_known CHECK (initial_state IN ('on', 'off')),
    FOREIGN KEY ("tenant_id", "site_id") REFERENCES heatsched.sites ("tenant_id", "site_id")
);
COMMENT ON TABLE heatsched.heating_equipment IS 'Furnaces, boilers and heat pumps';
COMMENT ON COLUMN heatsched.heating_equipment."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.heating_equipment."site_id" IS 'Plant, as in sites';
COMMENT ON COLUMN heatsched.heating_equipment."equipment_id" IS 'Equipment; its order is the registry order';
COMMENT ON COLUMN heatsched.heating_equipment."equipment_name" IS 'Name for people';
COMMENT ON COLUMN heatsched.heating_equipment."equipment_type" IS 'gas_boiler, electric, heat_pump';
COMMENT ON COLUMN heatsched.heating_equipment."capacity_kw" IS 'Largest thermal power [kW]';
COMMENT ON COLUMN heatsched.heating_equipment."min_load_kw" IS 'Least thermal power while on [kW]';
COMMENT ON COLUMN heatsched.heating_equipment."efficiency_percent" IS 'Heat per input energy; null where cop is given [%]';
COMMENT ON COLUMN heatsched.heating_equipment."cop" IS 'Coefficient of performance; null where efficiency_percent is given';
COMMENT ON COLUMN heatsched.heating_equipment."fuel_type" IS 'electricity (metered) or another fuel';
COMMENT ON COLUMN heatsched.heating_equipment."fuel_rate_per_kwh" IS 'Price of input of another fuel [currency/kWh]';
COMMENT ON COLUMN heatsched.heating_equipment."min_run_time_minutes" IS 'Least time on [minutes]';
COMMENT ON COLUMN heatsched.heating_equipment."max_starts_per_day" IS 'Most starts per local day';
COMMENT ON COLUMN heatsched.heating_equipment."startup_energy_kwh" IS 'Input energy of a start [kWh]';
COMMENT ON COLUMN heatsched.heating_equipment."startup_minutes" IS 'Time before on over which it is drawn [minutes]';
COMMENT ON COLUMN heatsched.heating_equipment."shutdown_energy_kwh" IS 'Input energy of a stop [kWh]';
COMMENT ON COLUMN heatsched.heating_equipment."shutdown_minutes" IS 'Time after off over which it is drawn [minutes]';
COMMENT ON COLUMN heatsched.heating_equipment."max_concurrent_jobs" IS 'Most jobs at once; null: capacity alone limits';
COMMENT ON COLUMN heatsched.heating_equipment."min_temperature_c" IS 'Lowest setpoint [degC]';
COMMENT ON COLUMN heatsched.heating_equipment."max_temperature_c" IS 'Highest setpoint [degC]';
COMMENT ON COLUMN heatsched.heating_equipment."initial_state" IS 'on or off when a horizon starts';
COMMENT ON COLUMN heatsched.heating_equipment."source_system" IS 'System or kind of file the row came from';
COMMENT ON COLUMN heatsched.heating_equipment."source_reference" IS 'File and row, or the system''s own key';
COMMENT ON COLUMN heatsched.heating_equipment."provenance_hash" IS 'SHA-256 of the input set the row came with';
SELECT pg_catalog.pg_extension_config_dump('heatsched.heating_equipment', '');
ALTER TABLE heatsched.heating_equipment ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.heating_equipment FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.heating_equipment USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.heating_equipment REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('site_id', 'equipment_id');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.heating_equipment REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('site_id', 'equipment_id');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.heating_equipment REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('site_id', 'equipment_id');

CREATE TABLE heatsched.equipment_availability (
    "tenant_id" text COLLATE "C" NOT NULL,
    "site_id" text COLLATE "C" NOT NULL,
    "equipment_id" text COLLATE "C" NOT NULL,
    "unavailable_start" timestamptz NOT NULL,
    "unavailable_end" timestamptz NOT NULL,
    "reason" text NOT NULL,
    "source_system" text NOT NULL,
    "source_reference" text NOT NULL,
    "provenance_hash" text NOT NULL,
    PRIMARY KEY ("tenant_id", "site_id", "equipment_id", "unavailable_start"),
    CONSTRAINT ends_after_it_starts CHECK (unavailable_start < unavailable_end),
    FOREIGN KEY ("tenant_id", "site_id", "equipment_id") REFERENCES heatsched.heating_equipment ("tenant_id", "site_id", "equipment_id") ON DELETE CASCADE
);
COMMENT ON TABLE heatsched.equipment_availability IS 'Stretches in which equipment is off';
COMMENT ON COLUMN heatsched.equipment_availability."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.equipment_availability."site_id" IS 'Plant, as in sites';
COMMENT ON COLUMN heatsched.equipment_availability."equipment_id" IS 'Equipment, as in heating_equipment';
COMMENT ON COLUMN heatsched.equipment_availability."unavailable_start" IS 'From this instant';
COMMENT ON COLUMN heatsched.equipment_availability."unavailable_end" IS 'To this instant, excluded';
COMMENT ON COLUMN heatsched.equipment_availability."reason" IS 'maintenance, repair, offline';
COMMENT ON COLUMN heatsched.equipment_availability."source_system" IS 'System or kind of file the row came from';
COMMENT ON COLUMN heatsched.equipment_availability."source_reference" IS 'File and row, or the system''s own key';
COMMENT ON COLUMN heatsched.equipment_availability."provenance_hash" IS 'SHA-256 of the input set the row came with';
SELECT pg_catalog.pg_extension_config_dump('heatsched.equipment_availability', '');
ALTER TABLE heatsched.equipment_availability ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.equipment_availability FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.equipment_availability USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.equipment_availability REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('site_id', 'equipment_id', 'unavailable_start');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.equipment_availability REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('site_id', 'equipment_id', 'unavailable_start');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.equipment_availability REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('site_id', 'equipment_id', 'unavailable_start');

CREATE TABLE heatsched.equipment_status (
    "tenant_id" text COLLATE "C" NOT NULL,
    "site_id" text COLLATE "C" NOT NULL,
    "equipment_id" text COLLATE "C" NOT NULL,
    "at" timestamptz NOT NULL,
    "state" text NOT NULL,
    "load_kw" numeric(18,6),
    "degradation_percent" numeric(9,4),
    "source_system" text NOT NULL,
    "source_reference" text NOT NULL,
    "provenance_hash" text NOT NULL,
    PRIMARY KEY ("tenant_id", "site_id", "equipment_id", "at"),
    FOREIGN KEY ("tenant_id", "site_id", "equipment_id") REFERENCES heatsched.heating_equipment ("tenant_id", "site_id", "equipment_id") ON DELETE CASCADE
);
COMMENT ON TABLE heatsched.equipment_status IS 'What the plant''s control system last said of its equipment';
COMMENT ON COLUMN heatsched.equipment_status."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.equipment_status."site_id" IS 'Plant, as in sites';
COMMENT ON COLUMN heatsched.equipment_status."equipment_id" IS 'Equipment, as in heating_equipment';
COMMENT ON COLUMN heatsched.equipment_status."at" IS 'When it was measured';
COMMENT ON COLUMN heatsched.equipment_status."state" IS 'online, offline, maintenance, unknown';
COMMENT ON COLUMN heatsched.equipment_status."load_kw" IS 'Present load [kW]';
COMMENT ON COLUMN heatsched.equipment_status."degradation_percent" IS 'Loss of efficiency [%]';
COMMENT ON COLUMN heatsched.equipment_status."source_system" IS 'System or kind of file the row came from';
COMMENT ON COLUMN heatsched.equipment_status."source_reference" IS 'File and row, or the system''s own key';
COMMENT ON COLUMN heatsched.equipment_status."provenance_hash" IS 'SHA-256 of the input set the row came with';
SELECT pg_catalog.pg_extension_config_dump('heatsched.equipment_status', '');
ALTER TABLE heatsched.equipment_status ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.equipment_status FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.equipment_status USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.equipment_status REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('site_id');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.equipment_status REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('site_id');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.equipment_status REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('site_id');

CREATE TABLE heatsched.tariffs (
    "tenant_id" text COLLATE "C" NOT NULL,
    "tariff_id" text COLLATE "C" NOT NULL,
    "tariff_name" text NOT NULL,
    "utility_provider" text NOT NULL,
    "rate_schedule_code" text NOT NULL,
    "currency" text NOT NULL,
    "time_zone" text NOT NULL,
    "effective_date" date,
    "expiry_date" date,
    "further_charges" text,
    "source_system" text NOT NULL,
    "source_reference" text NOT NULL,
    "provenance_hash" text NOT NULL,
    PRIMARY KEY ("tenant_id", "tariff_id")
);
COMMENT ON TABLE heatsched.tariffs IS 'What utilities charge';
COMMENT ON COLUMN heatsched.tariffs."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.tariffs."tariff_id" IS 'Tariff';
COMMENT ON COLUMN heatsched.tariffs."tariff_name" IS 'Name for people';
COMMENT ON COLUMN heatsched.tariffs."utility_provider" IS 'Utility';
COMMENT ON COLUMN heatsched.tariffs."rate_schedule_code" IS 'The utility''s own code';
COMMENT ON COLUMN heatsched.tariffs."currency" IS 'ISO 4217';
COMMENT ON COLUMN heatsched.tariffs."time_zone" IS 'IANA zone of its wall-clock rules';
COMMENT ON COLUMN heatsched.tariffs."effective_date" IS 'First day in effect';
COMMENT ON COLUMN heatsched.tariffs."expiry_date" IS 'First day no longer in effect';
COMMENT ON COLUMN heatsched.tariffs."further_charges" IS 'Coincident, critical peak, reactive, riders, minimum and taxes as JSON';
COMMENT ON COLUMN heatsched.tariffs."source_system" IS 'System or kind of file the row came from';
COMMENT ON COLUMN heatsched.tariffs."source_reference" IS 'File and row, or the system''s own key';
COMMENT ON COLUMN heatsched.tariffs."provenance_hash" IS 'SHA-256 of the input set the row came with';
SELECT pg_catalog.pg_extension_config_dump('heatsched.tariffs', '');
ALTER TABLE heatsched.tariffs ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.tariffs FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.tariffs USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.tariffs REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('tariff_id');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.tariffs REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('tariff_id');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.tariffs REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('tariff_id');
CREATE TRIGGER tariffs_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON heatsched.tariffs
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.tariffs_changed();

CREATE TABLE heatsched.tariff_periods (
    "tenant_id" text COLLATE "C" NOT NULL,
    "tariff_id" text COLLATE "C" NOT NULL,
    "period_no" bigint NOT NULL,
    "day_type" text NOT NULL,
    "months" text,
    "start_time" text NOT NULL,
    "end_time" text NOT NULL,
    "period_category" text NOT NULL,
    "energy_rate_kwh" numeric(18,8) NOT NULL,
    "demand_rate_kw" numeric(18,8),
    "energy_tiers" text,
    "demand_tiers" text,
    "source_system" text NOT NULL,
    "source_reference" text NOT NULL,
    "provenance_hash" text NOT NULL,
    PRIMARY KEY ("tenant_id", "tariff_id", "period_no"),
    FOREIGN KEY ("tenant_id", "tariff_id") REFERENCES heatsched.tariffs ("tenant_id", "tariff_id") ON DELETE CASCADE
);
COMMENT ON TABLE heatsched.tariff_periods IS 'Energy rates, and demand rates by category, for hours of days of months';
COMMENT ON COLUMN heatsched.tariff_periods."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.tariff_periods."tariff_id" IS 'Tariff, as in tariffs';
COMMENT ON COLUMN heatsched.tariff_periods."period_no" IS 'Number within the tariff';
COMMENT ON COLUMN heatsched.tariff_periods."day_type" IS 'weekday, weekend, holiday, all, or days such as mon,tue';
COMMENT ON COLUMN heatsched.tariff_periods."months" IS 'Months it applies in, as 1,2,12; null: all';
COMMENT ON COLUMN heatsched.tariff_periods."start_time" IS 'Local, HH:MM';
COMMENT ON COLUMN heatsched.tariff_periods."end_time" IS 'Local, HH:MM, 24:00 for the end of the day';
COMMENT ON COLUMN heatsched.tariff_periods."period_category" IS 'off-peak, mid-peak, on-peak, critical or the utility''s own word';
COMMENT ON COLUMN heatsched.tariff_periods."energy_rate_kwh" IS 'Energy rate [currency/kWh]';
COMMENT ON COLUMN heatsched.tariff_periods."demand_rate_kw" IS 'Demand rate of the category [currency/kW]';
COMMENT ON COLUMN heatsched.tariff_periods."energy_tiers" IS 'Steps of the energy rate, as JSON';
COMMENT ON COLUMN heatsched.tariff_periods."demand_tiers" IS 'Steps of the demand rate, as JSON';
COMMENT ON COLUMN heatsched.tariff_periods."source_system" IS 'System or kind of file the row came from';
COMMENT ON COLUMN heatsched.tariff_periods."source_reference" IS 'File and row, or the system''s own key';
COMMENT ON COLUMN heatsched.tariff_periods."provenance_hash" IS 'SHA-256 of the input set the row came with';
SELECT pg_catalog.pg_extension_config_dump('heatsched.tariff_periods', '');
ALTER TABLE heatsched.tariff_periods ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.tariff_periods FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.tariff_periods USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.tariff_periods REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('tariff_id', 'period_no');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.tariff_periods REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('tariff_id', 'period_no');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.tariff_periods REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('tariff_id', 'period_no');
CREATE TRIGGER tariffs_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON heatsched.tariff_periods
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.tariffs_changed();

CREATE TABLE heatsched.demand_charges (
    "tenant_id" text COLLATE "C" NOT NULL,
    "tariff_id" text COLLATE "C" NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "hours_no" bigint NOT NULL,
    "rate_kw" numeric(18,8) NOT NULL,
    "months" text,
    "day_type" text,
    "start_time" text,
    "end_time" text,
    "window_minutes" bigint NOT NULL,
    "hours_months" text,
    "terms" text,
    "source_system" text NOT NULL,
    "source_reference" text NOT NULL,
    "provenance_hash" text NOT NULL,
    PRIMARY KEY ("tenant_id", "tariff_id", "name", "hours_no"),
    FOREIGN KEY ("tenant_id", "tariff_id") REFERENCES heatsched.tariffs ("tenant_id", "tariff_id") ON DELETE CASCADE
);
COMMENT ON TABLE heatsched.demand_charges IS 'Charges on a month''s highest metering window, with hours of their own; one row per stretch of hours';
COMMENT ON COLUMN heatsched.demand_charges."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.demand_charges."tariff_id" IS 'Tariff, as in tariffs';
COMMENT ON COLUMN heatsched.demand_charges."name" IS 'Charge';
COMMENT ON COLUMN heatsched.demand_charges."hours_no" IS 'Number of the stretch of hours within the charge; 0 where it applies at any time';
COMMENT ON COLUMN heatsched.demand_charges."rate_kw" IS 'Rate [currency/kW]';
COMMENT ON COLUMN heatsched.demand_charges."months" IS 'Months it applies in, as 1,2,12; null: all';
COMMENT ON COLUMN heatsched.demand_charges."day_type" IS 'Days of these hours; null: any time';
COMMENT ON COLUMN heatsched.demand_charges."start_time" IS 'Local, HH:MM';
COMMENT ON COLUMN heatsched.demand_charges."end_time" IS 'Local, HH:MM';
COMMENT ON COLUMN heatsched.demand_charges."window_minutes" IS 'Metering window, aligned to the local clock [minutes]';
COMMENT ON COLUMN heatsched.demand_charges."hours_months" IS 'Months of these hours, as 1,2,12; null: all of the charge';
COMMENT ON COLUMN heatsched.demand_charges."terms" IS 'Tiers, per, basis, ratchet, minimum_kw, contract and past_peaks, as JSON';
COMMENT ON COLUMN heatsched.demand_charges."source_system" IS 'System or kind of file the row came from';
COMMENT ON COLUMN heatsched.demand_charges."source_reference" IS 'File and row, or the system''s own key';
COMMENT ON COLUMN heatsched.demand_charges."provenance_hash" IS 'SHA-256 of the input set the row came with';
SELECT pg_catalog.pg_extension_config_dump('heatsched.demand_charges', '');
ALTER TABLE heatsched.demand_charges ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.demand_charges FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.demand_charges USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.demand_charges REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('tariff_id', 'name', 'hours_no');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.demand_charges REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('tariff_id', 'name', 'hours_no');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.demand_charges REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('tariff_id', 'name', 'hours_no');
CREATE TRIGGER tariffs_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON heatsched.demand_charges
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.tariffs_changed();

CREATE TABLE heatsched.fixed_charges (
    "tenant_id" text COLLATE "C" NOT NULL,
    "tariff_id" text COLLATE "C" NOT NULL,
    "name" text COLLATE "C" NOT NULL,
    "amount" numeric(18,8) NOT NULL,
    "per" text NOT NULL,
    "source_system" text NOT NULL,
    "source_reference" text NOT NULL,
    "provenance_hash" text NOT NULL,
    PRIMARY KEY ("tenant_id", "tariff_id", "name"),
    FOREIGN KEY ("tenant_id", "tariff_id") REFERENCES heatsched.tariffs ("tenant_id", "tariff_id") ON DELETE CASCADE
);
COMMENT ON TABLE heatsched.fixed_charges IS 'Charges that do not depend on the load';
COMMENT ON COLUMN heatsched.fixed_charges."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.fixed_charges."tariff_id" IS 'Tariff, as in tariffs';
COMMENT ON COLUMN heatsched.fixed_charges."name" IS 'Charge';
COMMENT ON COLUMN heatsched.fixed_charges."amount" IS 'Amount [currency]';
COMMENT ON COLUMN heatsched.fixed_charges."per" IS 'day, month or year';
COMMENT ON COLUMN heatsched.fixed_charges."source_system" IS 'System or kind of file the row came from';
COMMENT ON COLUMN heatsched.fixed_charges."source_reference" IS 'File and row, or the system''s own key';
COMMENT ON COLUMN heatsched.fixed_charges."provenance_hash" IS 'SHA-256 of the input set the row came with';
SELECT pg_catalog.pg_extension_config_dump('heatsched.fixed_charges', '');
ALTER TABLE heatsched.fixed_charges ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.fixed_charges FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.fixed_charges USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.fixed_charges REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('tariff_id', 'name');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.fixed_charges REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('tariff_id', 'name');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.fixed_charges REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('tariff_id', 'name');
CREATE TRIGGER tariffs_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON heatsched.fixed_charges
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.tariffs_changed();

CREATE TABLE heatsched.holidays (
    "tenant_id" text COLLATE "C" NOT NULL,
    "tariff_id" text COLLATE "C" NOT NULL,
    "holiday" date NOT NULL,
    "holiday_name" text,
    "source_system" text NOT NULL,
    "source_reference" text NOT NULL,
    "provenance_hash" text NOT NULL,
    PRIMARY KEY ("tenant_id", "tariff_id", "holiday"),
    FOREIGN KEY ("tenant_id", "tariff_id") REFERENCES heatsched.tariffs ("tenant_id", "tariff_id") ON DELETE CASCADE
);
COMMENT ON TABLE heatsched.holidays IS 'Local dates that count as holidays under a tariff';
COMMENT ON COLUMN heatsched.holidays."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.holidays."tariff_id" IS 'Tariff, as in tariffs';
COMMENT ON COLUMN heatsched.holidays."holiday" IS 'Local date';
COMMENT ON COLUMN heatsched.holidays."holiday_name" IS 'Name for people';
COMMENT ON COLUMN heatsched.holidays."source_system" IS 'System or kind of file the row came from';
COMMENT ON COLUMN heatsched.holidays."source_reference" IS 'File and row, or the system''s own key';
COMMENT ON COLUMN heatsched.holidays."provenance_hash" IS 'SHA-256 of the input set the row came with';
SELECT pg_catalog.pg_extension_config_dump('heatsched.holidays', '');
ALTER TABLE heatsched.holidays ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.holidays FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.holidays USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.holidays REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('tariff_id', 'holiday');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.holidays REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('tariff_id', 'holiday');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.holidays REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('tariff_id', 'holiday');
CREATE TRIGGER tariffs_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON heatsched.holidays
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.tariffs_changed();

CREATE TABLE heatsched.energy_prices (
    "tenant_id" text COLLATE "C" NOT NULL,
    "tariff_id" text COLLATE "C" NOT NULL,
    "start" timestamptz NOT NULL,
    "end" timestamptz NOT NULL,
    "energy_rate_kwh" numeric(18,8) NOT NULL,
    "source_system" text NOT NULL,
    "source_reference" text NOT NULL,
    "provenance_hash" text NOT NULL,
    PRIMARY KEY ("tenant_id", "tariff_id", "start"),
    CONSTRAINT ends_after_it_starts CHECK ("start" < "end"),
    FOREIGN KEY ("tenant_id", "tariff_id") REFERENCES heatsched.tariffs ("tenant_id", "tariff_id") ON DELETE CASCADE
);
COMMENT ON TABLE heatsched.energy_prices IS 'Real-time prices; where they cover the time they replace the period''s energy rate';
COMMENT ON COLUMN heatsched.energy_prices."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.energy_prices."tariff_id" IS 'Tariff, as in tariffs';
COMMENT ON COLUMN heatsched.energy_prices."start" IS 'From this instant';
COMMENT ON COLUMN heatsched.energy_prices."end" IS 'To this instant, excluded';
COMMENT ON COLUMN heatsched.energy_prices."energy_rate_kwh" IS 'Energy rate; may be negative [currency/kWh]';
COMMENT ON COLUMN heatsched.energy_prices."source_system" IS 'System or kind of file the row came from';
COMMENT ON COLUMN heatsched.energy_prices."source_reference" IS 'File and row, or the system''s own key';
COMMENT ON COLUMN heatsched.energy_prices."provenance_hash" IS 'SHA-256 of the input set the row came with';
SELECT pg_catalog.pg_extension_config_dump('heatsched.energy_prices', '');
ALTER TABLE heatsched.energy_prices ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.energy_prices FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.energy_prices USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.energy_prices REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('tariff_id');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.energy_prices REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('tariff_id');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.energy_prices REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('tariff_id');
CREATE TRIGGER tariffs_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON heatsched.energy_prices
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.tariffs_changed();

CREATE TABLE heatsched.site_load (
    "tenant_id" text COLLATE "C" NOT NULL,
    "site_id" text COLLATE "C" NOT NULL,
    "start" timestamptz NOT NULL,
    "end" timestamptz NOT NULL,
    "kw" numeric(18,6) NOT NULL,
    "source_system" text NOT NULL,
    "source_reference" text NOT NULL,
    "provenance_hash" text NOT NULL,
    PRIMARY KEY ("tenant_id", "site_id", "start"),
    CONSTRAINT ends_after_it_starts CHECK ("start" < "end"),
    FOREIGN KEY ("tenant_id", "site_id") REFERENCES heatsched.sites ("tenant_id", "site_id") ON DELETE CASCADE
);
COMMENT ON TABLE heatsched.site_load IS 'Electric load of a site that is not scheduled here';
COMMENT ON COLUMN heatsched.site_load."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.site_load."site_id" IS 'Plant, as in sites';
COMMENT ON COLUMN heatsched.site_load."start" IS 'From this instant';
COMMENT ON COLUMN heatsched.site_load."end" IS 'To this instant, excluded';
COMMENT ON COLUMN heatsched.site_load."kw" IS 'Mean power [kW]';
COMMENT ON COLUMN heatsched.site_load."source_system" IS 'System or kind of file the row came from';
COMMENT ON COLUMN heatsched.site_load."source_reference" IS 'File and row, or the system''s own key';
COMMENT ON COLUMN heatsched.site_load."provenance_hash" IS 'SHA-256 of the input set the row came with';
SELECT pg_catalog.pg_extension_config_dump('heatsched.site_load', '');
ALTER TABLE heatsched.site_load ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.site_load FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.site_load USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.site_load REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('site_id');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.site_load REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('site_id');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.site_load REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('site_id');

CREATE TABLE heatsched.workforce_shifts (
    "tenant_id" text COLLATE "C" NOT NULL,
    "site_id" text COLLATE "C" NOT NULL,
    "shift_id" text COLLATE "C" NOT NULL,
    "start" timestamptz NOT NULL,
    "end" timestamptz NOT NULL,
    "crew" bigint NOT NULL,
    "source_system" text NOT NULL,
    "source_reference" text NOT NULL,
    "provenance_hash" text NOT NULL,
    PRIMARY KEY ("tenant_id", "site_id", "shift_id", "start"),
    CONSTRAINT ends_after_it_starts CHECK ("start" < "end"),
    FOREIGN KEY ("tenant_id", "site_id") REFERENCES heatsched.sites ("tenant_id", "site_id") ON DELETE CASCADE
);
COMMENT ON TABLE heatsched.workforce_shifts IS 'Operators on shift; overlapping shifts add up';
COMMENT ON COLUMN heatsched.workforce_shifts."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.workforce_shifts."site_id" IS 'Plant, as in sites';
COMMENT ON COLUMN heatsched.workforce_shifts."shift_id" IS 'Shift';
COMMENT ON COLUMN heatsched.workforce_shifts."start" IS 'From this instant';
COMMENT ON COLUMN heatsched.workforce_shifts."end" IS 'To this instant, excluded';
COMMENT ON COLUMN heatsched.workforce_shifts."crew" IS 'Operators';
COMMENT ON COLUMN heatsched.workforce_shifts."source_system" IS 'System or kind of file the row came from';
COMMENT ON COLUMN heatsched.workforce_shifts."source_reference" IS 'File and row, or the system''s own key';
COMMENT ON COLUMN heatsched.workforce_shifts."provenance_hash" IS 'SHA-256 of the input set the row came with';
SELECT pg_catalog.pg_extension_config_dump('heatsched.workforce_shifts', '');
ALTER TABLE heatsched.workforce_shifts ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.workforce_shifts FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.workforce_shifts USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.workforce_shifts REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('site_id', 'shift_id', 'start');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.workforce_shifts REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('site_id', 'shift_id', 'start');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.workforce_shifts REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('site_id', 'shift_id', 'start');

CREATE TABLE heatsched.optimization_runs (
    "tenant_id" text COLLATE "C" NOT NULL,
    "site_id" text COLLATE "C" NOT NULL,
    "run_id" text COLLATE "C" NOT NULL,
    "schedule_id" text COLLATE "C" NOT NULL,
    "schedule_date" date NOT NULL,
    "horizon_start" timestamptz NOT NULL,
    "horizon_end" timestamptz NOT NULL,
    "interval_minutes" bigint NOT NULL,
    "demand_allocation" text NOT NULL,
    "tariff_id" text COLLATE "C" NOT NULL,
    "currency" text NOT NULL,
    "status" text NOT NULL,
    "solver" text NOT NULL,
    "objective" numeric(18,4) NOT NULL,
    "lower_bound" numeric(18,4),
    "gap" numeric(9,4),
    "total_cost" numeric(18,2) NOT NULL,
    "baseline_cost" numeric(18,2) NOT NULL,
    "savings" numeric(18,2) NOT NULL,
    "savings_percent" numeric(9,4),
    "constraints_violated" bigint NOT NULL,
    "baseline_violations" bigint NOT NULL,
    "seed" bigint NOT NULL,
    "work_units" bigint NOT NULL,
    "solve_seconds" numeric(9,4) NOT NULL,
    "reproducible" boolean NOT NULL,
    "engine_version" text NOT NULL,
    "problem" text NOT NULL,
    "input_hash" text NOT NULL,
    "provenance_hash" text NOT NULL,
    "stored_at" timestamptz,
    PRIMARY KEY ("tenant_id", "run_id", "schedule_date"),
    CONSTRAINT allocation_is_known CHECK (demand_allocation IN ('marginal', 'prorated')),
    CONSTRAINT status_is_known CHECK (status IN ('optimal', 'feasible', 'elastic', 'no_solution')),
    CONSTRAINT savings_add_up CHECK (savings = baseline_cost - total_cost),
    FOREIGN KEY ("tenant_id", "schedule_id") REFERENCES heatsched.schedules ("tenant_id", "schedule_id")
) PARTITION BY RANGE (schedule_date);
COMMENT ON TABLE heatsched.optimization_runs IS 'Each solve: what went in, what came out, how good it is proved to be';
COMMENT ON COLUMN heatsched.optimization_runs."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.optimization_runs."site_id" IS 'Plant, as in sites';
COMMENT ON COLUMN heatsched.optimization_runs."run_id" IS 'Run: named after its schedule, input hash and engine version';
COMMENT ON COLUMN heatsched.optimization_runs."schedule_id" IS 'Schedule, as in schedules';
COMMENT ON COLUMN heatsched.optimization_runs."schedule_date" IS 'As in schedules';
COMMENT ON COLUMN heatsched.optimization_runs."horizon_start" IS 'Start of the horizon';
COMMENT ON COLUMN heatsched.optimization_runs."horizon_end" IS 'End of the horizon';
COMMENT ON COLUMN heatsched.optimization_runs."interval_minutes" IS 'Length of an interval [minutes]';
COMMENT ON COLUMN heatsched.optimization_runs."demand_allocation" IS 'marginal or prorated';
COMMENT ON COLUMN heatsched.optimization_runs."tariff_id" IS 'Tariff, as in tariffs';
COMMENT ON COLUMN heatsched.optimization_runs."currency" IS 'ISO 4217';
COMMENT ON COLUMN heatsched.optimization_runs."status" IS 'optimal (within the gap), feasible, elastic or no_solution';
COMMENT ON COLUMN heatsched.optimization_runs."solver" IS 'Solver and version';
COMMENT ON COLUMN heatsched.optimization_runs."objective" IS 'Energy + demand + fuel, exact, before rounding [currency]';
COMMENT ON COLUMN heatsched.optimization_runs."lower_bound" IS 'Proved: no schedule costs less [currency]';
COMMENT ON COLUMN heatsched.optimization_runs."gap" IS '(objective - lower_bound) / objective';
COMMENT ON COLUMN heatsched.optimization_runs."total_cost" IS 'All bill lines [currency]';
COMMENT ON COLUMN heatsched.optimization_runs."baseline_cost" IS 'All bill lines of the FIFO schedule [currency]';
COMMENT ON COLUMN heatsched.optimization_runs."savings" IS 'baseline_cost - total_cost [currency]';
COMMENT ON COLUMN heatsched.optimization_runs."savings_percent" IS 'Savings by baseline_cost [%]';
COMMENT ON COLUMN heatsched.optimization_runs."constraints_violated" IS 'Violations of the optimized schedule';
COMMENT ON COLUMN heatsched.optimization_runs."baseline_violations" IS 'Violations of the FIFO schedule';
COMMENT ON COLUMN heatsched.optimization_runs."seed" IS 'Random seed';
COMMENT ON COLUMN heatsched.optimization_runs."work_units" IS 'Work done';
COMMENT ON COLUMN heatsched.optimization_runs."solve_seconds" IS 'Time it took [s]';
COMMENT ON COLUMN heatsched.optimization_runs."reproducible" IS 'False where a time limit cut the run short';
COMMENT ON COLUMN heatsched.optimization_runs."engine_version" IS 'Version of heatsched';
COMMENT ON COLUMN heatsched.optimization_runs."problem" IS 'The problem document that was solved, canonical';
COMMENT ON COLUMN heatsched.optimization_runs."input_hash" IS 'SHA-256 of the problem document';
COMMENT ON COLUMN heatsched.optimization_runs."provenance_hash" IS 'SHA-256 over input hash, engine version and result';
COMMENT ON COLUMN heatsched.optimization_runs."stored_at" IS 'When it was stored; no part of any hash';
CREATE INDEX optimization_runs_schedule_date ON heatsched.optimization_runs (tenant_id, "schedule_date");
CREATE INDEX optimization_runs_site_id ON heatsched.optimization_runs (tenant_id, site_id, schedule_date);
CREATE INDEX optimization_runs_schedule_id ON heatsched.optimization_runs (tenant_id, schedule_id);
SELECT pg_catalog.pg_extension_config_dump('heatsched.optimization_runs', '');
ALTER TABLE heatsched.optimization_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.optimization_runs FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.optimization_runs USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.optimization_runs REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.optimization_runs REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.optimization_runs REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');

CREATE TABLE heatsched.schedule_assignments (
    "tenant_id" text COLLATE "C" NOT NULL,
    "site_id" text COLLATE "C" NOT NULL,
    "run_id" text COLLATE "C" NOT NULL,
    "schedule_kind" text COLLATE "C" NOT NULL,
    "schedule_date" date NOT NULL,
    "assignment_id" text NOT NULL,
    "job_id" text COLLATE "C" NOT NULL,
    "equipment_id" text COLLATE "C" NOT NULL,
    "scheduled_start" timestamptz NOT NULL,
    "scheduled_end" timestamptz NOT NULL,
    "power_kw" numeric(18,6) NOT NULL,
    "input_energy_kwh" numeric(18,6) NOT NULL,
    "energy_cost" numeric(18,4) NOT NULL,
    "tariff_period" text NOT NULL,
    "demand_contribution_kw" numeric(18,6) NOT NULL,
    PRIMARY KEY ("tenant_id", "run_id", "schedule_kind", "job_id"),
    CONSTRAINT kind_is_known CHECK (schedule_kind IN ('baseline', 'optimized')),
    FOREIGN KEY ("tenant_id", "run_id", "schedule_date") REFERENCES heatsched.optimization_runs ("tenant_id", "run_id", "schedule_date") ON DELETE CASCADE
);
COMMENT ON TABLE heatsched.schedule_assignments IS 'Which job runs where and when';
COMMENT ON COLUMN heatsched.schedule_assignments."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.schedule_assignments."site_id" IS 'Plant, as in sites';
COMMENT ON COLUMN heatsched.schedule_assignments."run_id" IS 'Run, as in optimization_runs';
COMMENT ON COLUMN heatsched.schedule_assignments."schedule_kind" IS 'baseline or optimized';
COMMENT ON COLUMN heatsched.schedule_assignments."schedule_date" IS 'As in schedules';
COMMENT ON COLUMN heatsched.schedule_assignments."assignment_id" IS 'Assignment';
COMMENT ON COLUMN heatsched.schedule_assignments."job_id" IS 'Job';
COMMENT ON COLUMN heatsched.schedule_assignments."equipment_id" IS 'Equipment, as in heating_equipment';
COMMENT ON COLUMN heatsched.schedule_assignments."scheduled_start" IS 'Start';
COMMENT ON COLUMN heatsched.schedule_assignments."scheduled_end" IS 'End';
COMMENT ON COLUMN heatsched.schedule_assignments."power_kw" IS 'Thermal power of the job [kW]';
COMMENT ON COLUMN heatsched.schedule_assignments."input_energy_kwh" IS 'Input energy of the job alone [kWh]';
COMMENT ON COLUMN heatsched.schedule_assignments."energy_cost" IS 'That input at the rates of its time [currency]';
COMMENT ON COLUMN heatsched.schedule_assignments."tariff_period" IS 'Category with most of its energy';
COMMENT ON COLUMN heatsched.schedule_assignments."demand_contribution_kw" IS 'Its share of metered demand while it runs [kW]';
CREATE INDEX schedule_assignments_schedule_date ON heatsched.schedule_assignments (tenant_id, "schedule_date");
SELECT pg_catalog.pg_extension_config_dump('heatsched.schedule_assignments', '');
ALTER TABLE heatsched.schedule_assignments ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.schedule_assignments FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.schedule_assignments USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.schedule_assignments REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.schedule_assignments REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.schedule_assignments REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');

CREATE TABLE heatsched.equipment_runs (
    "tenant_id" text COLLATE "C" NOT NULL,
    "site_id" text COLLATE "C" NOT NULL,
    "run_id" text COLLATE "C" NOT NULL,
    "schedule_kind" text COLLATE "C" NOT NULL,
    "schedule_date" date NOT NULL,
    "equipment_id" text COLLATE "C" NOT NULL,
    "on" timestamptz NOT NULL,
    "off" timestamptz NOT NULL,
    "start_counted" boolean NOT NULL,
    PRIMARY KEY ("tenant_id", "run_id", "schedule_kind", "equipment_id", "on"),
    CONSTRAINT kind_is_known CHECK (schedule_kind IN ('baseline', 'optimized')),
    FOREIGN KEY ("tenant_id", "run_id", "schedule_date") REFERENCES heatsched.optimization_runs ("tenant_id", "run_id", "schedule_date") ON DELETE CASCADE
);
COMMENT ON TABLE heatsched.equipment_runs IS 'When equipment is on, held heat between jobs included';
COMMENT ON COLUMN heatsched.equipment_runs."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.equipment_runs."site_id" IS 'Plant, as in sites';
COMMENT ON COLUMN heatsched.equipment_runs."run_id" IS 'Run, as in optimization_runs';
COMMENT ON COLUMN heatsched.equipment_runs."schedule_kind" IS 'baseline or optimized';
COMMENT ON COLUMN heatsched.equipment_runs."schedule_date" IS 'As in schedules';
COMMENT ON COLUMN heatsched.equipment_runs."equipment_id" IS 'Equipment, as in heating_equipment';
COMMENT ON COLUMN heatsched.equipment_runs."on" IS 'On from this instant';
COMMENT ON COLUMN heatsched.equipment_runs."off" IS 'Off from this instant';
COMMENT ON COLUMN heatsched.equipment_runs."start_counted" IS 'False where it was on already when the horizon started';
CREATE INDEX equipment_runs_schedule_date ON heatsched.equipment_runs (tenant_id, "schedule_date");
SELECT pg_catalog.pg_extension_config_dump('heatsched.equipment_runs', '');
ALTER TABLE heatsched.equipment_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.equipment_runs FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.equipment_runs USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.equipment_runs REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.equipment_runs REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.equipment_runs REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');

CREATE TABLE heatsched.load_profile (
    "tenant_id" text COLLATE "C" NOT NULL,
    "site_id" text COLLATE "C" NOT NULL,
    "run_id" text COLLATE "C" NOT NULL,
    "schedule_kind" text COLLATE "C" NOT NULL,
    "schedule_date" date NOT NULL,
    "start" timestamptz NOT NULL,
    "end" timestamptz NOT NULL,
    "equipment_id" text COLLATE "C" NOT NULL,
    "electric_kw" numeric(18,6) NOT NULL,
    "thermal_kw" numeric(18,6) NOT NULL,
    "fuel_kw" numeric(18,6) NOT NULL,
    "site_load_kw" numeric(18,6) NOT NULL,
    "electric_kwh" numeric(18,6) NOT NULL,
    PRIMARY KEY ("tenant_id", "run_id", "schedule_kind", "start", "equipment_id"),
    CONSTRAINT kind_is_known CHECK (schedule_kind IN ('baseline', 'optimized')),
    FOREIGN KEY ("tenant_id", "run_id", "schedule_date") REFERENCES heatsched.optimization_runs ("tenant_id", "run_id", "schedule_date") ON DELETE CASCADE
);
COMMENT ON TABLE heatsched.load_profile IS 'Mean power per interval';
COMMENT ON COLUMN heatsched.load_profile."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.load_profile."site_id" IS 'Plant, as in sites';
COMMENT ON COLUMN heatsched.load_profile."run_id" IS 'Run, as in optimization_runs';
COMMENT ON COLUMN heatsched.load_profile."schedule_kind" IS 'baseline or optimized';
COMMENT ON COLUMN heatsched.load_profile."schedule_date" IS 'As in schedules';
COMMENT ON COLUMN heatsched.load_profile."start" IS 'Start of the interval';
COMMENT ON COLUMN heatsched.load_profile."end" IS 'End of the interval';
COMMENT ON COLUMN heatsched.load_profile."equipment_id" IS 'Equipment; *: the whole site';
COMMENT ON COLUMN heatsched.load_profile."electric_kw" IS 'Metered electric power [kW]';
COMMENT ON COLUMN heatsched.load_profile."thermal_kw" IS 'Heat given off [kW]';
COMMENT ON COLUMN heatsched.load_profile."fuel_kw" IS 'Input of other fuels [kW]';
COMMENT ON COLUMN heatsched.load_profile."site_load_kw" IS 'Part of electric_kw that is not scheduled here [kW]';
COMMENT ON COLUMN heatsched.load_profile."electric_kwh" IS 'Electric energy in the interval [kWh]';
CREATE INDEX load_profile_schedule_date ON heatsched.load_profile (tenant_id, "schedule_date");
SELECT pg_catalog.pg_extension_config_dump('heatsched.load_profile', '');
ALTER TABLE heatsched.load_profile ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.load_profile FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.load_profile USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.load_profile REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.load_profile REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.load_profile REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');

CREATE TABLE heatsched.cost_lines (
    "tenant_id" text COLLATE "C" NOT NULL,
    "site_id" text COLLATE "C" NOT NULL,
    "run_id" text COLLATE "C" NOT NULL,
    "schedule_kind" text COLLATE "C" NOT NULL,
    "schedule_date" date NOT NULL,
    "line_no" bigint NOT NULL,
    "month" text NOT NULL,
    "charge" text NOT NULL,
    "category" text NOT NULL,
    "quantity" numeric(18,6) NOT NULL,
    "unit" text NOT NULL,
    "rate" numeric(18,8),
    "amount" numeric(18,2) NOT NULL,
    "at" timestamptz,
    PRIMARY KEY ("tenant_id", "run_id", "schedule_kind", "line_no"),
    CONSTRAINT kind_is_known CHECK (schedule_kind IN ('baseline', 'optimized')),
    FOREIGN KEY ("tenant_id", "run_id", "schedule_date") REFERENCES heatsched.optimization_runs ("tenant_id", "run_id", "schedule_date") ON DELETE CASCADE
);
COMMENT ON TABLE heatsched.cost_lines IS 'The bill, line by line; lines add up to the total';
COMMENT ON COLUMN heatsched.cost_lines."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.cost_lines."site_id" IS 'Plant, as in sites';
COMMENT ON COLUMN heatsched.cost_lines."run_id" IS 'Run, as in optimization_runs';
COMMENT ON COLUMN heatsched.cost_lines."schedule_kind" IS 'baseline or optimized';
COMMENT ON COLUMN heatsched.cost_lines."schedule_date" IS 'As in schedules';
COMMENT ON COLUMN heatsched.cost_lines."line_no" IS 'Number within the bill';
COMMENT ON COLUMN heatsched.cost_lines."month" IS 'Billing month, 2026-01';
COMMENT ON COLUMN heatsched.cost_lines."charge" IS 'energy, demand, coincident, reactive, fuel, fixed, rider, minimum or tax';
COMMENT ON COLUMN heatsched.cost_lines."category" IS 'Tariff category, or name of the charge or fuel';
COMMENT ON COLUMN heatsched.cost_lines."quantity" IS 'Amount billed, in unit';
COMMENT ON COLUMN heatsched.cost_lines."unit" IS 'kWh, kW, kvar, day, month or year; percent of money';
COMMENT ON COLUMN heatsched.cost_lines."rate" IS 'Null where the line sums many rates [currency/unit]';
COMMENT ON COLUMN heatsched.cost_lines."amount" IS 'Rounded once, half away from zero [currency]';
COMMENT ON COLUMN heatsched.cost_lines."at" IS 'For demand: start of the metering window that set the peak';
CREATE INDEX cost_lines_schedule_date ON heatsched.cost_lines (tenant_id, "schedule_date");
SELECT pg_catalog.pg_extension_config_dump('heatsched.cost_lines', '');
ALTER TABLE heatsched.cost_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.cost_lines FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.cost_lines USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.cost_lines REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.cost_lines REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.cost_lines REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');

CREATE TABLE heatsched.violations (
    "tenant_id" text COLLATE "C" NOT NULL,
    "site_id" text COLLATE "C" NOT NULL,
    "run_id" text COLLATE "C" NOT NULL,
    "schedule_kind" text COLLATE "C" NOT NULL,
    "schedule_date" date NOT NULL,
    "violation_no" bigint NOT NULL,
    "code" text NOT NULL,
    "subject" text NOT NULL,
    "message" text NOT NULL,
    "amount" numeric(18,6) NOT NULL,
    "unit" text NOT NULL,
    "fix" text NOT NULL,
    PRIMARY KEY ("tenant_id", "run_id", "schedule_kind", "violation_no"),
    CONSTRAINT kind_is_known CHECK (schedule_kind IN ('baseline', 'optimized')),
    FOREIGN KEY ("tenant_id", "run_id", "schedule_date") REFERENCES heatsched.optimization_runs ("tenant_id", "run_id", "schedule_date") ON DELETE CASCADE
);
COMMENT ON TABLE heatsched.violations IS 'Constraints that a schedule breaks';
COMMENT ON COLUMN heatsched.violations."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.violations."site_id" IS 'Plant, as in sites';
COMMENT ON COLUMN heatsched.violations."run_id" IS 'Run, as in optimization_runs';
COMMENT ON COLUMN heatsched.violations."schedule_kind" IS 'baseline or optimized';
COMMENT ON COLUMN heatsched.violations."schedule_date" IS 'As in schedules';
COMMENT ON COLUMN heatsched.violations."violation_no" IS 'Number within the schedule';
COMMENT ON COLUMN heatsched.violations."code" IS 'Stable code, HS2xxx';
COMMENT ON COLUMN heatsched.violations."subject" IS 'Job, equipment or time concerned';
COMMENT ON COLUMN heatsched.violations."message" IS 'What is broken, and by how much';
COMMENT ON COLUMN heatsched.violations."amount" IS 'By how much, in unit';
COMMENT ON COLUMN heatsched.violations."unit" IS 'minutes, kW, count or currency';
COMMENT ON COLUMN heatsched.violations."fix" IS 'The smallest change that removes it';
CREATE INDEX violations_schedule_date ON heatsched.violations (tenant_id, "schedule_date");
SELECT pg_catalog.pg_extension_config_dump('heatsched.violations', '');
ALTER TABLE heatsched.violations ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.violations FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.violations USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.violations REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.violations REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.violations REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');

CREATE TABLE heatsched.job_moves (
    "tenant_id" text COLLATE "C" NOT NULL,
    "site_id" text COLLATE "C" NOT NULL,
    "run_id" text COLLATE "C" NOT NULL,
    "schedule_date" date NOT NULL,
    "job_id" text COLLATE "C" NOT NULL,
    "from_equipment_id" text NOT NULL,
    "from_start" timestamptz NOT NULL,
    "to_equipment_id" text,
    "to_start" timestamptz,
    "reason" text NOT NULL,
    "saves" numeric(18,4),
    "message" text NOT NULL,
    PRIMARY KEY ("tenant_id", "run_id", "job_id"),
    FOREIGN KEY ("tenant_id", "run_id", "schedule_date") REFERENCES heatsched.optimization_runs ("tenant_id", "run_id", "schedule_date") ON DELETE CASCADE
);
COMMENT ON TABLE heatsched.job_moves IS 'Jobs that a run placed elsewhere than its previous schedule had them, and why';
COMMENT ON COLUMN heatsched.job_moves."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.job_moves."site_id" IS 'Plant, as in sites';
COMMENT ON COLUMN heatsched.job_moves."run_id" IS 'Run, as in optimization_runs';
COMMENT ON COLUMN heatsched.job_moves."schedule_date" IS 'As in schedules';
COMMENT ON COLUMN heatsched.job_moves."job_id" IS 'Job';
COMMENT ON COLUMN heatsched.job_moves."from_equipment_id" IS 'Equipment of the previous schedule';
COMMENT ON COLUMN heatsched.job_moves."from_start" IS 'Start in the previous schedule';
COMMENT ON COLUMN heatsched.job_moves."to_equipment_id" IS 'Equipment now; null: the job is not scheduled';
COMMENT ON COLUMN heatsched.job_moves."to_start" IS 'Start now';
COMMENT ON COLUMN heatsched.job_moves."reason" IS 'changed (the job itself), displaced (its place is taken) or cheaper';
COMMENT ON COLUMN heatsched.job_moves."saves" IS 'Where cheaper: what the job''s old place would cost more [currency]';
COMMENT ON COLUMN heatsched.job_moves."message" IS 'What changed, what is in the way, or what it saves';
CREATE INDEX job_moves_schedule_date ON heatsched.job_moves (tenant_id, "schedule_date");
SELECT pg_catalog.pg_extension_config_dump('heatsched.job_moves', '');
ALTER TABLE heatsched.job_moves ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.job_moves FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.job_moves USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.job_moves REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.job_moves REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.job_moves REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');

CREATE TABLE heatsched.connector_runs (
    "tenant_id" text COLLATE "C" NOT NULL,
    "run_id" text COLLATE "C" NOT NULL,
    "job" text COLLATE "C" NOT NULL,
    "source_system" text NOT NULL,
    "started_at" timestamptz NOT NULL,
    "ended_at" timestamptz,
    "status" text NOT NULL,
    "rows_read" bigint NOT NULL,
    "rows_written" bigint NOT NULL,
    "rows_unchanged" bigint NOT NULL,
    "rows_kept" bigint NOT NULL,
    "rows_ignored" bigint NOT NULL,
    "rows_gone" bigint NOT NULL,
    "rows_quarantined" bigint NOT NULL,
    "requests" bigint NOT NULL,
    "bytes" bigint NOT NULL,
    "drift" text,
    "error_code" text,
    "error" text,
    "engine_version" text NOT NULL,
    PRIMARY KEY ("tenant_id", "run_id")
);
COMMENT ON TABLE heatsched.connector_runs IS 'Each run of a load job: what it read, wrote and left out';
COMMENT ON COLUMN heatsched.connector_runs."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.connector_runs."run_id" IS 'Run, as in connector_runs';
COMMENT ON COLUMN heatsched.connector_runs."job" IS 'Load job, as its configuration names it';
COMMENT ON COLUMN heatsched.connector_runs."source_system" IS 'System it read from';
COMMENT ON COLUMN heatsched.connector_runs."started_at" IS 'Start';
COMMENT ON COLUMN heatsched.connector_runs."ended_at" IS 'End; null while it runs';
COMMENT ON COLUMN heatsched.connector_runs."status" IS 'running, done, partial (rows in quarantine), failed or abandoned (ended without a word)';
COMMENT ON COLUMN heatsched.connector_runs."rows_read" IS 'Records that came';
COMMENT ON COLUMN heatsched.connector_runs."rows_written" IS 'Rows that were new or changed';
COMMENT ON COLUMN heatsched.connector_runs."rows_unchanged" IS 'Rows that were there already';
COMMENT ON COLUMN heatsched.connector_runs."rows_kept" IS 'Rows that were not replaced, because someone entered them by hand';
COMMENT ON COLUMN heatsched.connector_runs."rows_ignored" IS 'Records that are no concern of planning';
COMMENT ON COLUMN heatsched.connector_runs."rows_gone" IS 'Records that the system has closed or deleted';
COMMENT ON COLUMN heatsched.connector_runs."rows_quarantined" IS 'Records that could not be used';
COMMENT ON COLUMN heatsched.connector_runs."requests" IS 'Requests sent, repeated ones too';
COMMENT ON COLUMN heatsched.connector_runs."bytes" IS 'Bytes of all payloads';
COMMENT ON COLUMN heatsched.connector_runs."drift" IS 'Fields that the connector does not know, with their counts, as JSON';
COMMENT ON COLUMN heatsched.connector_runs."error_code" IS 'Why it failed';
COMMENT ON COLUMN heatsched.connector_runs."error" IS 'Why it failed, without secrets';
COMMENT ON COLUMN heatsched.connector_runs."engine_version" IS 'Version of heatsched';
CREATE INDEX connector_runs_started_at ON heatsched.connector_runs (tenant_id, "started_at");
SELECT pg_catalog.pg_extension_config_dump('heatsched.connector_runs', '');
ALTER TABLE heatsched.connector_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.connector_runs FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.connector_runs USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.connector_runs REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.connector_runs REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.connector_runs REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');

CREATE TABLE heatsched.connector_state (
    "tenant_id" text COLLATE "C" NOT NULL,
    "job" text COLLATE "C" NOT NULL,
    "stream" text COLLATE "C" NOT NULL,
    "part" text COLLATE "C" NOT NULL,
    "cursor_value" text NOT NULL,
    "updated_at" timestamptz NOT NULL,
    "run_id" text COLLATE "C" NOT NULL,
    PRIMARY KEY ("tenant_id", "job", "stream", "part")
);
COMMENT ON TABLE heatsched.connector_state IS 'How far each load job has read; written with the rows, in one step';
COMMENT ON COLUMN heatsched.connector_state."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.connector_state."job" IS 'Load job, as its configuration names it';
COMMENT ON COLUMN heatsched.connector_state."stream" IS 'What is read: a set of records of the system';
COMMENT ON COLUMN heatsched.connector_state."part" IS 'Plant, area, device or file within the stream; empty for all';
COMMENT ON COLUMN heatsched.connector_state."cursor_value" IS 'Where the next run goes on: a time, or the name of a file by its hash';
COMMENT ON COLUMN heatsched.connector_state."updated_at" IS 'When it moved last';
COMMENT ON COLUMN heatsched.connector_state."run_id" IS 'Run, as in connector_runs';
SELECT pg_catalog.pg_extension_config_dump('heatsched.connector_state', '');
ALTER TABLE heatsched.connector_state ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.connector_state FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.connector_state USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.connector_state REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('job', 'stream', 'part');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.connector_state REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('job', 'stream', 'part');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.connector_state REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('job', 'stream', 'part');

CREATE TABLE heatsched.connector_quarantine (
    "tenant_id" text COLLATE "C" NOT NULL,
    "job" text COLLATE "C" NOT NULL,
    "stream" text COLLATE "C" NOT NULL,
    "record_key" text COLLATE "C" NOT NULL,
    "reason_code" text NOT NULL,
    "detail" text NOT NULL,
    "raw" text NOT NULL,
    "hits" bigint NOT NULL,
    "first_seen" timestamptz NOT NULL,
    "last_seen" timestamptz NOT NULL,
    "resolved_at" timestamptz,
    "run_id" text COLLATE "C" NOT NULL,
    PRIMARY KEY ("tenant_id", "job", "stream", "record_key")
);
COMMENT ON TABLE heatsched.connector_quarantine IS 'Records that could not be used, as they came, and why';
COMMENT ON COLUMN heatsched.connector_quarantine."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.connector_quarantine."job" IS 'Load job, as its configuration names it';
COMMENT ON COLUMN heatsched.connector_quarantine."stream" IS 'What is read: a set of records of the system';
COMMENT ON COLUMN heatsched.connector_quarantine."record_key" IS 'The record''s own key, or file and row';
COMMENT ON COLUMN heatsched.connector_quarantine."reason_code" IS 'Code of the first thing that is wrong';
COMMENT ON COLUMN heatsched.connector_quarantine."detail" IS 'All that is wrong, and what to do';
COMMENT ON COLUMN heatsched.connector_quarantine."raw" IS 'The record as it came';
COMMENT ON COLUMN heatsched.connector_quarantine."hits" IS 'How often it came';
COMMENT ON COLUMN heatsched.connector_quarantine."first_seen" IS 'When it came first';
COMMENT ON COLUMN heatsched.connector_quarantine."last_seen" IS 'When it came last';
COMMENT ON COLUMN heatsched.connector_quarantine."resolved_at" IS 'When it could be used; null: it is still left out';
COMMENT ON COLUMN heatsched.connector_quarantine."run_id" IS 'Run, as in connector_runs';
SELECT pg_catalog.pg_extension_config_dump('heatsched.connector_quarantine', '');
ALTER TABLE heatsched.connector_quarantine ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.connector_quarantine FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.connector_quarantine USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.connector_quarantine REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('job', 'stream', 'record_key');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.connector_quarantine REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('job', 'stream', 'record_key');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.connector_quarantine REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('job', 'stream', 'record_key');

CREATE TABLE heatsched.connector_payloads (
    "tenant_id" text COLLATE "C" NOT NULL,
    "run_id" text COLLATE "C" NOT NULL,
    "payload_no" bigint NOT NULL,
    "job" text COLLATE "C" NOT NULL,
    "stream" text COLLATE "C" NOT NULL,
    "reference" text NOT NULL,
    "sha256" text NOT NULL,
    "bytes" bigint NOT NULL,
    "received_at" timestamptz NOT NULL,
    PRIMARY KEY ("tenant_id", "run_id", "payload_no")
);
COMMENT ON TABLE heatsched.connector_payloads IS 'The bytes that each run received, by their hash';
COMMENT ON COLUMN heatsched.connector_payloads."tenant_id" IS 'Owner of the row; tenants never see each other''s rows';
COMMENT ON COLUMN heatsched.connector_payloads."run_id" IS 'Run, as in connector_runs';
COMMENT ON COLUMN heatsched.connector_payloads."payload_no" IS 'Number within the run';
COMMENT ON COLUMN heatsched.connector_payloads."job" IS 'Load job, as its configuration names it';
COMMENT ON COLUMN heatsched.connector_payloads."stream" IS 'What is read: a set of records of the system';
COMMENT ON COLUMN heatsched.connector_payloads."reference" IS 'Address or file it came from, without secrets';
COMMENT ON COLUMN heatsched.connector_payloads."sha256" IS 'SHA-256 of the bytes';
COMMENT ON COLUMN heatsched.connector_payloads."bytes" IS 'Length';
COMMENT ON COLUMN heatsched.connector_payloads."received_at" IS 'When it came';
CREATE INDEX connector_payloads_received_at ON heatsched.connector_payloads (tenant_id, "received_at");
SELECT pg_catalog.pg_extension_config_dump('heatsched.connector_payloads', '');
ALTER TABLE heatsched.connector_payloads ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.connector_payloads FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.connector_payloads USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.connector_payloads REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id', 'payload_no');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.connector_payloads REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id', 'payload_no');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.connector_payloads REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id', 'payload_no');
