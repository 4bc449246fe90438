-- A year of fifty sites, a schedule and its run a day each: copies of one real run, shifted by days. Expects the corpus's
-- fixture as tenant "bench" with a run of S-2026-01-05.
\set ON_ERROR_STOP on
SET search_path = heatsched, pg_catalog;

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
        'INSERT INTO heatsched.%I SELECT %s FROM heatsched.%1$I t
         CROSS JOIN (SELECT format(''site-%%s'', n) AS site_id, day::date AS day
                     FROM generate_series(1, 50) n CROSS JOIN generate_series(%L::timestamp, %L, ''1 day'') day) copy
         WHERE t.tenant_id = ''bench'' AND %s',
        of_table, values_of_copy, '2026-01-01', CASE WHEN per_day THEN '2026-12-31' ELSE '2026-01-01' END, filter);
END
$$;

CALL pg_temp.copies('sites', 'site_id = ''plant-a''', false);
CALL pg_temp.copies('heating_equipment', 'site_id = ''plant-a''', false);
CALL pg_temp.copies('site_load', 'site_id = ''plant-a''', true);
CALL pg_temp.copies('schedules', 'schedule_id = ''S-2026-01-05''', true);
-- triggers and foreign keys have nothing to say about copies
SET session_replication_role = replica;
CALL pg_temp.copies('production_jobs', 'schedule_id = ''S-2026-01-05''', true);
CALL pg_temp.copies('optimization_runs', 'run_id NOT LIKE ''run-%''', true);
CALL pg_temp.copies('schedule_assignments', 'run_id NOT LIKE ''run-%''', true);
CALL pg_temp.copies('equipment_runs', 'run_id NOT LIKE ''run-%''', true);
CALL pg_temp.copies('cost_lines', 'run_id NOT LIKE ''run-%''', true);
CALL pg_temp.copies('load_profile', 'run_id NOT LIKE ''run-%''', true);
RESET session_replication_role;
VACUUM (ANALYZE);
