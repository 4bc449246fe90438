-- Runs are kept by the month of their schedule. A schedule comes before its runs: the first one of a month makes the
-- month's partition, and those of the two months after it.

CREATE FUNCTION heatsched.make_partition(month date) RETURNS text
LANGUAGE c STRICT SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_make_partition';
COMMENT ON FUNCTION heatsched.make_partition(date) IS
    E'Makes the partition of optimization_runs for a month.\nmonth: Its first day.';

CREATE FUNCTION heatsched.has_partition(month date) RETURNS boolean
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT EXISTS (
        SELECT FROM pg_class
        WHERE relnamespace = 'heatsched'::regnamespace AND relname = to_char(month, '"optimization_runs_"YYYY_MM')
    )
$$;
COMMENT ON FUNCTION heatsched.has_partition(date) IS
    E'Whether there is a partition of optimization_runs for a month.\nmonth: Its first day.';

CREATE FUNCTION heatsched.make_missing_partition(month date) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('heatsched.optimization_runs'), hashtext(month::text));
    -- another session may have made it meanwhile
    IF NOT heatsched.has_partition(month) THEN
        PERFORM heatsched.make_partition(month);
    END IF;
END
$$;
COMMENT ON FUNCTION heatsched.make_missing_partition(date) IS
    E'Makes the partition of optimization_runs for a month, once.\nmonth: Its first day.';

-- What is made ahead waits for nobody: where others are at it, the next schedule tries again.
CREATE FUNCTION heatsched.make_partition_ahead(month date) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET lock_timeout = '20ms'
AS $$
BEGIN
    PERFORM heatsched.make_missing_partition(month);
EXCEPTION WHEN lock_not_available THEN
    RETURN;
END
$$;
COMMENT ON FUNCTION heatsched.make_partition_ahead(date) IS
    E'Makes the partition of optimization_runs for a month that has no schedule yet, if nobody is in the way.\nmonth: Its first day.';

-- SECURITY DEFINER: planners write schedules, but tables are their owner's. It runs as a trigger only.
CREATE FUNCTION heatsched.months_have_partitions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM heatsched.make_missing_partition(m.month)
    FROM (SELECT DISTINCT date_trunc('month', c.schedule_date::timestamp)::date AS month FROM changed c) m
    WHERE NOT heatsched.has_partition(m.month);
    PERFORM heatsched.make_partition_ahead(m.month)
    FROM (
        SELECT DISTINCT (date_trunc('month', c.schedule_date::timestamp) + make_interval(months => ahead))::date AS month
        FROM changed c CROSS JOIN generate_series(1, 2) AS ahead
    ) m
    WHERE NOT heatsched.has_partition(m.month);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION heatsched.months_have_partitions() IS 'Trigger: makes the partitions that the runs of schedules need';

CREATE TRIGGER months_have_partitions_insert AFTER INSERT ON heatsched.schedules REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.months_have_partitions();
CREATE TRIGGER months_have_partitions_update AFTER UPDATE ON heatsched.schedules REFERENCING NEW TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION heatsched.months_have_partitions();
