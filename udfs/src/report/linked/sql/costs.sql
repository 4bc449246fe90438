SELECT p.period_category AS "Period",
       sum(p.total_cost) FILTER (WHERE p.schedule_kind = 'baseline') AS "FIFO",
       sum(p.total_cost) FILTER (WHERE p.schedule_kind = 'optimized') AS "Plan",
       sum(CASE p.schedule_kind WHEN 'baseline' THEN p.total_cost ELSE -p.total_cost END) AS "Savings",
       sum(p.energy_kwh) FILTER (WHERE p.schedule_kind = 'baseline') AS "FIFO, kWh",
       sum(p.energy_kwh) FILTER (WHERE p.schedule_kind = 'optimized') AS "Plan, kWh",
       sum(p.demand_cost) FILTER (WHERE p.schedule_kind = 'baseline') AS "FIFO, demand",
       sum(p.demand_cost) FILTER (WHERE p.schedule_kind = 'optimized') AS "Plan, demand",
       c.currency AS "Currency"
FROM heatsched.current_runs c
JOIN heatsched.cost_by_period p ON p.tenant_id = c.tenant_id AND p.run_id = c.run_id
WHERE c.site_id = ? AND c.schedule_date BETWEEN CAST(? AS date) AND CAST(? AS date)
GROUP BY p.period_category, c.currency
ORDER BY p.period_category, c.currency
