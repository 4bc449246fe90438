SELECT schedule_date AS "Day", schedule_id AS "Schedule", schedule_status AS "Status", baseline_cost AS "FIFO", total_cost AS "Plan",
       savings AS "Savings", savings_percent AS "Savings, %", constraints_violated AS "Violations", currency AS "Currency",
       tariff_id AS "Tariff", run_id AS "Run"
FROM heatsched.current_runs
WHERE site_id = ? AND schedule_date BETWEEN CAST(? AS date) AND CAST(? AS date)
ORDER BY schedule_date, schedule_id
