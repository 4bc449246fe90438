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
