-- From draft to published. What is published stays as it is: a correction is a new version, planned and published anew.

-- The plan that was stored last is the current one of a schedule that is not published.
ALTER TABLE heatsched.optimization_runs ALTER COLUMN stored_at SET DEFAULT pg_catalog.clock_timestamp();

CREATE TABLE heatsched.schedule_versions (
    tenant_id text COLLATE "C" NOT NULL,
    schedule_id text COLLATE "C" NOT NULL,
    first_schedule_id text COLLATE "C" NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    published_run_id text COLLATE "C",
    schedule_date date,
    published_at timestamptz,
    published_by name,
    PRIMARY KEY (tenant_id, schedule_id),
    UNIQUE (tenant_id, first_schedule_id, version),
    FOREIGN KEY (tenant_id, schedule_id) REFERENCES heatsched.schedules (tenant_id, schedule_id) ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, published_run_id, schedule_date) REFERENCES heatsched.optimization_runs (tenant_id, run_id, schedule_date),
    CONSTRAINT published_as_a_whole CHECK (pg_catalog.num_nulls(published_run_id, schedule_date, published_at, published_by) IN (0, 4))
);
CREATE INDEX schedule_versions_published ON heatsched.schedule_versions (tenant_id, published_run_id) WHERE published_run_id IS NOT NULL;
COMMENT ON TABLE heatsched.schedule_versions IS 'Schedules that were published or revised';
COMMENT ON COLUMN heatsched.schedule_versions.tenant_id IS 'Owner of the row';
COMMENT ON COLUMN heatsched.schedule_versions.schedule_id IS 'Schedule, as in schedules';
COMMENT ON COLUMN heatsched.schedule_versions.first_schedule_id IS 'Schedule that this one corrects; itself for the first version';
COMMENT ON COLUMN heatsched.schedule_versions.version IS 'From 1';
COMMENT ON COLUMN heatsched.schedule_versions.published_run_id IS 'Run that the plant follows; null: not published yet';
COMMENT ON COLUMN heatsched.schedule_versions.schedule_date IS 'Date of that run, as in schedules';
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
        (tenant_id, schedule_id, first_schedule_id, version, published_run_id, schedule_date, published_at, published_by)
    VALUES (tenant, run.schedule_id, run.schedule_id, 1, run_id, run.schedule_date, clock_timestamp(), session_user)
    ON CONFLICT (tenant_id, schedule_id) DO UPDATE
    SET published_run_id = excluded.published_run_id, schedule_date = excluded.schedule_date,
        published_at = excluded.published_at, published_by = excluded.published_by
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
    next_version integer;
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
    SELECT max(v.version) + 1 INTO next_version FROM heatsched.schedule_versions v
    WHERE v.tenant_id = tenant AND v.first_schedule_id = of.first_schedule_id;
    revised := format('%s.v%s', of.first_schedule_id, next_version);
    changes := jsonb_build_object('schedule_id', revised, 'source_reference', format('version of %s', schedule_id));
    INSERT INTO heatsched.schedules
    SELECT (jsonb_populate_record(s, changes || '{"status": "draft"}')).* FROM heatsched.schedules s
    WHERE s.tenant_id = tenant AND s.schedule_id = revise_schedule.schedule_id;
    INSERT INTO heatsched.production_jobs
    SELECT (jsonb_populate_record(j, changes)).* FROM heatsched.production_jobs j
    WHERE j.tenant_id = tenant AND j.schedule_id = revise_schedule.schedule_id;
    INSERT INTO heatsched.schedule_versions (tenant_id, schedule_id, first_schedule_id, version)
    VALUES (tenant, revised, of.first_schedule_id, next_version);
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
