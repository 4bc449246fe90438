-- Roles are of the whole cluster: they are made where they are missing, and stay when the extension goes.
DO $$
DECLARE
    wanted name;
BEGIN
    -- databases that get the extension at once make them one after the other
    LOCK TABLE pg_catalog.pg_authid IN SHARE ROW EXCLUSIVE MODE;
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
