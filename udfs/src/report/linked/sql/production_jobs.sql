SELECT j.schedule_id, j.job_id, j.product_id, j.product_name, j.quantity, j.unit, j.heating_requirement_kwh, j.temperature_setpoint_c,
       j.duration_minutes, j.earliest_start AT TIME ZONE s.time_zone AS earliest_start,
       j.latest_end AT TIME ZONE s.time_zone AS latest_end, j.priority, j.must_run_windows, j.allowed_equipment, j.crew_size,
       j.predecessor_job_id, j.fixed_equipment_id, j.fixed_start AT TIME ZONE s.time_zone AS fixed_start
FROM heatsched.production_jobs j
JOIN heatsched.sites s ON s.tenant_id = j.tenant_id AND s.site_id = j.site_id
WHERE j.site_id = ? AND j.schedule_date BETWEEN CAST(? AS date) AND CAST(? AS date)
ORDER BY j.schedule_id, j.job_id
