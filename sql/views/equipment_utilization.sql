-- How much of its time and capacity each equipment is used in each stored run; equipment that is never on has zeros.
CREATE OR REPLACE VIEW equipment_utilization AS
SELECT
    r.tenant_id,
    r.site_id,
    r.schedule_id,
    r.schedule_date,
    r.run_id,
    k.schedule_kind,
    e.equipment_id,
    e.capacity_kw,
    r.horizon_hours,
    CAST(coalesce(o.on_hours, 0) AS decimal(9, 2)) AS on_hours,
    CAST(100 * coalesce(o.on_hours, 0) / r.horizon_hours AS decimal(9, 2)) AS on_percent,
    CAST(coalesce(p.heat_kw, 0) * r.interval_minutes / 60 AS decimal(18, 6)) AS heat_kwh,
    CAST(CASE WHEN e.capacity_kw > 0 THEN 100 * (coalesce(p.heat_kw, 0) * r.interval_minutes / 60) / (e.capacity_kw * r.horizon_hours) END
         AS decimal(9, 2)) AS utilization_percent,
    CAST(coalesce(p.peak_heat_kw, 0) AS decimal(18, 6)) AS peak_heat_kw
FROM (
    SELECT tenant_id, site_id, schedule_id, schedule_date, run_id, CAST(interval_minutes AS decimal(4, 0)) AS interval_minutes,
           CAST((EXTRACT(EPOCH FROM horizon_end) - EXTRACT(EPOCH FROM horizon_start)) / 3600 AS decimal(9, 2)) AS horizon_hours
    FROM optimization_runs
) r
CROSS JOIN (SELECT 'baseline' AS schedule_kind UNION ALL SELECT 'optimized') k
JOIN heating_equipment e ON e.tenant_id = r.tenant_id AND e.site_id = r.site_id
LEFT JOIN LATERAL (
    SELECT sum(l.thermal_kw) AS heat_kw, max(l.thermal_kw) AS peak_heat_kw
    FROM load_profile l
    WHERE l.tenant_id = r.tenant_id AND l.run_id = r.run_id AND l.schedule_kind = k.schedule_kind AND l.equipment_id = e.equipment_id
) p ON true
LEFT JOIN LATERAL (
    SELECT CAST(sum(EXTRACT(EPOCH FROM s."off") - EXTRACT(EPOCH FROM s."on")) / 3600 AS decimal(9, 2)) AS on_hours
    FROM equipment_runs s
    WHERE s.tenant_id = r.tenant_id AND s.run_id = r.run_id AND s.schedule_kind = k.schedule_kind AND s.equipment_id = e.equipment_id
) o ON true;
