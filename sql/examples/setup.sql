-- As a superuser, once a database: the extension, a tenant, and who belongs to it.
CREATE EXTENSION pg_heatsched;
CREATE ROLE anna LOGIN IN ROLE heatsched_admin;
CREATE ROLE bi LOGIN IN ROLE heatsched_viewer;
INSERT INTO heatsched.tenant_members (role_name, tenant_id) VALUES ('anna', 'acme'), ('bi', 'acme');
-- names without the schema
ALTER ROLE anna SET search_path = heatsched;
ALTER ROLE bi SET search_path = heatsched;
