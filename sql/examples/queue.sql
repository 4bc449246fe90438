-- As anna: a correction of what is published, planned by a worker (heatsched worker).
SELECT revise_schedule('monday');
UPDATE production_jobs SET heating_requirement_kwh = 240 WHERE schedule_id = 'monday.v2' AND job_id = 'temper';
SELECT submit_optimization('monday.v2') IS NOT NULL AS submitted;
SELECT schedule_id, status, requests_ahead, attempts, run_id FROM optimization_status();
