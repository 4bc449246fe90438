-- The load of each stored run in quarter-hours, whatever its own intervals: mean power, and energy that adds up.
CREATE OR REPLACE VIEW load_profile_15min AS
SELECT
    p.tenant_id,
    p.site_id,
    p.schedule_date,
    p.run_id,
    p.schedule_kind,
    p.equipment_id,
    q.start,
    q.start AT TIME ZONE t.time_zone AS start_local,
    CAST(sum(p.electric_kw * w.share) AS numeric(18, 6)) AS electric_kw,
    CAST(sum(p.thermal_kw * w.share) AS numeric(18, 6)) AS thermal_kw,
    CAST(sum(p.fuel_kw * w.share) AS numeric(18, 6)) AS fuel_kw,
    CAST(sum(p.site_load_kw * w.share) AS numeric(18, 6)) AS site_load_kw,
    CAST(sum(p.electric_kw * w.share) / 4 AS numeric(18, 6)) AS electric_kwh
FROM load_profile p
JOIN sites t ON t.tenant_id = p.tenant_id AND t.site_id = p.site_id
CROSS JOIN LATERAL generate_series(
    date_bin('15 minutes', p.start, 'epoch'), p."end" - interval '1 microsecond', interval '15 minutes'
) AS q (start)
CROSS JOIN LATERAL (
    SELECT extract(epoch FROM least(p."end", q.start + interval '15 minutes') - greatest(p.start, q.start)) / 900 AS share
) w
GROUP BY p.tenant_id, p.site_id, p.schedule_date, p.run_id, p.schedule_kind, p.equipment_id, q.start, t.time_zone;
