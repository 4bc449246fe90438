-- A call each of tariff_rate and of an SQL function that is not inlined; a million lookups against the join.
SET search_path = heatsched, pg_catalog;
SET heatsched.tenant_id = 'bench';
CREATE FUNCTION pg_temp.nothing(tariff_id text, at timestamptz) RETURNS numeric LANGUAGE sql STABLE STRICT SET search_path = pg_catalog AS 'SELECT 1.0';
CREATE FUNCTION pg_temp.plain(tariff_id text, at timestamptz) RETURNS numeric LANGUAGE plpgsql STABLE STRICT AS 'BEGIN RETURN 1.0; END';
CREATE TEMP TABLE instants AS
SELECT timestamptz '2026-01-01 06:00Z' + n * interval '31 seconds' AS at FROM generate_series(0, 999999) n;
CREATE TEMP TABLE stretches AS SELECT * FROM tariff_rates('ind-tou', '2026-01-01', '2027-01-01');
CREATE INDEX ON stretches ("start");
ANALYZE instants;
ANALYZE stretches;
\timing on
\echo tariff_rate
SELECT sum(tariff_rate('ind-tou', at)) FROM instants;
\echo SQL function
SELECT sum(pg_temp.nothing('ind-tou', at)) FROM instants;
\echo PL/pgSQL function
SELECT sum(pg_temp.plain('ind-tou', at)) FROM instants;
\echo join
SELECT sum(r.energy_rate_kwh) FROM instants i
CROSS JOIN LATERAL (SELECT s.energy_rate_kwh, s."end" FROM stretches s WHERE s."start" <= i.at ORDER BY s."start" DESC LIMIT 1) r
WHERE i.at < r."end";
