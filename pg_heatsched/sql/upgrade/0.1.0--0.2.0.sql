-- Runs are kept by the month of their schedule, and what belongs to a run names that date.
-- An update is one transaction of a database that is not in use meanwhile: locks that last do not matter.
-- squawk-ignore-file adding-foreign-key-constraint, changing-column-type, constraint-missing-not-valid, require-concurrent-index-creation, require-concurrent-index-deletion
-- What goes comes back in another form before the transaction ends.
-- squawk-ignore-file ban-drop-constraint, ban-drop-not-null, ban-drop-table, ban-drop-view, renaming-table

-- They read the table that is made anew; their new forms follow.
DROP VIEW
    heatsched.cost_by_equipment, heatsched.cost_by_period, heatsched.current_runs, heatsched.equipment_utilization,
    heatsched.load_profile_15min, heatsched.peak_attribution, heatsched.savings, heatsched.savings_summary, heatsched.schedule_current;

CREATE TYPE heatsched.cost_forecast_row AS (
    site_id text, day date, basis text, schedules bigint, cost numeric(18,2), baseline_cost numeric(18,2), savings numeric(18,2),
    constraints_violated bigint, peak_kw numeric(18,6), utilization_percent numeric(9,4), currency text, note text
);
CREATE TYPE heatsched.maintained_row AS (
    site_id text, equipment_id text, unavailable_start timestamptz, unavailable_end timestamptz, reason text, status text,
    affected_schedules text
);
CREATE TYPE heatsched.registered_row AS (site_id text, equipment_id text, equipment_name text, status text);

DROP INDEX heatsched.audit_log_at;
CREATE INDEX audit_log_tenant ON heatsched.audit_log (tenant_id, at);
CREATE INDEX audit_log_at ON heatsched.audit_log (at);

ALTER TABLE heatsched.schedules
ALTER COLUMN site_id TYPE text COLLATE "C",
ADD CONSTRAINT date_is_of_this_era CHECK (schedule_date BETWEEN '1970-01-01' AND '2199-12-31');
CREATE INDEX schedules_site_id ON heatsched.schedules (tenant_id, site_id, schedule_date);

-- ids compare as their keys do
ALTER TABLE heatsched.sites ALTER COLUMN tariff_id TYPE text COLLATE "C";
ALTER TABLE heatsched.production_jobs ALTER COLUMN site_id TYPE text COLLATE "C";
ALTER TABLE heatsched.optimization_runs
ALTER COLUMN site_id TYPE text COLLATE "C",
ALTER COLUMN schedule_id TYPE text COLLATE "C",
ALTER COLUMN tariff_id TYPE text COLLATE "C";
ALTER TABLE heatsched.schedule_assignments
ALTER COLUMN site_id TYPE text COLLATE "C",
ALTER COLUMN equipment_id TYPE text COLLATE "C";
ALTER TABLE heatsched.equipment_runs ALTER COLUMN site_id TYPE text COLLATE "C";
ALTER TABLE heatsched.load_profile ALTER COLUMN site_id TYPE text COLLATE "C";
ALTER TABLE heatsched.cost_lines ALTER COLUMN site_id TYPE text COLLATE "C";
ALTER TABLE heatsched.violations ALTER COLUMN site_id TYPE text COLLATE "C";
ALTER TABLE heatsched.job_moves ALTER COLUMN site_id TYPE text COLLATE "C";
ALTER TABLE heatsched.connector_runs ALTER COLUMN job TYPE text COLLATE "C";
ALTER TABLE heatsched.connector_quarantine ALTER COLUMN run_id TYPE text COLLATE "C";
ALTER TABLE heatsched.connector_state ALTER COLUMN run_id TYPE text COLLATE "C";
ALTER TABLE heatsched.connector_payloads
ALTER COLUMN job TYPE text COLLATE "C",
ALTER COLUMN stream TYPE text COLLATE "C";

ALTER TABLE heatsched.schedule_assignments DROP CONSTRAINT schedule_assignments_tenant_id_run_id_fkey;
ALTER TABLE heatsched.equipment_runs DROP CONSTRAINT equipment_runs_tenant_id_run_id_fkey;
ALTER TABLE heatsched.load_profile DROP CONSTRAINT load_profile_tenant_id_run_id_fkey;
ALTER TABLE heatsched.cost_lines DROP CONSTRAINT cost_lines_tenant_id_run_id_fkey;
ALTER TABLE heatsched.violations DROP CONSTRAINT violations_tenant_id_run_id_fkey;
ALTER TABLE heatsched.job_moves DROP CONSTRAINT job_moves_tenant_id_run_id_fkey;
ALTER TABLE heatsched.schedule_versions DROP CONSTRAINT schedule_versions_tenant_id_published_run_id_fkey;

ALTER TABLE heatsched.optimization_runs RENAME TO optimization_runs_before;
ALTER TABLE heatsched.optimization_runs_before
DROP CONSTRAINT optimization_runs_pkey,
DROP CONSTRAINT optimization_runs_tenant_id_schedule_id_fkey;
ALTER TABLE heatsched.optimization_runs_before ALTER COLUMN stored_at DROP NOT NULL;
COMMENT ON COLUMN heatsched.optimization_runs_before.stored_at IS 'When it was stored; no part of any hash';
DROP INDEX heatsched.optimization_runs_schedule_date, heatsched.optimization_runs_schedule_id;

CREATE TABLE heatsched.optimization_runs (LIKE heatsched.optimization_runs_before INCLUDING ALL)
PARTITION BY RANGE (schedule_date);
COMMENT ON TABLE heatsched.optimization_runs IS 'Each solve: what went in, what came out, how good it is proved to be';
ALTER TABLE heatsched.optimization_runs
ADD PRIMARY KEY (tenant_id, run_id, schedule_date),
ADD FOREIGN KEY (tenant_id, schedule_id) REFERENCES heatsched.schedules (tenant_id, schedule_id);
CREATE INDEX optimization_runs_schedule_date ON heatsched.optimization_runs (tenant_id, schedule_date);
CREATE INDEX optimization_runs_site_id ON heatsched.optimization_runs (tenant_id, site_id, schedule_date);
CREATE INDEX optimization_runs_schedule_id ON heatsched.optimization_runs (tenant_id, schedule_id);
SELECT pg_catalog.pg_extension_config_dump('heatsched.optimization_runs', '');
ALTER TABLE heatsched.optimization_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE heatsched.optimization_runs FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON heatsched.optimization_runs USING (tenant_id OPERATOR(pg_catalog.=) ANY (ARRAY(SELECT heatsched.my_tenants())));

-- a month of a schedule, and the two months after it
DO $$
DECLARE
    month date;
    name text;
BEGIN
    FOR month IN
        SELECT DISTINCT (pg_catalog.date_trunc('month', s.schedule_date::timestamp) + pg_catalog.make_interval(months => ahead))::date
        FROM heatsched.schedules s CROSS JOIN pg_catalog.generate_series(0, 2) AS ahead
        ORDER BY 1
    LOOP
        name := pg_catalog.to_char(month, '"heatsched.optimization_runs_"YYYY_MM');
        EXECUTE pg_catalog.format('CREATE TABLE %s (LIKE heatsched.optimization_runs INCLUDING ALL)', name);
        PERFORM pg_catalog.pg_extension_config_dump(name::pg_catalog.regclass, '');
        EXECUTE pg_catalog.format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
        EXECUTE pg_catalog.format(
            'ALTER TABLE heatsched.optimization_runs ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)',
            name, month, (month + pg_catalog.make_interval(months => 1))::date);
    END LOOP;
END
$$;

-- before its triggers are made: nobody has changed anything
INSERT INTO heatsched.optimization_runs SELECT * FROM heatsched.optimization_runs_before;
ALTER EXTENSION pg_heatsched DROP TABLE heatsched.optimization_runs_before;
DROP TABLE heatsched.optimization_runs_before;

ALTER TABLE heatsched.schedule_versions ADD COLUMN schedule_date date;
ALTER TABLE heatsched.schedule_versions DISABLE TRIGGER USER;
UPDATE heatsched.schedule_versions v SET schedule_date = r.schedule_date
FROM heatsched.optimization_runs r WHERE r.tenant_id = v.tenant_id AND r.run_id = v.published_run_id;
ALTER TABLE heatsched.schedule_versions ENABLE TRIGGER USER;
ALTER TABLE heatsched.schedule_versions
DROP CONSTRAINT published_as_a_whole,
ADD CONSTRAINT published_as_a_whole CHECK (pg_catalog.num_nulls(published_run_id, schedule_date, published_at, published_by) IN (0, 4)),
ADD FOREIGN KEY (tenant_id, published_run_id, schedule_date) REFERENCES heatsched.optimization_runs (tenant_id, run_id, schedule_date);

DO $$
DECLARE
    part text;
BEGIN
    FOREACH part IN ARRAY ARRAY['schedule_assignments', 'equipment_runs', 'load_profile', 'cost_lines', 'violations', 'job_moves'] LOOP
        EXECUTE pg_catalog.format(
            'ALTER TABLE heatsched.%I ADD FOREIGN KEY (tenant_id, run_id, schedule_date)
             REFERENCES heatsched.optimization_runs (tenant_id, run_id, schedule_date) ON DELETE CASCADE', part);
    END LOOP;
END
$$;

CREATE TRIGGER audit_insert AFTER INSERT ON heatsched.optimization_runs REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');
CREATE TRIGGER audit_update AFTER UPDATE ON heatsched.optimization_runs REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');
CREATE TRIGGER audit_delete AFTER DELETE ON heatsched.optimization_runs REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.audit('run_id');
CREATE TRIGGER keep_published_insert AFTER INSERT ON heatsched.optimization_runs REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.keep_published('schedule_id');
CREATE TRIGGER keep_published_update AFTER UPDATE ON heatsched.optimization_runs REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.keep_published('schedule_id');
CREATE TRIGGER keep_published_delete AFTER DELETE ON heatsched.optimization_runs REFERENCING OLD TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.keep_published('schedule_id');

-- its body follows with those of all functions
CREATE FUNCTION heatsched.months_have_partitions() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER months_have_partitions_insert AFTER INSERT ON heatsched.schedules REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.months_have_partitions();
CREATE TRIGGER months_have_partitions_update AFTER UPDATE ON heatsched.schedules REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.months_have_partitions();
