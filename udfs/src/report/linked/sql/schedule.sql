SELECT equipment_id || ' · ' || job_id AS "Lane", equipment_id AS "Equipment", job_id AS "Job", product_name AS "Product",
       scheduled_start_local AS "Start", scheduled_end_local AS "End",
       CAST(EXTRACT(EPOCH FROM scheduled_end_local - scheduled_start_local) / 86400 AS numeric(9, 6)) AS "Lasts",
       CAST(EXTRACT(EPOCH FROM scheduled_start_local - min(date_trunc('day', scheduled_start_local)) OVER ()) / 86400 AS numeric(9, 6)) AS "From",
       power_kw AS "Heat, kW", input_energy_kwh AS "Input, kWh", energy_cost AS "Energy cost", tariff_period AS "Period",
       demand_contribution_kw AS "Share of demand, kW", currency AS "Currency", schedule_id AS "Schedule", schedule_status AS "Status"
FROM heatsched.schedule_current
WHERE site_id = ? AND schedule_date BETWEEN CAST(? AS date) AND CAST(? AS date)
ORDER BY equipment_id, scheduled_start, job_id
