SELECT e.equipment_id, e.equipment_name, e.equipment_type, e.capacity_kw, e.min_load_kw, e.efficiency_percent, e.cop, e.fuel_type,
       e.fuel_rate_per_kwh, e.min_run_time_minutes, e.max_starts_per_day, e.startup_energy_kwh, e.startup_minutes,
       e.shutdown_energy_kwh, e.shutdown_minutes, e.max_concurrent_jobs, e.min_temperature_c, e.max_temperature_c, e.initial_state
FROM heatsched.heating_equipment e
WHERE e.site_id = ? AND CAST(? AS date) <= CAST(? AS date)
ORDER BY e.equipment_id
