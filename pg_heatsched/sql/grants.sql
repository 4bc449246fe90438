-- Nothing to PUBLIC. Each role has what the one before it has.
REVOKE ALL ON SCHEMA heatsched FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA heatsched FROM PUBLIC;
REVOKE ALL ON ALL ROUTINES IN SCHEMA heatsched FROM PUBLIC;

-- viewer: reads
GRANT USAGE ON SCHEMA heatsched TO heatsched_viewer;
GRANT SELECT ON ALL TABLES IN SCHEMA heatsched TO heatsched_viewer;
-- a month is read through its table
DO $$
DECLARE
    month pg_catalog.regclass;
BEGIN
    FOR month IN
        SELECT i.inhrelid FROM pg_catalog.pg_inherits i
        WHERE i.inhparent OPERATOR(pg_catalog.=) 'heatsched.optimization_runs'::pg_catalog.regclass
    LOOP
        EXECUTE pg_catalog.format('REVOKE ALL ON %s FROM heatsched_viewer', month);
    END LOOP;
END
$$;
GRANT EXECUTE ON ALL ROUTINES IN SCHEMA heatsched TO heatsched_viewer;
REVOKE EXECUTE ON ROUTINE
    heatsched.optimize_schedule(text, text), heatsched.optimize_schedule(text[], text), heatsched.simulate_schedule(text, text),
    heatsched.import_tariff(text, text, text), heatsched.load_file(text, text, text), heatsched.export_file(text, text),
    heatsched.register_equipment(text),
    heatsched.register_equipment(text, text, numeric, text, text, numeric, numeric, numeric, text, numeric, integer, integer, numeric, integer, numeric, integer, integer, numeric, numeric, text),
    heatsched.schedule_maintenance(text), heatsched.schedule_maintenance(text, text, timestamptz, timestamptz, text),
    heatsched.publish_schedule(text), heatsched.revise_schedule(text), heatsched.delete_schedule(text),
    heatsched.submit_optimization(text, text), heatsched.cancel_optimization(text),
    heatsched.take_optimization(text, interval),
    heatsched.report_optimization(text, integer, double precision, double precision, double precision),
    heatsched.finish_optimization(text, integer, text), heatsched.release_optimization(text, integer),
    heatsched.end_optimization(text, text, text, text, text), heatsched.store_optimization(text, text, text),
    heatsched.make_partition(date), heatsched.make_missing_partition(date), heatsched.make_partition_ahead(date),
    heatsched.months_have_partitions(),
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
GRANT INSERT, UPDATE ON
    heatsched.connector_runs, heatsched.connector_state, heatsched.connector_quarantine, heatsched.connector_payloads
TO heatsched_planner;
GRANT EXECUTE ON ROUTINE
    heatsched.optimize_schedule(text, text), heatsched.optimize_schedule(text[], text), heatsched.simulate_schedule(text, text),
    heatsched.schedule_maintenance(text), heatsched.schedule_maintenance(text, text, timestamptz, timestamptz, text),
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
GRANT EXECUTE ON ROUTINE
    heatsched.import_tariff(text, text, text), heatsched.load_file(text, text, text), heatsched.export_file(text, text),
    heatsched.register_equipment(text),
    heatsched.register_equipment(text, text, numeric, text, text, numeric, numeric, numeric, text, numeric, integer, integer, numeric, integer, numeric, integer, integer, numeric, numeric, text)
TO heatsched_admin;
