-- Files of the server: as for COPY, only roles with pg_read_server_files or pg_write_server_files use them.

CREATE FUNCTION heatsched.load_file(path text, into_table text DEFAULT NULL, options text DEFAULT '{}')
RETURNS TABLE (table_name text, accepted bigint, quarantined bigint)
LANGUAGE c VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_load_file';
COMMENT ON FUNCTION heatsched.load_file(text, text, text) IS
    E'Reads a file of the server into tables of inputs: CSV, TSV, JSON, NDJSON, XML, xlsx, xls, ods or Parquet, headers as for heatsched import. All problems are told at once, each with its row and column, and then nothing is stored; with the option bad_rows as quarantine such rows go to connector_quarantine and the others are stored. The same file twice changes nothing. The role needs pg_read_server_files, and heatsched.tenant_id where it has several tenants.\npath: Absolute path on the server.\ninto_table: Table that the file holds; without it by the names of the file and its sheets.\noptions: JSON object with any of format, site_id, tariff_id, schedule_id, time_zone, sheet, delimiter, decimal, encoding and bad_rows (refuse or quarantine).';

CREATE FUNCTION heatsched.export_file(path text, table_name text) RETURNS bigint
LANGUAGE c VOLATILE PARALLEL UNSAFE SET search_path = pg_catalog, pg_temp
AS 'MODULE_PATHNAME', 'heatsched_export_file';
COMMENT ON FUNCTION heatsched.export_file(text, text) IS
    E'Writes the tenant''s rows of a table to a Parquet file of the server, with the columns and types of the warehouse; answers with their number. COPY (SELECT * FROM ...) TO a file writes CSV. The role needs pg_write_server_files.\npath: Absolute path on the server; a file that is there is replaced.\ntable_name: Table of schema heatsched.';
