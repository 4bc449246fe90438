-- Workbooks that stay linked to the database.

CREATE FUNCTION heatsched.linked_workbook(odbc text, site_id text, first_day date, last_day date, form text DEFAULT 'xlsx') RETURNS bytea
LANGUAGE c STABLE PARALLEL RESTRICTED SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_linked_workbook';
COMMENT ON FUNCTION heatsched.linked_workbook(text, text, date, date, text) IS
    E'A workbook of a site''s plan, in bytes, whose tables are bound to queries: Excel asks them again when it is opened, and when site or days in its first sheet change. With charts of load, costs and jobs, and sheets of jobs, equipment, maintenance and prices to edit and load back. NULL where an argument is NULL. The command heatsched excel link writes it to a file.\nodbc: ODBC connection string of this database for those who open it, without a password, such as DRIVER={PostgreSQL Unicode(x64)};SERVER=db;PORT=5432;DATABASE=plants;UID=bi, or DSN=plants.\nsite_id: Site, as in sites.\nfirst_day: First local day to show.\nlast_day: Last local day to show.\nform: xlsx (default); ods, a spreadsheet for LibreOffice, with odb, its data source; or a file of one query: odc, dqy, or pq for Power Query, with a sheet, as in odc:Schedule.';
