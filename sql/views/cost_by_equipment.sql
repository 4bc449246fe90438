-- What each equipment does in each stored run: its jobs and their energy cost, and all of its input, held heat and
-- start-up included. Demand charges are shared by the whole site and not split here.
CREATE OR REPLACE VIEW cost_by_equipment AS
SELECT
    p.tenant_id,
    p.site_id,
    p.schedule_id,
    p.schedule_date,
    p.run_id,
    p.schedule_kind,
    p.equipment_id,
    CAST(coalesce(j.jobs, 0) AS bigint) AS jobs,
    CAST(coalesce(j.job_input_kwh, 0) AS decimal(18, 6)) AS job_input_kwh,
    CAST(coalesce(j.job_energy_cost, 0) AS decimal(18, 4)) AS job_energy_cost,
    CAST(p.input_kw * CAST(p.interval_minutes AS decimal(4, 0)) / 60 AS decimal(18, 6)) AS input_kwh,
    CAST(p.heat_kw * CAST(p.interval_minutes AS decimal(4, 0)) / 60 AS decimal(18, 6)) AS heat_kwh,
    CAST(coalesce(o.on_hours, 0) AS decimal(9, 2)) AS on_hours,
    CAST(coalesce(o.starts, 0) AS bigint) AS starts
FROM (
    SELECT r.tenant_id, r.site_id, r.schedule_id, r.schedule_date, r.run_id, r.interval_minutes, l.schedule_kind, l.equipment_id,
           sum(l.electric_kw + l.fuel_kw) AS input_kw, sum(l.thermal_kw) AS heat_kw
    FROM optimization_runs r
    JOIN load_profile l ON l.tenant_id = r.tenant_id AND l.run_id = r.run_id
    WHERE l.equipment_id <> '*'
    GROUP BY r.tenant_id, r.site_id, r.schedule_id, r.schedule_date, r.run_id, r.interval_minutes, l.schedule_kind, l.equipment_id
) p
LEFT JOIN LATERAL (
    SELECT count(*) AS jobs, sum(a.input_energy_kwh) AS job_input_kwh, sum(a.energy_cost) AS job_energy_cost
    FROM schedule_assignments a
    WHERE a.tenant_id = p.tenant_id AND a.run_id = p.run_id AND a.schedule_kind = p.schedule_kind AND a.equipment_id = p.equipment_id
) j ON true
LEFT JOIN LATERAL (
    SELECT sum(EXTRACT(EPOCH FROM e."off") - EXTRACT(EPOCH FROM e."on")) / 3600 AS on_hours,
           sum(CASE WHEN e.start_counted THEN 1 ELSE 0 END) AS starts
    FROM equipment_runs e
    WHERE e.tenant_id = p.tenant_id AND e.run_id = p.run_id AND e.schedule_kind = p.schedule_kind AND e.equipment_id = p.equipment_id
) o ON true;
