-- The load of each stored run in quarter-hours, whatever its own intervals: mean power, and energy that adds up.
CREATE OR REPLACE VIEW load_profile_15min AS
SELECT
    r.tenant_id,
    r.site_id,
    r.schedule_date,
    r.run_id,
    p.schedule_kind,
    p.equipment_id,
    q.start,
    q.start AT TIME ZONE t.time_zone AS start_local,
    CAST(sum(p.electric_kw * w.share) AS numeric(18, 6)) AS electric_kw,
    CAST(sum(p.thermal_kw * w.share) AS numeric(18, 6)) AS thermal_kw,
    CAST(sum(p.fuel_kw * w.share) AS numeric(18, 6)) AS fuel_kw,
    CAST(sum(p.site_load_kw * w.share) AS numeric(18, 6)) AS site_load_kw,
    CAST(sum(p.electric_kw * w.share) / 4 AS numeric(18, 6)) AS electric_kwh
FROM optimization_runs r
JOIN sites t ON t.tenant_id = r.tenant_id AND t.site_id = r.site_id
JOIN load_profile p ON p.tenant_id = r.tenant_id AND p.run_id = r.run_id
-- an interval is at most an hour
CROSS JOIN generate_series(0, 3) AS quarter (number)
CROSS JOIN LATERAL (SELECT date_bin('15 minutes', p.start, 'epoch') + quarter.number * interval '15 minutes' AS start) q
CROSS JOIN LATERAL (
    SELECT extract(epoch FROM least(p."end", q.start + interval '15 minutes') - greatest(p.start, q.start)) / 900 AS share
) w
WHERE q.start < p."end"
GROUP BY r.tenant_id, r.site_id, r.schedule_date, r.run_id, p.schedule_kind, p.equipment_id, q.start, t.time_zone;
