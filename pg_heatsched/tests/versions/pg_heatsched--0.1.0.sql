\echo Use "CREATE EXTENSION pg_heatsched" to load this file. \quit
-- Roles are of the whole cluster: they are made where they are missing, and stay when the extension goes.
DO $$
DECLARE
    wanted name;
BEGIN
    IF pg_catalog.current_schema() <> 'heatsched' OR NOT EXISTS (
        SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'heatsched' AND nspowner = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user)
    ) THEN
        RAISE EXCEPTION 'schema heatsched belongs to another role' USING HINT = 'drop or rename it';
    END IF;
    FOREACH wanted IN ARRAY ARRAY['heatsched_viewer', 'heatsched_operator', 'heatsched_planner', 'heatsched_admin'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted) THEN
            EXECUTE pg_catalog.format('CREATE ROLE %I NOLOGIN', wanted);
        END IF;
    END LOOP;
END
$$;
GRANT heatsched_viewer TO heatsched_operator;
GRANT heatsched_operator TO heatsched_planner;
GRANT heatsched_planner TO heatsched_admin;
-- Whose rows a role sees. Only the owner of the extension writes it: whoever could add a row would see that tenant.
CREATE TABLE heatsched.tenant_members (
    role_name name NOT NULL,
    tenant_id text COLLATE "C" NOT NULL CHECK (tenant_id <> ''),
    PRIMARY KEY (role_name, tenant_id)
);
COMMENT ON TABLE heatsched.tenant_members IS 'Which roles, with all that inherit from them, belong to which tenants';
COMMENT ON COLUMN heatsched.tenant_members.role_name IS 'Role; one that does not exist has no members';
COMMENT ON COLUMN heatsched.tenant_members.tenant_id IS 'Tenant, as in all tables';
SELECT pg_catalog.pg_extension_config_dump('heatsched.tenant_members', '');

ALTER TABLE heatsched.tenant_members ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON heatsched.tenant_members FOR SELECT USING (
    EXISTS (
        SELECT FROM pg_catalog.pg_roles r
        WHERE r.rolname OPERATOR(pg_catalog.=) role_name AND pg_catalog.pg_has_role(r.oid, 'USAGE')
    )
);

-- No SECURITY DEFINER: it sees what the policy above lets the calling role see. An owner sees all rows, so it asks again.
CREATE FUNCTION heatsched.my_tenants() RETURNS SETOF text
LANGUAGE sql STABLE PARALLEL SAFE ROWS 2
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT DISTINCT m.tenant_id
    FROM heatsched.tenant_members m
    JOIN pg_catalog.pg_roles r ON r.rolname = m.role_name AND pg_has_role(r.oid, 'USAGE')
    WHERE coalesce(current_setting('heatsched.tenant_id', true), '') IN ('', m.tenant_id)
$$;
COMMENT ON FUNCTION heatsched.my_tenants() IS
    'Tenants whose rows the current role sees: those it is a member of, or that one of them which heatsched.tenant_id names';

-- Calendars of tariffs are kept by each session until one of their tables changes.
CREATE FUNCTION heatsched.tariffs_changed() RETURNS trigger
LANGUAGE c SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_tariffs_changed';
COMMENT ON FUNCTION heatsched.tariffs_changed() IS 'Trigger: sessions forget the tariffs they have read';

CREATE TRIGGER tariffs_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON heatsched.tenant_members
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.tariffs_changed();
-- Who changed what. Rows come from triggers alone, and none is changed or deleted.
CREATE TABLE heatsched.audit_log (
    audit_id uuid PRIMARY KEY DEFAULT pg_catalog.gen_random_uuid(),
    at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    login_role name NOT NULL,
    acting_role name NOT NULL,
    application text NOT NULL,
    tenant_id text COLLATE "C" NOT NULL,
    table_name name NOT NULL,
    action text NOT NULL CHECK (action IN ('INSERT', 'UPDATE', 'DELETE')),
    row_identity jsonb NOT NULL,
    row_count bigint NOT NULL
);
COMMENT ON TABLE heatsched.audit_log IS 'Every change of a table: who, when, what. Append only';
COMMENT ON COLUMN heatsched.audit_log.audit_id IS 'Random, so that a restored log takes new rows';
COMMENT ON COLUMN heatsched.audit_log.at IS 'When the statement was executed';
COMMENT ON COLUMN heatsched.audit_log.login_role IS 'Role of the connection';
COMMENT ON COLUMN heatsched.audit_log.acting_role IS 'Role that SET ROLE chose; else that of the connection';
COMMENT ON COLUMN heatsched.audit_log.application IS 'application_name of the session';
COMMENT ON COLUMN heatsched.audit_log.tenant_id IS 'Owner of the changed rows';
COMMENT ON COLUMN heatsched.audit_log.table_name IS 'Table of schema heatsched';
COMMENT ON COLUMN heatsched.audit_log.action IS 'INSERT, UPDATE or DELETE';
COMMENT ON COLUMN heatsched.audit_log.row_identity IS 'Key of the row; of series and results the key of what they belong to';
COMMENT ON COLUMN heatsched.audit_log.row_count IS 'Rows with this identity that the statement changed';
CREATE INDEX audit_log_at ON heatsched.audit_log (tenant_id, at);
SELECT pg_catalog.pg_extension_config_dump('heatsched.audit_log', '');

ALTER TABLE heatsched.audit_log ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.audit_log FOR SELECT
USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));

CREATE FUNCTION heatsched.audit_is_append_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'audit_log is append only' USING ERRCODE = 'insufficient_privilege';
END
$$;
COMMENT ON FUNCTION heatsched.audit_is_append_only() IS 'Trigger: refuses what would change the audit log';
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON heatsched.audit_log
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit_is_append_only();

-- SECURITY DEFINER, because nobody may write the log: it runs as a trigger only, and all names are qualified.
CREATE FUNCTION heatsched.audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    identity text := (SELECT string_agg(format('%L, changed.%I', c, c), ', ') FROM unnest(TG_ARGV) AS c);
    keys text := (SELECT string_agg(format('changed.%I', c), ', ') FROM unnest(TG_ARGV) AS c);
BEGIN
    EXECUTE format(
        'INSERT INTO heatsched.audit_log (login_role, acting_role, application, tenant_id, table_name, action, row_identity, row_count)
         SELECT session_user, coalesce(nullif(current_setting(''role''), ''none''), session_user),
                coalesce(current_setting(''application_name'', true), ''''), changed.tenant_id, %L, %L, jsonb_build_object(%s), count(*)
         FROM changed GROUP BY changed.tenant_id, %s', TG_TABLE_NAME, TG_OP, identity, keys);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION heatsched.audit() IS 'Trigger: writes the audit log';
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.tenant_members REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('role_name');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.tenant_members REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('role_name');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.tenant_members REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('role_name');
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
    "tariff_id" text,
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
    "site_id" text NOT NULL,
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
    "site_id" text NOT NULL,
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
    "site_id" text NOT NULL,
    "run_id" text COLLATE "C" NOT NULL,
    "schedule_id" text NOT NULL,
    "schedule_date" date NOT NULL,
    "horizon_start" timestamptz NOT NULL,
    "horizon_end" timestamptz NOT NULL,
    "interval_minutes" bigint NOT NULL,
    "demand_allocation" text NOT NULL,
    "tariff_id" text NOT NULL,
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
    PRIMARY KEY ("tenant_id", "run_id"),
    CONSTRAINT allocation_is_known CHECK (demand_allocation IN ('marginal', 'prorated')),
    CONSTRAINT status_is_known CHECK (status IN ('optimal', 'feasible', 'elastic', 'no_solution')),
    CONSTRAINT savings_add_up CHECK (savings = baseline_cost - total_cost),
    FOREIGN KEY ("tenant_id", "schedule_id") REFERENCES heatsched.schedules ("tenant_id", "schedule_id")
);
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
CREATE INDEX optimization_runs_schedule_date ON heatsched.optimization_runs (tenant_id, "schedule_date");
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
    "site_id" text NOT NULL,
    "run_id" text COLLATE "C" NOT NULL,
    "schedule_kind" text COLLATE "C" NOT NULL,
    "schedule_date" date NOT NULL,
    "assignment_id" text NOT NULL,
    "job_id" text COLLATE "C" NOT NULL,
    "equipment_id" text NOT NULL,
    "scheduled_start" timestamptz NOT NULL,
    "scheduled_end" timestamptz NOT NULL,
    "power_kw" numeric(18,6) NOT NULL,
    "input_energy_kwh" numeric(18,6) NOT NULL,
    "energy_cost" numeric(18,4) NOT NULL,
    "tariff_period" text NOT NULL,
    "demand_contribution_kw" numeric(18,6) NOT NULL,
    PRIMARY KEY ("tenant_id", "run_id", "schedule_kind", "job_id"),
    CONSTRAINT kind_is_known CHECK (schedule_kind IN ('baseline', 'optimized')),
    FOREIGN KEY ("tenant_id", "run_id") REFERENCES heatsched.optimization_runs ("tenant_id", "run_id") ON DELETE CASCADE
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
    "site_id" text NOT NULL,
    "run_id" text COLLATE "C" NOT NULL,
    "schedule_kind" text COLLATE "C" NOT NULL,
    "schedule_date" date NOT NULL,
    "equipment_id" text COLLATE "C" NOT NULL,
    "on" timestamptz NOT NULL,
    "off" timestamptz NOT NULL,
    "start_counted" boolean NOT NULL,
    PRIMARY KEY ("tenant_id", "run_id", "schedule_kind", "equipment_id", "on"),
    CONSTRAINT kind_is_known CHECK (schedule_kind IN ('baseline', 'optimized')),
    FOREIGN KEY ("tenant_id", "run_id") REFERENCES heatsched.optimization_runs ("tenant_id", "run_id") ON DELETE CASCADE
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
    "site_id" text NOT NULL,
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
    FOREIGN KEY ("tenant_id", "run_id") REFERENCES heatsched.optimization_runs ("tenant_id", "run_id") ON DELETE CASCADE
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
    "site_id" text NOT NULL,
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
    FOREIGN KEY ("tenant_id", "run_id") REFERENCES heatsched.optimization_runs ("tenant_id", "run_id") ON DELETE CASCADE
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
    "site_id" text NOT NULL,
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
    FOREIGN KEY ("tenant_id", "run_id") REFERENCES heatsched.optimization_runs ("tenant_id", "run_id") ON DELETE CASCADE
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
    "site_id" text NOT NULL,
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
    FOREIGN KEY ("tenant_id", "run_id") REFERENCES heatsched.optimization_runs ("tenant_id", "run_id") ON DELETE CASCADE
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
    "job" text NOT NULL,
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
    "run_id" text NOT NULL,
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
    "run_id" text NOT NULL,
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
    "job" text NOT NULL,
    "stream" text NOT NULL,
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
-- From draft to published. What is published stays as it is: a correction is a new version, planned and published anew.

-- The plan that was stored last is the current one of a schedule that is not published.
ALTER TABLE heatsched.optimization_runs ADD COLUMN stored_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp();
COMMENT ON COLUMN heatsched.optimization_runs.stored_at IS 'When it was stored here';

CREATE TABLE heatsched.schedule_versions (
    tenant_id text COLLATE "C" NOT NULL,
    schedule_id text COLLATE "C" NOT NULL,
    first_schedule_id text COLLATE "C" NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    published_run_id text COLLATE "C",
    published_at timestamptz,
    published_by name,
    PRIMARY KEY (tenant_id, schedule_id),
    UNIQUE (tenant_id, first_schedule_id, version),
    FOREIGN KEY (tenant_id, schedule_id) REFERENCES heatsched.schedules (tenant_id, schedule_id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, published_run_id) REFERENCES heatsched.optimization_runs (tenant_id, run_id),
    CONSTRAINT published_as_a_whole CHECK (
        (published_run_id IS NULL) = (published_at IS NULL) AND (published_run_id IS NULL) = (published_by IS NULL)
    )
);
CREATE INDEX schedule_versions_published ON heatsched.schedule_versions (tenant_id, published_run_id) WHERE published_run_id IS NOT NULL;
COMMENT ON TABLE heatsched.schedule_versions IS 'Schedules that were published or revised';
COMMENT ON COLUMN heatsched.schedule_versions.tenant_id IS 'Owner of the row';
COMMENT ON COLUMN heatsched.schedule_versions.schedule_id IS 'Schedule, as in schedules';
COMMENT ON COLUMN heatsched.schedule_versions.first_schedule_id IS 'Schedule that this one corrects; itself for the first version';
COMMENT ON COLUMN heatsched.schedule_versions.version IS 'From 1';
COMMENT ON COLUMN heatsched.schedule_versions.published_run_id IS 'Run that the plant follows; null: not published yet';
COMMENT ON COLUMN heatsched.schedule_versions.published_at IS 'When it was published';
COMMENT ON COLUMN heatsched.schedule_versions.published_by IS 'Role of the connection that published it';
SELECT pg_catalog.pg_extension_config_dump('heatsched.schedule_versions', '');
ALTER TABLE heatsched.schedule_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.schedule_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.schedule_versions USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.schedule_versions REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('schedule_id');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.schedule_versions REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('schedule_id');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.schedule_versions REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('schedule_id');

CREATE FUNCTION heatsched.refuse_published(schedule_id text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'HS1601: schedules (%): a published schedule does not change', schedule_id
        USING ERRCODE = 'check_violation', HINT = 'make a new version of it by revise_schedule';
END
$$;
COMMENT ON FUNCTION heatsched.refuse_published(text) IS 'Raises the error for a change of a published schedule';

-- The argument is the column that names the schedule or the published run.
CREATE FUNCTION heatsched.keep_published() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    published text;
BEGIN
    IF TG_ARGV[0] = 'run_id' THEN
        SELECT v.schedule_id INTO published FROM changed c
        JOIN heatsched.schedule_versions v ON v.tenant_id = c.tenant_id AND v.published_run_id = c.run_id LIMIT 1;
    ELSE
        SELECT v.schedule_id INTO published FROM changed c
        JOIN heatsched.schedule_versions v ON v.tenant_id = c.tenant_id AND v.schedule_id = c.schedule_id
        WHERE v.published_run_id IS NOT NULL LIMIT 1;
    END IF;
    IF published IS NOT NULL THEN
        PERFORM heatsched.refuse_published(published);
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION heatsched.keep_published() IS 'Trigger: refuses what would change a published schedule, its jobs or its plan';

DO $$
DECLARE
    guarded record;
BEGIN
    FOR guarded IN
        SELECT t.name, t.key, e.event, e.rows
        FROM (VALUES
            ('schedules', 'schedule_id', '{UPDATE,DELETE}'::text[]),
            ('production_jobs', 'schedule_id', '{INSERT,UPDATE,DELETE}'),
            -- a run that is new is new work on the schedule
            ('optimization_runs', 'schedule_id', '{INSERT,UPDATE,DELETE}'),
            ('schedule_assignments', 'run_id', '{UPDATE,DELETE}'),
            ('equipment_runs', 'run_id', '{UPDATE,DELETE}'),
            ('load_profile', 'run_id', '{UPDATE,DELETE}'),
            ('cost_lines', 'run_id', '{UPDATE,DELETE}'),
            ('violations', 'run_id', '{UPDATE,DELETE}'),
            ('job_moves', 'run_id', '{UPDATE,DELETE}')
        ) AS t (name, key, events)
        JOIN (VALUES ('INSERT', 'NEW'), ('UPDATE', 'OLD'), ('DELETE', 'OLD')) AS e (event, rows) ON e.event = ANY (t.events)
    LOOP
        EXECUTE pg_catalog.format(
            'CREATE TRIGGER keep_published_%s AFTER %s ON heatsched.%I REFERENCING %s TABLE AS changed
             FOR EACH STATEMENT EXECUTE FUNCTION heatsched.keep_published(%L)',
            pg_catalog.lower(guarded.event), guarded.event, guarded.name, guarded.rows, guarded.key);
    END LOOP;
END
$$;

CREATE FUNCTION heatsched.keep_version() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM heatsched.refuse_published(OLD.schedule_id);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION heatsched.keep_version() IS 'Trigger: refuses what would take a publication back';
CREATE TRIGGER keep_version BEFORE UPDATE OR DELETE ON heatsched.schedule_versions
FOR EACH ROW WHEN (OLD.published_run_id IS NOT NULL) EXECUTE FUNCTION heatsched.keep_version();

CREATE FUNCTION heatsched.my_tenant() RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    tenants text[] := ARRAY(SELECT heatsched.my_tenants());
BEGIN
    IF cardinality(tenants) <> 1 THEN
        RAISE EXCEPTION 'HS1009: heatsched.tenant_id: the role is a member of % tenants', cardinality(tenants)
            USING ERRCODE = 'no_data_found', HINT = 'set heatsched.tenant_id to a tenant of the role';
    END IF;
    RETURN tenants[1];
END
$$;
COMMENT ON FUNCTION heatsched.my_tenant() IS 'The one tenant that a call works on';

CREATE FUNCTION heatsched.publish_schedule(run_id text) RETURNS heatsched.schedule_versions
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    tenant text := heatsched.my_tenant();
    run heatsched.optimization_runs;
    version heatsched.schedule_versions;
BEGIN
    IF run_id IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT r.* INTO run FROM heatsched.optimization_runs r WHERE r.tenant_id = tenant AND r.run_id = publish_schedule.run_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'HS1009: optimization_runs.run_id (%): there is no such run', run_id
            USING ERRCODE = 'no_data_found', HINT = 'optimization_runs lists them';
    END IF;
    IF run.status = 'no_solution' THEN
        RAISE EXCEPTION 'HS3004: optimization_runs.run_id (%): the run has no plan', run_id
            USING ERRCODE = 'program_limit_exceeded', HINT = 'validate_inputs says what is in its way';
    END IF;
    -- one at a time: a second call waits here, and finds what the first one published
    PERFORM FROM heatsched.schedules s WHERE s.tenant_id = tenant AND s.schedule_id = run.schedule_id FOR UPDATE;
    SELECT v.* INTO version FROM heatsched.schedule_versions v WHERE v.tenant_id = tenant AND v.schedule_id = run.schedule_id;
    IF version.published_run_id = run_id THEN
        RETURN version;
    ELSIF version.published_run_id IS NOT NULL THEN
        PERFORM heatsched.refuse_published(run.schedule_id);
    END IF;
    UPDATE heatsched.schedules s SET status = 'published' WHERE s.tenant_id = tenant AND s.schedule_id = run.schedule_id;
    INSERT INTO heatsched.schedule_versions AS v
    VALUES (tenant, run.schedule_id, run.schedule_id, 1, run_id, clock_timestamp(), session_user)
    ON CONFLICT (tenant_id, schedule_id) DO UPDATE
    SET published_run_id = excluded.published_run_id, published_at = excluded.published_at, published_by = excluded.published_by
    RETURNING * INTO version;
    RETURN version;
END
$$;
COMMENT ON FUNCTION heatsched.publish_schedule(text) IS
    E'Publishes a run as the plan that the plant follows. The schedule, its jobs and the run do not change from then on. The same run again changes nothing; another run of a published schedule is refused (HS1601).\nrun_id: Run, as in optimization_runs.';

CREATE FUNCTION heatsched.revise_schedule(schedule_id text) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    tenant text := heatsched.my_tenant();
    of heatsched.schedule_versions;
    revised text;
    changes jsonb;
BEGIN
    IF schedule_id IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT v.* INTO of FROM heatsched.schedule_versions v
    WHERE v.tenant_id = tenant AND v.schedule_id = revise_schedule.schedule_id AND v.published_run_id IS NOT NULL
    FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'HS1009: schedules.schedule_id (%): there is no such published schedule', schedule_id
            USING ERRCODE = 'no_data_found', HINT = 'a schedule that is not published can be changed as it is';
    END IF;
    PERFORM FROM heatsched.schedules s WHERE s.tenant_id = tenant AND s.schedule_id = of.first_schedule_id FOR UPDATE;
    SELECT max(v.version) + 1 INTO of.version FROM heatsched.schedule_versions v
    WHERE v.tenant_id = tenant AND v.first_schedule_id = of.first_schedule_id;
    revised := format('%s.v%s', of.first_schedule_id, of.version);
    changes := jsonb_build_object('schedule_id', revised, 'source_reference', format('version of %s', schedule_id));
    INSERT INTO heatsched.schedules
    SELECT (jsonb_populate_record(s, changes || '{"status": "draft"}')).* FROM heatsched.schedules s
    WHERE s.tenant_id = tenant AND s.schedule_id = revise_schedule.schedule_id;
    INSERT INTO heatsched.production_jobs
    SELECT (jsonb_populate_record(j, changes)).* FROM heatsched.production_jobs j
    WHERE j.tenant_id = tenant AND j.schedule_id = revise_schedule.schedule_id;
    INSERT INTO heatsched.schedule_versions VALUES (tenant, revised, of.first_schedule_id, of.version);
    RETURN revised;
END
$$;
COMMENT ON FUNCTION heatsched.revise_schedule(text) IS
    E'A new draft with the jobs of a published schedule, to be corrected, planned and published as its next version; answers with its id.\nschedule_id: Schedule that is published.';

CREATE FUNCTION heatsched.delete_schedule(schedule_id text) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    tenant text := heatsched.my_tenant();
BEGIN
    IF schedule_id IS NULL THEN
        RETURN NULL;
    END IF;
    PERFORM FROM heatsched.schedules s WHERE s.tenant_id = tenant AND s.schedule_id = delete_schedule.schedule_id FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'HS1009: schedules.schedule_id (%): there is no such schedule', schedule_id
            USING ERRCODE = 'no_data_found', HINT = 'schedules lists them';
    END IF;
    IF EXISTS (
        SELECT FROM heatsched.schedule_versions v
        WHERE v.tenant_id = tenant AND v.schedule_id = delete_schedule.schedule_id AND v.published_run_id IS NOT NULL
    ) THEN
        PERFORM heatsched.refuse_published(schedule_id);
    END IF;
    DELETE FROM heatsched.optimization_runs r WHERE r.tenant_id = tenant AND r.schedule_id = delete_schedule.schedule_id;
    DELETE FROM heatsched.production_jobs j WHERE j.tenant_id = tenant AND j.schedule_id = delete_schedule.schedule_id;
    DELETE FROM heatsched.schedules s WHERE s.tenant_id = tenant AND s.schedule_id = delete_schedule.schedule_id;
    RETURN true;
END
$$;
COMMENT ON FUNCTION heatsched.delete_schedule(text) IS
    E'Deletes a schedule that is not published, with its jobs, runs and requests.\nschedule_id: Schedule, as in schedules.';
-- Schedules that wait to be planned. Workers (heatsched worker) take them; a request of a worker that has stopped is taken
-- again. Problem and answer are lines of the solver's protocol, and a worker's answer is computed anew before it is stored.

CREATE TABLE heatsched.optimization_requests (
    tenant_id text COLLATE "C" NOT NULL,
    request_id text COLLATE "C" NOT NULL DEFAULT pg_catalog.gen_random_uuid(),
    schedule_id text COLLATE "C" NOT NULL,
    options text NOT NULL DEFAULT '{}',
    status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'running', 'solved', 'failed', 'cancelled')),
    requested_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    requested_by name NOT NULL DEFAULT session_user,
    attempts integer NOT NULL DEFAULT 0,
    worker text,
    taken_at timestamptz,
    ended_at timestamptz,
    request text,
    run_id text COLLATE "C",
    error text,
    PRIMARY KEY (tenant_id, request_id),
    FOREIGN KEY (tenant_id, schedule_id) REFERENCES heatsched.schedules (tenant_id, schedule_id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX optimization_requests_open ON heatsched.optimization_requests (tenant_id, schedule_id, options)
WHERE status IN ('queued', 'running');
CREATE INDEX optimization_requests_next ON heatsched.optimization_requests (requested_at, request_id)
WHERE status IN ('queued', 'running');
COMMENT ON TABLE heatsched.optimization_requests IS 'Schedules that were given to workers to be planned';
COMMENT ON COLUMN heatsched.optimization_requests.tenant_id IS 'Owner of the row';
COMMENT ON COLUMN heatsched.optimization_requests.request_id IS 'Request';
COMMENT ON COLUMN heatsched.optimization_requests.schedule_id IS 'Schedule, as in schedules';
COMMENT ON COLUMN heatsched.optimization_requests.options IS 'Solver options as JSON, as for optimize_schedule';
COMMENT ON COLUMN heatsched.optimization_requests.status IS 'queued, running, solved, failed or cancelled';
COMMENT ON COLUMN heatsched.optimization_requests.requested_at IS 'When it was submitted';
COMMENT ON COLUMN heatsched.optimization_requests.requested_by IS 'Role of the connection that submitted it';
COMMENT ON COLUMN heatsched.optimization_requests.attempts IS 'How often a worker has taken it';
COMMENT ON COLUMN heatsched.optimization_requests.worker IS 'Worker that took it last';
COMMENT ON COLUMN heatsched.optimization_requests.taken_at IS 'When that was';
COMMENT ON COLUMN heatsched.optimization_requests.ended_at IS 'When it was solved, failed or cancelled';
COMMENT ON COLUMN heatsched.optimization_requests.request IS 'The problem as it was when it was taken: a line of the solver''s protocol';
COMMENT ON COLUMN heatsched.optimization_requests.run_id IS 'Run, as in optimization_runs';
COMMENT ON COLUMN heatsched.optimization_requests.error IS 'Why it failed';

-- Apart from the requests, because it changes every few seconds and is no business of the audit log.
CREATE TABLE heatsched.optimization_progress (
    tenant_id text COLLATE "C" NOT NULL,
    request_id text COLLATE "C" NOT NULL,
    heartbeat_at timestamptz NOT NULL,
    incumbent numeric(18, 4),
    lower_bound numeric(18, 4),
    gap numeric(18, 6),
    PRIMARY KEY (tenant_id, request_id),
    FOREIGN KEY (tenant_id, request_id) REFERENCES heatsched.optimization_requests (tenant_id, request_id) ON DELETE CASCADE
) WITH (fillfactor = 50);
COMMENT ON TABLE heatsched.optimization_progress IS 'How far requests are that a worker is at work on';
COMMENT ON COLUMN heatsched.optimization_progress.tenant_id IS 'Owner of the row';
COMMENT ON COLUMN heatsched.optimization_progress.request_id IS 'Request, as in optimization_requests';
COMMENT ON COLUMN heatsched.optimization_progress.heartbeat_at IS 'When the worker was last heard of';
COMMENT ON COLUMN heatsched.optimization_progress.incumbent IS 'Cost of the best plan so far [currency]';
COMMENT ON COLUMN heatsched.optimization_progress.lower_bound IS 'No plan costs less [currency]';
COMMENT ON COLUMN heatsched.optimization_progress.gap IS '(incumbent - lower_bound) / incumbent';

SELECT pg_catalog.pg_extension_config_dump('heatsched.optimization_requests', '');
SELECT pg_catalog.pg_extension_config_dump('heatsched.optimization_progress', '');
ALTER TABLE heatsched.optimization_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.optimization_requests FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.optimization_requests USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
ALTER TABLE heatsched.optimization_progress ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.optimization_progress FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.optimization_progress USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));
CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.optimization_requests REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('request_id');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.optimization_requests REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('request_id');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.optimization_requests REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('request_id');

CREATE FUNCTION heatsched.optimization_request(schedule_id text, options text DEFAULT '{}') RETURNS text
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_optimization_request';
COMMENT ON FUNCTION heatsched.optimization_request(text, text) IS
    E'What a worker is asked: the schedules problem as a line of the solvers protocol, or {"run_id": ...} where it has been solved.\nschedule_id: Schedule, as in schedules.\noptions: JSON object: how to solve.';

CREATE FUNCTION heatsched.store_optimization(schedule_id text, request text, answer text) RETURNS text
LANGUAGE c STRICT SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_store_optimization';
COMMENT ON FUNCTION heatsched.store_optimization(text, text, text) IS
    E'Stores the plan that a solver answered; every figure is computed anew. Answers with the run.\nschedule_id: Schedule, as in schedules.\nrequest: Line that was solved.\nanswer: Last line of the solver.';

CREATE FUNCTION heatsched.optimization_result(request_id text) RETURNS SETOF heatsched.planned_row
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_optimization_result';
COMMENT ON FUNCTION heatsched.optimization_result(text) IS
    E'The plan of a request that is solved, as optimize_schedule gives it. One that is not is an error (HS1602).\nrequest_id: Request of submit_optimization.';

CREATE FUNCTION heatsched.submit_optimization(schedule_id text, options text DEFAULT '{}') RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    tenant text := heatsched.my_tenant();
    wanted text;
    submitted text;
BEGIN
    IF schedule_id IS NULL THEN
        RETURN NULL;
    END IF;
    wanted := coalesce(options, '{}')::jsonb;
    -- what cannot be planned is refused now, not hours later
    PERFORM heatsched.optimization_request(schedule_id, wanted);
    LOOP
        INSERT INTO heatsched.optimization_requests (tenant_id, schedule_id, options)
        VALUES (tenant, submit_optimization.schedule_id, wanted)
        ON CONFLICT (tenant_id, schedule_id, options) WHERE status IN ('queued', 'running') DO NOTHING
        RETURNING request_id INTO submitted;
        IF NOT FOUND THEN
            SELECT r.request_id INTO submitted FROM heatsched.optimization_requests r
            WHERE r.tenant_id = tenant AND r.schedule_id = submit_optimization.schedule_id AND r.options = wanted
              AND r.status IN ('queued', 'running');
        END IF;
        EXIT WHEN submitted IS NOT NULL;
    END LOOP;
    PERFORM pg_notify('heatsched_requests', '');
    RETURN submitted;
EXCEPTION WHEN invalid_text_representation THEN
    RAISE EXCEPTION 'HS1001: options: %', SQLERRM USING ERRCODE = 'invalid_parameter_value', HINT = 'give a JSON object';
END
$$;
COMMENT ON FUNCTION heatsched.submit_optimization(text, text) IS
    E'Puts a schedule into the queue of the workers and answers with the id of the request. The same wish, while it waits, is the same request. What cannot be planned is refused at once.\nschedule_id: Schedule, as in schedules.\noptions: JSON object: how to solve, as for optimize_schedule.';

CREATE FUNCTION heatsched.optimization_status(request_id text DEFAULT NULL)
RETURNS TABLE (
    request_id text, schedule_id text, status text, requests_ahead bigint, attempts integer, worker text, requested_at timestamptz,
    taken_at timestamptz, heartbeat_at timestamptz, ended_at timestamptz, incumbent numeric, lower_bound numeric, gap numeric,
    run_id text, error text
)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT r.request_id, r.schedule_id, r.status,
           CASE WHEN r.status = 'queued' THEN (
               SELECT count(*) FROM heatsched.optimization_requests o
               WHERE o.status = 'queued' AND (o.requested_at, o.request_id) < (r.requested_at, r.request_id)
           ) END,
           r.attempts, r.worker, r.requested_at, r.taken_at, p.heartbeat_at, r.ended_at,
           coalesce(s.objective, p.incumbent), coalesce(s.lower_bound, p.lower_bound), coalesce(s.gap, p.gap), r.run_id, r.error
    FROM heatsched.optimization_requests r
    LEFT JOIN heatsched.optimization_progress p ON p.tenant_id = r.tenant_id AND p.request_id = r.request_id
    LEFT JOIN heatsched.optimization_runs s ON s.tenant_id = r.tenant_id AND s.run_id = r.run_id
    WHERE optimization_status.request_id IS NULL OR r.request_id = optimization_status.request_id
    ORDER BY r.requested_at, r.request_id
$$;
COMMENT ON FUNCTION heatsched.optimization_status(text) IS
    E'How far requests are: place in the queue, worker, cost of the best plan so far, lower bound and gap, in the end the run or the error. LISTEN heatsched_progress tells of every change by the id of its request.\nrequest_id: Request of submit_optimization; none: all of them.';

CREATE FUNCTION heatsched.cancel_optimization(request_id text) RETURNS boolean
LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $$
    WITH cancelled AS (
        UPDATE heatsched.optimization_requests r SET status = 'cancelled', ended_at = clock_timestamp()
        WHERE r.request_id = cancel_optimization.request_id AND r.status IN ('queued', 'running')
        RETURNING r.request_id
    )
    SELECT count(pg_notify('heatsched_progress', c.request_id)) > 0 FROM cancelled c
$$;
COMMENT ON FUNCTION heatsched.cancel_optimization(text) IS
    E'Takes a request back that waits or is worked on; whether there was one.\nrequest_id: Request of submit_optimization.';

-- For workers.

CREATE FUNCTION heatsched.end_optimization(tenant text, request text, outcome text, run text, reason text) RETURNS void
LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $$
    UPDATE heatsched.optimization_requests r
    SET status = outcome, run_id = run, error = reason, ended_at = clock_timestamp()
    WHERE r.tenant_id = tenant AND r.request_id = end_optimization.request;
    SELECT pg_notify('heatsched_progress', end_optimization.request)
$$;
COMMENT ON FUNCTION heatsched.end_optimization(text, text, text, text, text) IS
    'How a request ended; for workers.';

CREATE FUNCTION heatsched.take_optimization(worker text, stale_after interval DEFAULT '1 minute')
RETURNS TABLE (request_id text, attempt integer, request text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
    before text := coalesce(current_setting('heatsched.tenant_id', true), '');
    next heatsched.optimization_requests;
    known text;
BEGIN
    LOOP
        SELECT r.* INTO next FROM heatsched.optimization_requests r
        LEFT JOIN heatsched.optimization_progress p ON p.tenant_id = r.tenant_id AND p.request_id = r.request_id
        WHERE r.status = 'queued'
           OR r.status = 'running' AND greatest(p.heartbeat_at, r.taken_at) < clock_timestamp() - stale_after
        ORDER BY r.requested_at, r.request_id
        LIMIT 1 FOR UPDATE OF r SKIP LOCKED;
        EXIT WHEN NOT FOUND;
        IF next.attempts >= 3 THEN
            PERFORM heatsched.end_optimization(next.tenant_id, next.request_id, 'failed', NULL,
                format('HS9001: heatsched worker: %s workers stopped while they were at it, the last was %s', next.attempts, next.worker));
            CONTINUE;
        END IF;
        PERFORM set_config('heatsched.tenant_id', next.tenant_id, true);
        BEGIN
            next.request := heatsched.optimization_request(next.schedule_id, next.options);
            known := next.request::json ->> 'run_id';
            IF known IS NOT NULL THEN
                PERFORM heatsched.end_optimization(next.tenant_id, next.request_id, 'solved', known, NULL);
            ELSE
                UPDATE heatsched.optimization_requests r
                SET status = 'running', attempts = r.attempts + 1, worker = take_optimization.worker,
                    taken_at = clock_timestamp(), request = next.request
                WHERE r.tenant_id = next.tenant_id AND r.request_id = next.request_id
                RETURNING r.request_id, r.attempts, r.request INTO request_id, attempt, request;
            END IF;
        EXCEPTION WHEN invalid_parameter_value OR no_data_found OR program_limit_exceeded THEN
            PERFORM heatsched.end_optimization(next.tenant_id, next.request_id, 'failed', NULL, SQLERRM);
        END;
        PERFORM set_config('heatsched.tenant_id', before, true);
        IF request_id IS NOT NULL THEN
            PERFORM pg_notify('heatsched_progress', request_id);
            RETURN NEXT;
            RETURN;
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION heatsched.take_optimization(text, interval) IS
    E'For workers: takes the oldest request that waits, or whose worker was silent for too long; three workers at most try one.\nworker: Name of the worker.\nstale_after: How long a worker may be silent.';

CREATE FUNCTION heatsched.report_optimization(
    request_id text, attempt integer, incumbent double precision, lower_bound double precision, gap double precision
) RETURNS boolean
LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $$
    WITH mine AS (
        SELECT r.tenant_id, r.request_id FROM heatsched.optimization_requests r
        WHERE r.request_id = report_optimization.request_id AND r.status = 'running' AND r.attempts = attempt
    ), written AS (
        INSERT INTO heatsched.optimization_progress AS p
        SELECT m.tenant_id, m.request_id, clock_timestamp(), report_optimization.incumbent, report_optimization.lower_bound, report_optimization.gap
        FROM mine m
        ON CONFLICT (tenant_id, request_id) DO UPDATE
        SET heartbeat_at = excluded.heartbeat_at, incumbent = excluded.incumbent, lower_bound = excluded.lower_bound, gap = excluded.gap
        RETURNING p.request_id
    )
    SELECT count(pg_notify('heatsched_progress', w.request_id)) > 0 FROM written w
$$;
COMMENT ON FUNCTION heatsched.report_optimization(text, integer, double precision, double precision, double precision) IS
    'For workers: a sign of life with what there is so far; whether the answer is still wanted.';

CREATE FUNCTION heatsched.finish_optimization(request_id text, attempt integer, answer text) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    before text := coalesce(current_setting('heatsched.tenant_id', true), '');
    mine heatsched.optimization_requests;
BEGIN
    SELECT r.* INTO mine FROM heatsched.optimization_requests r WHERE r.request_id = finish_optimization.request_id FOR UPDATE;
    -- cancelled, or taken by another worker since
    IF mine.status IS DISTINCT FROM 'running' OR mine.attempts <> attempt THEN
        RETURN mine.status;
    END IF;
    PERFORM set_config('heatsched.tenant_id', mine.tenant_id, true);
    BEGIN
        mine.run_id := heatsched.store_optimization(mine.schedule_id, mine.request, answer);
        mine.status := 'solved';
    EXCEPTION
        WHEN invalid_parameter_value OR no_data_found OR check_violation OR program_limit_exceeded OR external_routine_exception OR internal_error THEN
            mine.error := SQLERRM;
            mine.status := 'failed';
    END;
    PERFORM heatsched.end_optimization(mine.tenant_id, mine.request_id, mine.status, mine.run_id, mine.error);
    PERFORM set_config('heatsched.tenant_id', before, true);
    RETURN mine.status;
END
$$;
COMMENT ON FUNCTION heatsched.finish_optimization(text, integer, text) IS
    'For workers: hands the solvers last line in. Run and status are written together; answers with the status.';

CREATE FUNCTION heatsched.release_optimization(request_id text, attempt integer) RETURNS boolean
LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $$
    WITH released AS (
        UPDATE heatsched.optimization_requests r
        SET status = 'queued', attempts = r.attempts - 1, worker = NULL, taken_at = NULL, request = NULL
        WHERE r.request_id = release_optimization.request_id AND r.status = 'running' AND r.attempts = attempt
        RETURNING r.request_id
    )
    SELECT count(pg_notify('heatsched_requests', '')) > 0 FROM released
$$;
COMMENT ON FUNCTION heatsched.release_optimization(text, integer) IS
    'For workers: gives a request back as if it had not been taken.';
-- What each equipment does in each stored run: its jobs and their energy cost, and all of its input, held heat and
-- start-up included. Demand charges are shared by the whole site and not split here.
CREATE OR REPLACE VIEW cost_by_equipment AS
SELECT
    r.tenant_id,
    r.site_id,
    r.schedule_id,
    r.schedule_date,
    r.run_id,
    p.schedule_kind,
    p.equipment_id,
    CAST(coalesce(j.jobs, 0) AS bigint) AS jobs,
    CAST(coalesce(j.job_input_kwh, 0) AS decimal(18, 6)) AS job_input_kwh,
    CAST(coalesce(j.job_energy_cost, 0) AS decimal(18, 4)) AS job_energy_cost,
    CAST(p.input_kw * CAST(r.interval_minutes AS decimal(4, 0)) / 60 AS decimal(18, 6)) AS input_kwh,
    CAST(p.heat_kw * CAST(r.interval_minutes AS decimal(4, 0)) / 60 AS decimal(18, 6)) AS heat_kwh,
    CAST(coalesce(o.on_hours, 0) AS decimal(9, 2)) AS on_hours,
    CAST(coalesce(o.starts, 0) AS bigint) AS starts
FROM optimization_runs r
JOIN (
    SELECT tenant_id, run_id, schedule_kind, equipment_id, sum(electric_kw + fuel_kw) AS input_kw, sum(thermal_kw) AS heat_kw
    FROM load_profile
    WHERE equipment_id <> '*'
    GROUP BY tenant_id, run_id, schedule_kind, equipment_id
) p ON p.tenant_id = r.tenant_id AND p.run_id = r.run_id
LEFT JOIN (
    SELECT tenant_id, run_id, schedule_kind, equipment_id, count(*) AS jobs, sum(input_energy_kwh) AS job_input_kwh,
           sum(energy_cost) AS job_energy_cost
    FROM schedule_assignments
    GROUP BY tenant_id, run_id, schedule_kind, equipment_id
) j ON j.tenant_id = p.tenant_id AND j.run_id = p.run_id AND j.schedule_kind = p.schedule_kind AND j.equipment_id = p.equipment_id
LEFT JOIN (
    SELECT tenant_id, run_id, schedule_kind, equipment_id,
           sum(EXTRACT(EPOCH FROM "off") - EXTRACT(EPOCH FROM "on")) / 3600 AS on_hours,
           sum(CASE WHEN start_counted THEN 1 ELSE 0 END) AS starts
    FROM equipment_runs
    GROUP BY tenant_id, run_id, schedule_kind, equipment_id
) o ON o.tenant_id = p.tenant_id AND o.run_id = p.run_id AND o.schedule_kind = p.schedule_kind AND o.equipment_id = p.equipment_id;
ALTER VIEW heatsched.cost_by_equipment SET (security_invoker = true);
COMMENT ON VIEW heatsched.cost_by_equipment IS 'What each equipment does in each stored run: its jobs and their energy cost, and all of its input, held heat and start-up included. Demand charges are shared by the whole site and not split here.';
-- What each stored run costs by tariff category: energy, and the demand charges of the category or by the charge's name.
CREATE OR REPLACE VIEW cost_by_period AS
SELECT
    c.tenant_id,
    c.site_id,
    r.schedule_id,
    c.schedule_date,
    c.run_id,
    c.schedule_kind,
    c.category AS period_category,
    sum(CASE WHEN c.charge = 'energy' THEN c.quantity ELSE 0 END) AS energy_kwh,
    sum(CASE WHEN c.charge = 'energy' THEN c.amount ELSE 0 END) AS energy_cost,
    sum(CASE WHEN c.charge = 'demand' THEN c.quantity ELSE 0 END) AS billed_demand_kw,
    sum(CASE WHEN c.charge = 'demand' THEN c.amount ELSE 0 END) AS demand_cost,
    sum(c.amount) AS total_cost
FROM cost_lines c
JOIN optimization_runs r ON r.tenant_id = c.tenant_id AND r.run_id = c.run_id
WHERE c.charge IN ('energy', 'demand')
GROUP BY c.tenant_id, c.site_id, r.schedule_id, c.schedule_date, c.run_id, c.schedule_kind, c.category;
ALTER VIEW heatsched.cost_by_period SET (security_invoker = true);
COMMENT ON VIEW heatsched.cost_by_period IS 'What each stored run costs by tariff category: energy, and the demand charges of the category or by the charge''s name.';
-- How much of its time and capacity each equipment is used in each stored run; equipment that is never on has zeros.
CREATE OR REPLACE VIEW equipment_utilization AS
SELECT
    r.tenant_id,
    r.site_id,
    r.schedule_id,
    r.schedule_date,
    r.run_id,
    k.schedule_kind,
    e.equipment_id,
    e.capacity_kw,
    r.horizon_hours,
    CAST(coalesce(o.on_hours, 0) AS decimal(9, 2)) AS on_hours,
    CAST(100 * coalesce(o.on_hours, 0) / r.horizon_hours AS decimal(9, 2)) AS on_percent,
    CAST(coalesce(p.heat_kw, 0) * r.interval_minutes / 60 AS decimal(18, 6)) AS heat_kwh,
    CAST(CASE WHEN e.capacity_kw > 0 THEN 100 * (coalesce(p.heat_kw, 0) * r.interval_minutes / 60) / (e.capacity_kw * r.horizon_hours) END
         AS decimal(9, 2)) AS utilization_percent,
    CAST(coalesce(p.peak_heat_kw, 0) AS decimal(18, 6)) AS peak_heat_kw
FROM (
    SELECT tenant_id, site_id, schedule_id, schedule_date, run_id, CAST(interval_minutes AS decimal(4, 0)) AS interval_minutes,
           CAST((EXTRACT(EPOCH FROM horizon_end) - EXTRACT(EPOCH FROM horizon_start)) / 3600 AS decimal(9, 2)) AS horizon_hours
    FROM optimization_runs
) r
CROSS JOIN (SELECT 'baseline' AS schedule_kind UNION ALL SELECT 'optimized') k
JOIN heating_equipment e ON e.tenant_id = r.tenant_id AND e.site_id = r.site_id
LEFT JOIN (
    SELECT tenant_id, run_id, schedule_kind, equipment_id, sum(thermal_kw) AS heat_kw, max(thermal_kw) AS peak_heat_kw
    FROM load_profile
    WHERE equipment_id <> '*'
    GROUP BY tenant_id, run_id, schedule_kind, equipment_id
) p ON p.tenant_id = r.tenant_id AND p.run_id = r.run_id AND p.schedule_kind = k.schedule_kind AND p.equipment_id = e.equipment_id
LEFT JOIN (
    SELECT tenant_id, run_id, schedule_kind, equipment_id,
           CAST(sum(EXTRACT(EPOCH FROM "off") - EXTRACT(EPOCH FROM "on")) / 3600 AS decimal(9, 2)) AS on_hours
    FROM equipment_runs
    GROUP BY tenant_id, run_id, schedule_kind, equipment_id
) o ON o.tenant_id = r.tenant_id AND o.run_id = r.run_id AND o.schedule_kind = k.schedule_kind AND o.equipment_id = e.equipment_id;
ALTER VIEW heatsched.equipment_utilization SET (security_invoker = true);
COMMENT ON VIEW heatsched.equipment_utilization IS 'How much of its time and capacity each equipment is used in each stored run; equipment that is never on has zeros.';
-- What each stored run saves against its FIFO baseline; with the violations of both, because a cheaper plan that breaks
-- more rules saves nothing.
CREATE OR REPLACE VIEW savings AS
SELECT
    tenant_id,
    site_id,
    schedule_id,
    schedule_date,
    run_id,
    status,
    baseline_cost,
    total_cost,
    savings,
    savings_percent,
    baseline_violations,
    constraints_violated,
    demand_allocation,
    tariff_id,
    currency
FROM optimization_runs;
ALTER VIEW heatsched.savings SET (security_invoker = true);
COMMENT ON VIEW heatsched.savings IS 'What each stored run saves against its FIFO baseline; with the violations of both, because a cheaper plan that breaks more rules saves nothing.';
-- The run that counts for each schedule: the published one, else the one that was stored last. A schedule whose next
-- version is published has none.
CREATE OR REPLACE VIEW current_runs AS
SELECT
    s.tenant_id,
    s.site_id,
    s.schedule_id,
    s.schedule_date,
    s.status AS schedule_status,
    coalesce(v.version, 1) AS version,
    v.published_at,
    r.run_id,
    r.status,
    r.horizon_start,
    r.horizon_end,
    r.interval_minutes,
    r.tariff_id,
    r.currency,
    r.total_cost,
    r.baseline_cost,
    r.savings,
    r.savings_percent,
    r.constraints_violated,
    r.stored_at
FROM schedules s
LEFT JOIN schedule_versions v ON v.tenant_id = s.tenant_id AND v.schedule_id = s.schedule_id
CROSS JOIN LATERAL (
    SELECT o.*
    FROM optimization_runs o
    WHERE o.tenant_id = s.tenant_id AND o.schedule_id = s.schedule_id
    ORDER BY (o.run_id = v.published_run_id) IS TRUE DESC, o.stored_at DESC, o.run_id
    LIMIT 1
) r
WHERE NOT EXISTS (
    SELECT FROM schedule_versions later
    WHERE later.tenant_id = v.tenant_id AND later.first_schedule_id = v.first_schedule_id
      AND later.version > v.version AND later.published_run_id IS NOT NULL
);
ALTER VIEW heatsched.current_runs SET (security_invoker = true);
COMMENT ON VIEW heatsched.current_runs IS 'The run that counts for each schedule: the published one, else the one that was stored last. A schedule whose next version is published has none.';
-- The load of each stored run in quarter-hours, whatever its own intervals: mean power, and energy that adds up.
CREATE OR REPLACE VIEW load_profile_15min AS
SELECT
    p.tenant_id,
    p.site_id,
    p.schedule_date,
    p.run_id,
    p.schedule_kind,
    p.equipment_id,
    q.start,
    q.start AT TIME ZONE t.time_zone AS start_local,
    CAST(sum(p.electric_kw * w.share) AS numeric(18, 6)) AS electric_kw,
    CAST(sum(p.thermal_kw * w.share) AS numeric(18, 6)) AS thermal_kw,
    CAST(sum(p.fuel_kw * w.share) AS numeric(18, 6)) AS fuel_kw,
    CAST(sum(p.site_load_kw * w.share) AS numeric(18, 6)) AS site_load_kw,
    CAST(sum(p.electric_kw * w.share) / 4 AS numeric(18, 6)) AS electric_kwh
FROM load_profile p
JOIN sites t ON t.tenant_id = p.tenant_id AND t.site_id = p.site_id
CROSS JOIN LATERAL generate_series(
    date_bin('15 minutes', p.start, 'epoch'), p."end" - interval '1 microsecond', interval '15 minutes'
) AS q (start)
CROSS JOIN LATERAL (
    SELECT extract(epoch FROM least(p."end", q.start + interval '15 minutes') - greatest(p.start, q.start)) / 900 AS share
) w
GROUP BY p.tenant_id, p.site_id, p.schedule_date, p.run_id, p.schedule_kind, p.equipment_id, q.start, t.time_zone;
ALTER VIEW heatsched.load_profile_15min SET (security_invoker = true);
COMMENT ON VIEW heatsched.load_profile_15min IS 'The load of each stored run in quarter-hours, whatever its own intervals: mean power, and energy that adds up.';
-- What drew power when each billed peak of a stored run was set: a row an equipment, and one (*) for the rest of the site.
CREATE OR REPLACE VIEW peak_attribution AS
SELECT
    l.tenant_id,
    l.site_id,
    r.schedule_id,
    l.schedule_date,
    l.run_id,
    l.schedule_kind,
    l.month,
    l.category,
    l.at,
    l.at AT TIME ZONE t.time_zone AS at_local,
    l.quantity AS billed_kw,
    l.amount AS demand_cost,
    p.equipment_id,
    CASE WHEN p.equipment_id = '*' THEN p.site_load_kw ELSE p.electric_kw END AS electric_kw,
    r.currency
FROM cost_lines l
JOIN optimization_runs r ON r.tenant_id = l.tenant_id AND r.run_id = l.run_id
JOIN sites t ON t.tenant_id = l.tenant_id AND t.site_id = l.site_id
JOIN load_profile p ON p.tenant_id = l.tenant_id AND p.run_id = l.run_id AND p.schedule_kind = l.schedule_kind
    AND p.start <= l.at AND l.at < p."end"
WHERE l.charge = 'demand' AND l.at IS NOT NULL
  AND (p.equipment_id = '*' AND p.site_load_kw <> 0 OR p.equipment_id <> '*' AND p.electric_kw <> 0);
ALTER VIEW heatsched.peak_attribution SET (security_invoker = true);
COMMENT ON VIEW heatsched.peak_attribution IS 'What drew power when each billed peak of a stored run was set: a row an equipment, and one (*) for the rest of the site.';
-- What the current runs of a site save against FIFO in each month and currency.
CREATE OR REPLACE VIEW savings_summary AS
SELECT
    tenant_id,
    site_id,
    to_char(schedule_date, 'YYYY-MM') AS month,
    currency,
    count(*) AS schedules,
    count(*) FILTER (WHERE schedule_status = 'published') AS published_schedules,
    sum(baseline_cost) AS baseline_cost,
    sum(total_cost) AS total_cost,
    sum(savings) AS savings,
    CAST(100 * sum(savings) / nullif(sum(baseline_cost), 0) AS numeric(9, 2)) AS savings_percent,
    sum(constraints_violated) AS constraints_violated
FROM current_runs
GROUP BY tenant_id, site_id, to_char(schedule_date, 'YYYY-MM'), currency;
ALTER VIEW heatsched.savings_summary SET (security_invoker = true);
COMMENT ON VIEW heatsched.savings_summary IS 'What the current runs of a site save against FIFO in each month and currency.';
-- Which job runs where and when by the current run of each schedule, in UTC and on the site's wall clock.
CREATE OR REPLACE VIEW schedule_current AS
SELECT
    c.tenant_id,
    c.site_id,
    c.schedule_id,
    c.schedule_date,
    c.schedule_status,
    c.version,
    c.run_id,
    a.job_id,
    j.product_name,
    j.priority,
    a.equipment_id,
    e.equipment_name,
    a.scheduled_start,
    a.scheduled_end,
    a.scheduled_start AT TIME ZONE t.time_zone AS scheduled_start_local,
    a.scheduled_end AT TIME ZONE t.time_zone AS scheduled_end_local,
    j.latest_end,
    a.power_kw,
    a.input_energy_kwh,
    a.energy_cost,
    a.tariff_period,
    a.demand_contribution_kw,
    c.currency
FROM current_runs c
JOIN sites t ON t.tenant_id = c.tenant_id AND t.site_id = c.site_id
JOIN schedule_assignments a ON a.tenant_id = c.tenant_id AND a.run_id = c.run_id AND a.schedule_kind = 'optimized'
LEFT JOIN production_jobs j ON j.tenant_id = c.tenant_id AND j.schedule_id = c.schedule_id AND j.job_id = a.job_id
LEFT JOIN heating_equipment e ON e.tenant_id = c.tenant_id AND e.site_id = c.site_id AND e.equipment_id = a.equipment_id;
ALTER VIEW heatsched.schedule_current SET (security_invoker = true);
COMMENT ON VIEW heatsched.schedule_current IS 'Which job runs where and when by the current run of each schedule, in UTC and on the site''s wall clock.';
-- Generated from query/src/functions by tests/it/comments_sql.rs; not to be edited.
DO $comments$
DECLARE
    told record;
BEGIN
    FOR told IN
        SELECT p.oid::pg_catalog.regprocedure AS routine, d.text
        FROM (VALUES
            ('baseline_schedule', 'What the plant would do without the optimiser: jobs first come, first served, blind to prices. Nothing is stored. The columns are those of schedule_assignments, and the cost and violations of the whole schedule.
schedule_id: Schedule, as in schedules.'),
            ('bill', 'Bill of a load series by a tariff: a list of lines (line_no, month, charge, category, tier, quantity, unit, rate, amount, at), to be unnested. at is the start of an interval and kw the mean power over it; the length of the intervals is that of the series, which must be even and without a gap or a duplicate. Rows with a NULL are left out, as in any aggregate. NULL where there is no row. The tariff''s own time zone decides on hours, days and months. Demand charges are billed in full.
at: Start of an interval.
kw: Mean power over the interval, in kW.
tariff_id: Tariff, as in tariffs; one for the whole series.'),
            ('calculate_bill', 'Bill of a site''s load (the table site_load) by the tariff in force at its start, line by line. Start and end are timestamps (UTC where no offset is given) or dates (local days of the site). The load must cover all of the time, without a gap or an overlap. A bill over part of a month carries its share of the month''s fixed charges, which the line''s quantity shows.
site_id: Site, as in sites.
start: From this timestamp or date.
end: To this timestamp or date, excluded.
demand_allocation: marginal (default): the whole of each demand charge; prorated: the time''s share of its month.'),
            ('compare_tariffs', 'Bill of a site''s load by each of several tariffs and by the one in force at its start, the cheapest first. The tariffs are billed whether or not they are in effect then, so that last year''s load can be priced by next year''s tariffs; note says so. A tariff that cannot bill the load comes last, with the reason.
site_id: Site, as in sites.
start: From this timestamp or date.
end: To this timestamp or date, excluded.
tariffs: Tariff, as in tariffs; a pattern in which % stands for any text; or a list of either.'),
            ('current_tariff', 'Tariff in force at a site: the one that the site names, or the only one in effect on the tariff''s local day. It is an error if several are in effect, or none. NULL where an argument is NULL. A timestamp without a zone is UTC.
site_id: Site, as in sites.
at: Instant: a timestamp of any unit and zone.'),
            ('explain_bill', 'What set each peak on the bill of a site''s load: for every demand charge and billing month the metering window, the kW that are billed and why (the peak itself, a ratchet and the month it holds to, a minimum, contracted power), and what demand would have cost less, in all months of the bill, had the peak been one kW lower. One row for each piece of equipment that drew power then by the plan of a stored run, of a published schedule first, and one for the site''s load.
site_id: Site, as in sites.
start: From this timestamp or date.
end: To this timestamp or date, excluded.
demand_allocation: marginal (default): the whole of each demand charge; prorated: the time''s share of its month.'),
            ('explain_schedule', 'Why each job of a stored run is where it is: what the job costs there, with all others as they are, the next best place and what the run would cost more with the job there, and what keeps the job from the place that looks cheapest by its own energy: a rule, a job in the way, or a peak that it would raise. Costs are before rounding, without fixed charges, minimum charges and tax.
run_id: Run, as in optimization_runs.'),
            ('export_tariff', 'A stored tariff as a JSON document: all of it in heatsched''s own form, or in that of the Utility Rate Database, which refuses by name what that database cannot state.
tariff_id: Tariff, as in tariffs.
form: own (default) or urdb.'),
            ('import_tariff', 'Stores the tariffs of a document in the warehouse: JSON of heatsched''s own form, or of the Utility Rate Database (URDB). Everything that is wrong, or that cannot be represented, is told at once, and then nothing is stored. The same document twice changes nothing. A tariff without a time zone needs one here; one of URDB without a currency is in USD. Explaining or preparing a query stores nothing.
document: JSON of a tariff, or of several.
time_zone: IANA zone of tariffs that name none.
currency: ISO 4217 code of the currency of tariffs that name none.'),
            ('optimize_schedule', 'Plans a schedule at the least cost, stores the run in the warehouse and gives its assignments. The same input is not solved twice: its stored run is found again. Explaining or preparing a query solves nothing. A pattern with % or a list in brackets plans many schedules, side by side. The columns are those of schedule_assignments, and the cost, status and violations of the whole plan. Options is a JSON object with any of gap_tolerance, work_limit, time_limit_seconds, threads, seed and demand_allocation; an unknown key is an error that names it.
To plan anew beside a published plan, give previous_run_id, a stored run. Jobs that it starts before freeze_until keep their equipment and start; every other job moves only where that saves at least move_price on the bill (default: 5 % of what a job costs on average). Which jobs moved and why is in job_moves. Costs, lower bound and gap are those of the bill alone.
schedule_id: Schedule, as in schedules; a pattern in which % stands for any text; or a list of either.
options: JSON object: how to solve.'),
            ('peak_prices', 'What one kW of each peak of a stored run costs, riders included: the part of a demand charge that the horizon pays for a kW more, and saves with a kW less. 0 below the peak of the month to date, a minimum or a ratchet.
run_id: Run, as in optimization_runs.'),
            ('provenance', 'The chain of hashes behind a stored run, or behind every run of a schedule: the sets of input rows with the systems they came from, the problem that was solved, the result.
id: Run, as in optimization_runs, or schedule, as in schedules.'),
            ('reconcile_bill', 'A utility''s invoice against our bill of a site''s load, line by line: what differs, and whether by the energy (volume), the rate (price), the demand (peak) or a charge that only one of the two has. The parts of all lines add up to the difference of the totals.
site_id: Site, as in sites.
start: From this timestamp or date.
end: To this timestamp or date, excluded.
invoice: JSON: a list of lines with month, charge, category, quantity, unit, rate and amount.'),
            ('schedule_cost', 'What a stored run costs by kind of charge, next to its FIFO baseline: a row for each kind that either bill has, and one for the total.
run_id: Run, as in optimization_runs.'),
            ('simulate_schedule', 'Plans a schedule with changes and stores nothing. Options is a JSON object: tariff_id (another tariff), demand_limit_kw, demand_allocation (marginal or prorated), without_equipment (ids to plan without), and the solver''s gap_tolerance, work_limit, time_limit_seconds, threads and seed; and previous_run_id, freeze_until and move_price, as optimize_schedule has them. An unknown key is an error that names it.
schedule_id: Schedule, as in schedules.
options: JSON object: what to change.'),
            ('tariff_period', 'Category of a tariff''s period at an instant: off-peak, mid-peak, on-peak, critical or the utility''s own word. A real-time price changes the rate, not the category. NULL where an argument is NULL. A timestamp without a zone is UTC; a date is refused, because it is no instant.
tariff_id: Tariff, as in tariffs.
at: Instant: a timestamp of any unit and zone.'),
            ('tariff_rate', 'Energy rate of a tariff at an instant, in currency per kWh: that of the period the instant falls in by the tariff''s wall clock, or of the real-time price that covers it. NULL where an argument is NULL. A timestamp without a zone is UTC; a date is refused, because it is no instant.
tariff_id: Tariff, as in tariffs.
at: Instant: a timestamp of any unit and zone.'),
            ('tariff_rates', 'Rates of a tariff over time: a row for each longest stretch with one energy rate, one category and one demand rate. Start and end are timestamps (UTC where no offset is given) or dates (local days of the tariff).
tariff_id: Tariff, as in tariffs.
start: From this timestamp or date.
end: To this timestamp or date, excluded.'),
            ('validate_inputs', 'Everything that is wrong with the inputs of a schedule, at once: a row for each problem, with its code, the row and column it is in, and what to do. No rows: it can be planned.
schedule_id: Schedule, as in schedules.'),
            ('validate_schedule', 'Hard constraints that a stored run''s optimized schedule breaks, found again from its assignments and equipment runs by rules of the validator''s own: a row for each, with by how much and the smallest change that would mend it. No rows: the schedule is valid.
run_id: Run, as in optimization_runs.'),
            ('verify_provenance', 'Recomputes a stored run, or every run of a schedule, from its problem and its schedule: hashes, prices, every stored row. A row for each table that is as it was written, and a row for each cell that is not.
id: Run, as in optimization_runs, or schedule, as in schedules.')
        ) AS d (name, text)
        JOIN pg_catalog.pg_proc p ON p.proname = d.name AND p.pronamespace = 'heatsched'::pg_catalog.regnamespace
    LOOP
        EXECUTE pg_catalog.format('COMMENT ON ROUTINE %s IS %L', told.routine, told.text);
    END LOOP;
END
$comments$;
-- Nothing to PUBLIC. Each role has what the one before it has.
REVOKE ALL ON SCHEMA heatsched FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA heatsched FROM PUBLIC;
REVOKE ALL ON ALL ROUTINES IN SCHEMA heatsched FROM PUBLIC;

-- viewer: reads
GRANT USAGE ON SCHEMA heatsched TO heatsched_viewer;
GRANT SELECT ON ALL TABLES IN SCHEMA heatsched TO heatsched_viewer;
GRANT EXECUTE ON ALL ROUTINES IN SCHEMA heatsched TO heatsched_viewer;
REVOKE EXECUTE ON ROUTINE
    heatsched.optimize_schedule(text, text), heatsched.optimize_schedule(text[], text), heatsched.simulate_schedule(text, text),
    heatsched.import_tariff(text, text, text),
    heatsched.publish_schedule(text), heatsched.revise_schedule(text), heatsched.delete_schedule(text),
    heatsched.submit_optimization(text, text), heatsched.cancel_optimization(text),
    heatsched.take_optimization(text, interval),
    heatsched.report_optimization(text, integer, double precision, double precision, double precision),
    heatsched.finish_optimization(text, integer, text), heatsched.release_optimization(text, integer),
    heatsched.end_optimization(text, text, text, text, text), heatsched.store_optimization(text, text, text),
    heatsched.keep_published(), heatsched.keep_version(), heatsched.audit(), heatsched.audit_is_append_only(), heatsched.tariffs_changed()
FROM heatsched_viewer;

-- operator: also says what equipment does
GRANT INSERT, UPDATE ON heatsched.equipment_status TO heatsched_operator;

-- planner: also makes orders into plans
GRANT INSERT, UPDATE, DELETE ON
    heatsched.schedules, heatsched.production_jobs, heatsched.site_load, heatsched.workforce_shifts,
    heatsched.equipment_availability, heatsched.optimization_runs, heatsched.schedule_assignments, heatsched.equipment_runs,
    heatsched.load_profile, heatsched.cost_lines, heatsched.violations, heatsched.job_moves,
    heatsched.schedule_versions, heatsched.optimization_requests, heatsched.optimization_progress
TO heatsched_planner;
GRANT EXECUTE ON ROUTINE
    heatsched.optimize_schedule(text, text), heatsched.optimize_schedule(text[], text), heatsched.simulate_schedule(text, text),
    heatsched.publish_schedule(text), heatsched.revise_schedule(text), heatsched.delete_schedule(text),
    heatsched.submit_optimization(text, text), heatsched.cancel_optimization(text),
    heatsched.take_optimization(text, interval),
    heatsched.report_optimization(text, integer, double precision, double precision, double precision),
    heatsched.finish_optimization(text, integer, text), heatsched.release_optimization(text, integer),
    heatsched.end_optimization(text, text, text, text, text), heatsched.store_optimization(text, text, text)
TO heatsched_planner;

-- admin: also tariffs, sites and equipment
GRANT INSERT, UPDATE, DELETE ON
    heatsched.sites, heatsched.heating_equipment, heatsched.equipment_status, heatsched.tariffs, heatsched.tariff_periods,
    heatsched.demand_charges, heatsched.fixed_charges, heatsched.holidays, heatsched.energy_prices
TO heatsched_admin;
GRANT EXECUTE ON ROUTINE heatsched.import_tariff(text, text, text) TO heatsched_admin;
