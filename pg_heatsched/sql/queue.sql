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
    line text;
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
            line := heatsched.optimization_request(next.schedule_id, next.options);
            known := line::json ->> 'run_id';
            IF known IS NOT NULL THEN
                PERFORM heatsched.end_optimization(next.tenant_id, next.request_id, 'solved', known, NULL);
            ELSE
                UPDATE heatsched.optimization_requests r
                SET status = 'running', attempts = r.attempts + 1, worker = take_optimization.worker,
                    taken_at = clock_timestamp(), request = line
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
    run_id text;
    status text;
    error text;
BEGIN
    SELECT r.* INTO mine FROM heatsched.optimization_requests r WHERE r.request_id = finish_optimization.request_id FOR UPDATE;
    -- cancelled, or taken by another worker since
    IF mine.status IS DISTINCT FROM 'running' OR mine.attempts <> attempt THEN
        RETURN mine.status;
    END IF;
    PERFORM set_config('heatsched.tenant_id', mine.tenant_id, true);
    BEGIN
        run_id := heatsched.store_optimization(mine.schedule_id, mine.request, answer);
        status := 'solved';
    EXCEPTION
        WHEN invalid_parameter_value OR no_data_found OR check_violation OR program_limit_exceeded OR external_routine_exception OR internal_error THEN
            error := SQLERRM;
            status := 'failed';
    END;
    PERFORM heatsched.end_optimization(mine.tenant_id, mine.request_id, status, run_id, error);
    PERFORM set_config('heatsched.tenant_id', before, true);
    RETURN status;
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
