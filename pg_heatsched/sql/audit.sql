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
CREATE INDEX audit_log_tenant ON heatsched.audit_log (tenant_id, at);
-- the newest of several tenants
CREATE INDEX audit_log_at ON heatsched.audit_log (at);
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
