-- Which job runs where and when by the current run of each schedule, in UTC and on the site's wall clock.
CREATE OR REPLACE VIEW schedule_current AS
SELECT
    c.tenant_id,
    c.site_id,
    c.schedule_id,
    c.schedule_date,
    c.schedule_status,
    c.version,
    c.run_id,
    a.job_id,
    j.product_name,
    j.priority,
    a.equipment_id,
    e.equipment_name,
    a.scheduled_start,
    a.scheduled_end,
    timezone(t.time_zone, a.scheduled_start) AS scheduled_start_local,
    timezone(t.time_zone, a.scheduled_end) AS scheduled_end_local,
    j.latest_end,
    a.power_kw,
    a.input_energy_kwh,
    a.energy_cost,
    a.tariff_period,
    a.demand_contribution_kw,
    c.currency
FROM current_runs c
JOIN sites t ON t.tenant_id = c.tenant_id AND t.site_id = c.site_id
JOIN schedule_assignments a ON a.tenant_id = c.tenant_id AND a.run_id = c.run_id AND a.schedule_kind = 'optimized'
LEFT JOIN production_jobs j ON j.tenant_id = c.tenant_id AND j.schedule_id = c.schedule_id AND j.job_id = a.job_id
LEFT JOIN heating_equipment e ON e.tenant_id = c.tenant_id AND e.site_id = c.site_id AND e.equipment_id = a.equipment_id;
