-- As anna: plan the day, see what it costs and saves, and publish it.
SELECT job_id, equipment_id, scheduled_start, tariff_period, energy_cost FROM optimize_schedule('monday') ORDER BY scheduled_start, job_id;
SELECT baseline_cost, total_cost, savings, savings_percent, status FROM savings WHERE schedule_id = 'monday';
SELECT (publish_schedule(run_id)).version FROM current_runs WHERE schedule_id = 'monday';
