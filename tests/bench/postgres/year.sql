-- A year of fifty sites, a schedule and its run a day each: copies of one real run, shifted by days. Expects the corpus's
-- fixture as tenant "bench" with a run of S-2026-01-05. Less of it: psql -v sites=5 -v last_day=2026-01-31.
\set ON_ERROR_STOP on
\if :{?sites} \else \set sites 50 \endif
\if :{?last_day} \else \set last_day 2026-12-31 \endif
SELECT set_config('bench.sites', :'sites', false), set_config('bench.last_day', :'last_day', false) \g /dev/null
SET search_path = heatsched, pg_catalog;
SET TimeZone = 'UTC';

CREATE PROCEDURE pg_temp.copies(of_table text, filter text, per_day boolean) LANGUAGE plpgsql AS $$
DECLARE
    values_of_copy text;
BEGIN
    SELECT string_agg(CASE
        WHEN attname = 'site_id' THEN 'copy.site_id'
        WHEN attname = 'schedule_id' THEN 'copy.site_id || ''-'' || copy.day'
        WHEN attname = 'run_id' THEN '''run-'' || copy.site_id || ''-'' || copy.day'
        WHEN attname = 'schedule_date' THEN 'copy.day'
        WHEN atttypid = 'timestamptz'::regtype AND attname <> 'stored_at' THEN format('t.%I + (copy.day - date ''2026-01-05'') * interval ''1 day''', attname)
        ELSE format('t.%I', attname)
    END, ', ' ORDER BY attnum) INTO values_of_copy
    FROM pg_attribute WHERE attrelid = format('heatsched.%I', of_table)::regclass AND attnum > 0 AND NOT attisdropped;
    EXECUTE format(
        'INSERT INTO heatsched.%1$I SELECT %2$s FROM heatsched.%1$I t
         CROSS JOIN (SELECT format(''site-%%s'', n) AS site_id, day::date AS day
                     FROM generate_series(1, %5$s) n CROSS JOIN generate_series(timestamp ''2026-01-01'', %3$L, ''1 day'') day) copy
         WHERE t.tenant_id = ''bench'' AND %4$s',
        of_table, values_of_copy, CASE WHEN per_day THEN current_setting('bench.last_day') ELSE '2026-01-01' END, filter,
        current_setting('bench.sites'));
END
$$;

CALL pg_temp.copies('sites', 't.site_id = ''plant-a''', false);
CALL pg_temp.copies('heating_equipment', 't.site_id = ''plant-a''', false);
CALL pg_temp.copies('site_load', 't.site_id = ''plant-a'' AND t.start >= ''2026-01-05 06:00Z'' AND t.start < ''2026-01-06 06:00Z''', true);
CALL pg_temp.copies('schedules', 't.schedule_id = ''S-2026-01-05''', true);
-- triggers and foreign keys have nothing to say about copies
SET session_replication_role = replica;
CALL pg_temp.copies('production_jobs', 't.schedule_id = ''S-2026-01-05''', true);
CALL pg_temp.copies('optimization_runs', 't.run_id NOT LIKE ''run-%''', true);
CALL pg_temp.copies('schedule_assignments', 't.run_id NOT LIKE ''run-%''', true);
CALL pg_temp.copies('equipment_runs', 't.run_id NOT LIKE ''run-%''', true);
CALL pg_temp.copies('cost_lines', 't.run_id NOT LIKE ''run-%''', true);
CALL pg_temp.copies('load_profile', 't.run_id NOT LIKE ''run-%''', true);
RESET session_replication_role;
VACUUM (ANALYZE);
