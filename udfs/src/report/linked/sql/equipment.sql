SELECT c.schedule_date AS "Day", u.equipment_id AS "Equipment", u.capacity_kw AS "Capacity, kW", u.on_hours AS "On, h",
       u.on_percent AS "On, %", u.heat_kwh AS "Heat, kWh", u.utilization_percent AS "Used, %", u.peak_heat_kw AS "Peak heat, kW"
FROM heatsched.current_runs c
JOIN heatsched.equipment_utilization u ON u.tenant_id = c.tenant_id AND u.run_id = c.run_id AND u.schedule_kind = 'optimized'
WHERE c.site_id = ? AND c.schedule_date BETWEEN CAST(? AS date) AND CAST(? AS date)
ORDER BY c.schedule_date, c.schedule_id, u.equipment_id
