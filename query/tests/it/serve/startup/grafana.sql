SELECT current_setting('server_version_num')::int/100 AS version;
SELECT extversion FROM pg_extension WHERE extname = 'timescaledb';
SELECT quote_ident(table_name) AS "table" FROM information_schema.tables WHERE quote_ident(table_schema) = 'heatsched' ORDER BY 1;
SELECT quote_ident(column_name) AS "column", data_type AS "type" FROM information_schema.columns WHERE quote_ident(table_schema) = 'heatsched' AND quote_ident(table_name) = 'savings';
SELECT extract(epoch FROM l.start) AS "time", l.electric_kw AS "value" FROM load_profile l WHERE l.start BETWEEN '2026-01-05T00:00:00Z' AND '2026-01-07T00:00:00Z' ORDER BY 1;
