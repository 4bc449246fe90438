SELECT l.start_local AS "Start", l.start_local + interval '15 minutes' AS "End",
       sum(l.electric_kw) FILTER (WHERE l.schedule_kind = 'optimized') AS "Plan, kW",
       sum(l.electric_kw) FILTER (WHERE l.schedule_kind = 'baseline') AS "FIFO, kW",
       max(l.site_load_kw) FILTER (WHERE l.schedule_kind = 'optimized') AS "Of that not scheduled, kW",
       sum(l.fuel_kw) FILTER (WHERE l.schedule_kind = 'optimized') AS "Other fuel, kW",
       max(heatsched.tariff_rate(c.tariff_id, l.start)) AS "Rate per kWh"
FROM heatsched.current_runs c
JOIN heatsched.load_profile_15min l ON l.tenant_id = c.tenant_id AND l.run_id = c.run_id
WHERE l.equipment_id = '*' AND c.site_id = ? AND c.schedule_date BETWEEN CAST(? AS date) AND CAST(? AS date)
GROUP BY l.start, l.start_local
ORDER BY l.start
