-- What each equipment does in each stored run: its jobs and their energy cost, and all of its input, held heat and
-- start-up included. Demand charges are shared by the whole site and not split here.
CREATE OR REPLACE VIEW cost_by_equipment AS
SELECT
    r.tenant_id,
    r.site_id,
    r.schedule_id,
    r.schedule_date,
    r.run_id,
    p.schedule_kind,
    p.equipment_id,
    CAST(coalesce(j.jobs, 0) AS bigint) AS jobs,
    CAST(coalesce(j.job_input_kwh, 0) AS decimal(18, 6)) AS job_input_kwh,
    CAST(coalesce(j.job_energy_cost, 0) AS decimal(18, 4)) AS job_energy_cost,
    CAST(p.input_kw * CAST(r.interval_minutes AS decimal(4, 0)) / 60 AS decimal(18, 6)) AS input_kwh,
    CAST(p.heat_kw * CAST(r.interval_minutes AS decimal(4, 0)) / 60 AS decimal(18, 6)) AS heat_kwh,
    CAST(coalesce(o.on_hours, 0) AS decimal(9, 2)) AS on_hours,
    CAST(coalesce(o.starts, 0) AS bigint) AS starts
FROM optimization_runs r
JOIN (
    SELECT tenant_id, run_id, schedule_kind, equipment_id, sum(electric_kw + fuel_kw) AS input_kw, sum(thermal_kw) AS heat_kw
    FROM load_profile
    WHERE equipment_id <> '*'
    GROUP BY tenant_id, run_id, schedule_kind, equipment_id
) p ON p.tenant_id = r.tenant_id AND p.run_id = r.run_id
LEFT JOIN (
    SELECT tenant_id, run_id, schedule_kind, equipment_id, count(*) AS jobs, sum(input_energy_kwh) AS job_input_kwh,
           sum(energy_cost) AS job_energy_cost
    FROM schedule_assignments
    GROUP BY tenant_id, run_id, schedule_kind, equipment_id
) j ON j.tenant_id = p.tenant_id AND j.run_id = p.run_id AND j.schedule_kind = p.schedule_kind AND j.equipment_id = p.equipment_id
LEFT JOIN (
    SELECT tenant_id, run_id, schedule_kind, equipment_id,
           sum(EXTRACT(EPOCH FROM "off") - EXTRACT(EPOCH FROM "on")) / 3600 AS on_hours,
           sum(CASE WHEN start_counted THEN 1 ELSE 0 END) AS starts
    FROM equipment_runs
    GROUP BY tenant_id, run_id, schedule_kind, equipment_id
) o ON o.tenant_id = p.tenant_id AND o.run_id = p.run_id AND o.schedule_kind = p.schedule_kind AND o.equipment_id = p.equipment_id;
